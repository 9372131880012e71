import { accountFor, formatMs } from "../pages/chat/latency";
import type { TurnView } from "../pages/chat/turn-state";

/** Where the time of one turn went, from the end of the question to the ear. */
export function LatencyStrip({ turn }: { turn: TurnView }) {
  const { parts, totalMs } = accountFor(turn);
  if (parts.length === 0) {
    return null;
  }
  const sum = Math.max(1, parts.reduce((all, part) => all + part.ms, 0));
  return (
    <div class="latency" role="group" aria-label="Where the time went">
      <p class="latency-total">
        {totalMs === null ? (
          <>
            <b>{formatMs(sum)}</b> to the first words
          </>
        ) : (
          <>
            <b>{formatMs(totalMs)}</b> from your {turn.spoken ? "last word" : "question"} to your ear
          </>
        )}
        {turn.rules.map((rule) => (
          <span key={rule} class="rule">
            {rule}
          </span>
        ))}
      </p>
      <div class="latency-bar" aria-hidden="true">
        {parts.map((part) => (
          <span key={part.name} class={`latency-part ${part.name.toLowerCase()}`} style={{ flexGrow: Math.max(part.ms / sum, 0.004) }} />
        ))}
      </div>
      <dl>
        {parts.map((part) => (
          <div key={part.name} title={part.explanation}>
            <dt class={part.name.toLowerCase()}>{part.name}</dt>
            <dd>{formatMs(part.ms)}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
