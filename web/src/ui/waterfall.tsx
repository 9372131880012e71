import type { LatencyEntry } from "../hub/latency";
import { formatMs } from "../pages/chat/latency";
import { lengthOf, mouthToEar, spans } from "../pages/latency/statistics";

const rows = 24;

/** The newest turns, one line each: every stage where it began and as long as it took, from the end of the question. */
export function Waterfall({ entries }: { entries: readonly LatencyEntry[] }) {
  const newest = entries.slice(-rows).sort((one, other) => endedAt(other) - endedAt(one));
  const longest = Math.max(1, ...newest.map((entry) => endOf(entry) - originOf(entry)));
  return (
    <table class="waterfall">
      <caption class="visually-hidden">The newest turns, stage by stage</caption>
      <thead>
        <tr>
          <th scope="col">Ended</th>
          <th scope="col">Question</th>
          <th scope="col" class="wide">
            From the end of the question, up to {formatMs(longest)}
          </th>
          <th scope="col">To the ear</th>
          <th scope="col">Underruns</th>
          <th scope="col">Rules</th>
        </tr>
      </thead>
      <tbody>
        {newest.map((entry) => {
          const total = lengthOf(mouthToEar, entry);
          return (
            <tr key={entry.sequence}>
              <td>{new Date(endedAt(entry)).toLocaleTimeString("en-GB")}</td>
              <td>
                {entry.isSpoken ? "spoken" : "typed"}
                {entry.page ? ` (${entry.page})` : ""}, {entry.reason}
              </td>
              <td>
                <span class="waterfall-line" role="img" aria-label={describe(entry)}>
                  {spans.map((span) => {
                    const ms = lengthOf(span, entry);
                    const start = ms === null ? 0 : entry.stagesMs[span.to]! - ms - originOf(entry);
                    return ms === null ? null : (
                      <span
                        key={span.key}
                        class={`stage ${span.key}`}
                        title={`${span.name} ${formatMs(ms)}`}
                        style={{ left: `${(start / longest) * 100}%`, width: `max(2px, ${(ms / longest) * 100}%)` }}
                      />
                    );
                  })}
                </span>
              </td>
              <td class="number">
                {total === null ? "–" : formatMs(total)}
                {entry.clockErrorMs != null && <span class="soft"> ±{Math.ceil(entry.clockErrorMs)}</span>}
              </td>
              <td class="number">{entry.underruns ?? "–"}</td>
              <td class="rules">
                {entry.rules?.length ? entry.rules.map((rule) => <span key={rule}>{rule} </span>) : <span class="soft">–</span>}
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

function endedAt(entry: LatencyEntry): number {
  return Date.parse(entry.startedAt) + (entry.stagesMs["ended"] ?? 0);
}

function originOf(entry: LatencyEntry): number {
  return entry.stagesMs["lastSpeech"] ?? entry.stagesMs["speechEnded"] ?? entry.stagesMs["started"] ?? 0;
}

function endOf(entry: LatencyEntry): number {
  return Math.max(...spans.map((span) => entry.stagesMs[span.to] ?? 0));
}

function describe(entry: LatencyEntry): string {
  return spans
    .map((span) => ({ span, ms: lengthOf(span, entry) }))
    .filter(({ ms }) => ms !== null)
    .map(({ span, ms }) => `${span.name} ${formatMs(ms ?? 0)}`)
    .join(", ");
}
