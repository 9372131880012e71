import { useSignal } from "@preact/signals";
import { useMemo } from "preact/hooks";
import { Header } from "../../ui/header";
import { LatencyCharts } from "../../ui/latency-charts";
import { LatencyTotals } from "../../ui/latency-totals";
import { Notice } from "../../ui/notice";
import { Waterfall } from "../../ui/waterfall";
import { formatMs } from "../chat/latency";
import { choicesOf, type LatencyFeed, type LatencyFilter } from "./feed";
import { countRules, endOfTurn, lengthsOf, mouthToEar, percentileOfSorted, sorted, spans, toCsv, type Span } from "./statistics";

/** Where the time goes, over all turns the server remembers. */
export function LatencyDashboard({ feed }: { feed: LatencyFeed }) {
  const span = useSignal<Span>(mouthToEar);
  const entries = feed.shown.value;
  return (
    <div class="page" data-turns={entries.length}>
      <Header page="latency" />
      <main class="dashboard">
        <div class="dashboard-head">
          <h1>Latency</h1>
          <p>
            {count(entries.length, "turn")}, {feed.activeTurns.value} running now, {count(feed.conversations.value, "active session")}
          </p>
        </div>
        {feed.failed.value && <Notice code="latency" message="The server does not answer. The figures below are the last ones it gave." />}
        <Filters feed={feed} />
        <LatencyTotals entries={entries} />
        <Figures feed={feed} chosen={span.value} onChoose={(chosen) => (span.value = chosen)} />
        {entries.length === 0 ? (
          <p class="hint">No turns yet. Ask a question on the first page; it appears here when its answer is over.</p>
        ) : (
          <>
            <LatencyCharts span={span.value} entries={entries} />
            <section aria-label="Newest turns">
              <h2>Newest turns</h2>
              <div class="scroll" tabIndex={0} role="region" aria-label="Newest turns, stage by stage">
                <Waterfall entries={entries} />
              </div>
              <p class="hint">
                “To the ear” is measured by the browser, from the last sample of speech at its microphone to the first audible sample it
                played. Its stamps are placed among the server's by the shortest of its round trips; “±” is how far they may be off there.
                Without “±” the server guessed, and a typed question counts from its arrival.
              </p>
            </section>
          </>
        )}
      </main>
    </div>
  );
}

function Filters({ feed }: { feed: LatencyFeed }) {
  const all = feed.entries.value;
  const set = (change: Partial<LatencyFilter>) => (feed.filter.value = { ...feed.filter.value, ...change });
  const pick = (label: string, value: string, options: readonly string[], onPick: (value: string) => void) => (
    <label class="choice">
      <span>{label}</span>
      <select value={value} onChange={(event) => onPick(event.currentTarget.value)}>
        <option value="">all</option>
        {options.map((option) => (
          <option key={option}>{option}</option>
        ))}
      </select>
    </label>
  );
  const { page, rule, course, voice, asked, reason } = feed.filter.value;
  const rules = countRules(all).map(([name]) => name);
  return (
    <div class="filters" role="group" aria-label="Filter and export">
      {pick("Page", page, choicesOf(all, "page"), (value) => set({ page: value }))}
      {pick("Course", course, choicesOf(all, "course"), (value) => set({ course: value }))}
      {pick("Voice", voice, choicesOf(all, "voice"), (value) => set({ voice: value }))}
      {pick("Asked", asked, ["spoken", "typed"], (value) => set({ asked: value as LatencyFilter["asked"] }))}
      {pick("Ended", reason, choicesOf(all, "reason"), (value) => set({ reason: value }))}
      {rules.length > 0 && pick("Rule", rule, rules, (value) => set({ rule: value }))}
      <span class="exports">
        <button type="button" class="export" onClick={() => save("latency.csv", "text/csv", toCsv(feed.shown.value))}>
          Export CSV
        </button>
        <button type="button" class="export" onClick={() => save("latency.json", "application/json", JSON.stringify(feed.shown.value, null, 2))}>
          Export JSON
        </button>
      </span>
    </div>
  );
}

function Figures({ feed, chosen, onChoose }: { feed: LatencyFeed; chosen: Span; onChoose: (span: Span) => void }) {
  const entries = feed.shown.value;
  const figures = useMemo(
    () =>
      [mouthToEar, endOfTurn, ...spans].map((span) => {
        const lengths = sorted(lengthsOf(span, entries));
        const at = (percent: number) => percentileOfSorted(lengths, percent);
        return { span, count: lengths.length, p50: at(50), p95: at(95), p99: at(99) };
      }),
    [entries],
  );
  const show = (ms: number | null, budget: number | undefined) => (
    <td class={ms !== null && budget !== undefined && ms > budget ? "number over" : "number"}>
      {ms === null ? "–" : formatMs(ms)}
      {ms !== null && budget !== undefined && ms > budget && <span class="visually-hidden"> over budget</span>}
    </td>
  );
  return (
    <div class="scroll" tabIndex={0} role="region" aria-label="Percentiles by stage">
      <table class="figures">
        <caption class="visually-hidden">Percentiles by stage, with their budget</caption>
        <thead>
          <tr>
            <th scope="col">Stage</th>
            <th scope="col">Median</th>
            <th scope="col">95 %</th>
            <th scope="col">99 %</th>
            <th scope="col">Budget 50 / 95 %</th>
            <th scope="col">Turns</th>
          </tr>
        </thead>
        <tbody>
          {figures.map(({ span, count, p50, p95, p99 }) => (
            <tr key={span.key} class={span === chosen ? "chosen" : undefined}>
              <th scope="row">
                <button type="button" aria-pressed={span === chosen} onClick={() => onChoose(span)}>
                  <span class={`swatch ${span.key}`} />
                  {span.name}
                </button>
              </th>
              {show(p50, span.budget?.p50)}
              {show(p95, span.budget?.p95)}
              {show(p99, undefined)}
              <td class="number soft">{span.budget === null ? "–" : `${formatMs(span.budget.p50)} / ${formatMs(span.budget.p95)}`}</td>
              <td class="number soft">{count.toLocaleString("en")}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function count(number: number, thing: string): string {
  return `${number.toLocaleString("en")} ${thing}${number === 1 ? "" : "s"}`;
}

function save(name: string, type: string, content: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([content], { type }));
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}
