/** Figures over many turns. Pure. */

import type { LatencyEntry } from "../../hub/latency";

/** A span of a turn, from one stage to another. */
export interface Span {
  key: string;
  name: string;
  from: string[];
  to: string;
  /** Budget in milliseconds, median and 95th percentile (agent.md §10); null where there is none. */
  budget: { p50: number; p95: number } | null;
}

/** The first stage of `from` that a turn has is where the span begins: typed questions have no end of speech. */
export const spans: readonly Span[] = [
  { key: "understand", name: "Understand", from: ["speechEnded", "started"], to: "transcriptReady", budget: { p50: 250, p95: 300 } },
  { key: "search", name: "Search", from: ["retrievalStarted"], to: "sourcesReady", budget: { p50: 30, p95: 80 } },
  { key: "words", name: "Words", from: ["sourcesReady"], to: "firstPhrase", budget: { p50: 80, p95: 200 } },
  { key: "voice", name: "Voice", from: ["firstPhrase"], to: "firstAudio", budget: { p50: 40, p95: 100 } },
  { key: "delivery", name: "Delivery", from: ["firstAudio"], to: "firstAudible", budget: { p50: 100, p95: 150 } },
];

/** End of the question to the first sample that was heard. */
export const mouthToEar: Span = {
  key: "mouth-to-ear",
  name: "Mouth to ear",
  from: ["speechEnded", "started"],
  to: "firstAudible",
  budget: { p50: 700, p95: 1_200 },
};

export function lengthOf(span: Span, entry: LatencyEntry): number | null {
  const from = span.from.map((stage) => entry.stagesMs[stage]).find((ms) => ms !== undefined);
  const to = entry.stagesMs[span.to];
  return from === undefined || to === undefined || to < from ? null : to - from;
}

export function lengthsOf(span: Span, entries: readonly LatencyEntry[]): number[] {
  return entries.map((entry) => lengthOf(span, entry)).filter((ms) => ms !== null);
}

/** Nearest-rank percentile of unsorted values; null of none. */
export function percentile(values: readonly number[], percent: number): number | null {
  return percentileOfSorted([...values].sort((a, b) => a - b), percent);
}

export function percentileOfSorted(sorted: readonly number[], percent: number): number | null {
  return sorted[Math.max(0, Math.ceil((percent / 100) * sorted.length) - 1)] ?? null;
}

export interface Histogram {
  /** Lower edges in milliseconds; the last bar is open. */
  edges: number[];
  counts: number[];
}

/** Bars of equal width up to the 99th percentile; what is beyond goes into the last. */
export function histogram(values: readonly number[], bars: number): Histogram {
  const top = percentile(values, 99) ?? 0;
  const width = niceWidth(top / bars);
  const counts = new Array<number>(bars).fill(0);
  for (const value of values) {
    const bar = Math.min(bars - 1, Math.floor(value / width));
    counts[bar] = (counts[bar] ?? 0) + 1;
  }
  return { edges: counts.map((_, bar) => bar * width), counts };
}

/** 1, 2 or 5 times a power of ten, not below the width asked for. */
export function niceWidth(width: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(width, 1)));
  return [1, 2, 5, 10].map((step) => step * power).find((step) => step >= width) ?? 10 * power;
}

export interface Trend {
  /** Seconds since 1970, as the chart wants them. */
  times: number[];
  p50: (number | null)[];
  p95: (number | null)[];
  p99: (number | null)[];
}

/** Percentiles over the turns in at most `points` groups of equal size, in order of time. */
export function trend(span: Span, entries: readonly LatencyEntry[], points: number): Trend {
  const known = entries
    .map((entry) => ({ time: Date.parse(entry.startedAt) / 1_000, ms: lengthOf(span, entry) }))
    .filter((point): point is { time: number; ms: number } => point.ms !== null)
    .sort((a, b) => a.time - b.time);
  const size = Math.max(1, Math.ceil(known.length / points));
  const result: Trend = { times: [], p50: [], p95: [], p99: [] };
  for (let first = 0; first < known.length; first += size) {
    const group = known.slice(first, first + size);
    const sorted = group.map((point) => point.ms).sort((a, b) => a - b);
    result.times.push(group.at(-1)!.time);
    result.p50.push(percentileOfSorted(sorted, 50));
    result.p95.push(percentileOfSorted(sorted, 95));
    result.p99.push(percentileOfSorted(sorted, 99));
  }
  return result;
}

/** All turns as CSV: one row a turn, one column a stage. */
export function toCsv(entries: readonly LatencyEntry[]): string {
  const stages = [...new Set(entries.flatMap((entry) => Object.keys(entry.stagesMs)))].sort();
  const rows = entries.map((entry) =>
    [entry.startedAt, entry.conversation, entry.turn, entry.reason, entry.course, entry.voice ?? "", entry.isSpoken, ...stages.map((stage) => entry.stagesMs[stage] ?? "")]
      .map((value) => quote(String(value)))
      .join(","),
  );
  return [["startedAt", "conversation", "turn", "reason", "course", "voice", "spoken", ...stages.map((stage) => `${stage}Ms`)].join(","), ...rows, ""].join("\n");
}

function quote(value: string): string {
  return /[",\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
}
