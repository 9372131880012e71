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

/** Stages side by side in time. The first of `from` that a turn has is where the span begins: typed questions have no end of speech. */
export const spans: readonly Span[] = [
  { key: "way-in", name: "Way in", from: ["lastSpeech"], to: "speechEnded", budget: null },
  { key: "understand", name: "Understand", from: ["speechEnded", "started"], to: "transcriptReady", budget: { p50: 250, p95: 300 } },
  { key: "search", name: "Search", from: ["retrievalStarted"], to: "sourcesReady", budget: { p50: 30, p95: 80 } },
  { key: "words", name: "Words", from: ["sourcesReady"], to: "firstPhrase", budget: { p50: 80, p95: 200 } },
  { key: "voice", name: "Voice", from: ["firstPhrase"], to: "firstAudio", budget: { p50: 40, p95: 100 } },
  { key: "delivery", name: "Delivery", from: ["firstAudio"], to: "firstAudible", budget: { p50: 100, p95: 150 } },
];

/** Time from the last word to the decision that the question is complete; the transcript is made beside it. */
export const endOfTurn: Span = {
  key: "end-of-turn",
  name: "End of turn",
  from: ["speechEnded"],
  to: "turnCommitted",
  budget: { p50: 250, p95: 600 },
};

/**
 * End of the question to the first sample that was heard. Where the browser measured both, on its own one clock, otherwise as far as
 * the server could see.
 */
export const mouthToEar: Span = {
  key: "mouth-to-ear",
  name: "Mouth to ear",
  from: ["lastSpeech", "speechEnded", "started"],
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

/** Values in order; typed arrays sort by number, and many times faster. */
export function sorted(values: readonly number[]): Float64Array {
  return Float64Array.from(values).sort();
}

/** Nearest-rank percentile of unsorted values; null of none. */
export function percentile(values: readonly number[], percent: number): number | null {
  return percentileOfSorted(sorted(values), percent);
}

export function percentileOfSorted(inOrder: ArrayLike<number>, percent: number): number | null {
  return inOrder[Math.max(0, Math.ceil((percent / 100) * inOrder.length) - 1)] ?? null;
}

/** How often each rule of the latency budget fired, the most frequent first. */
export function countRules(entries: readonly LatencyEntry[]): [rule: string, turns: number][] {
  const counts = new Map<string, number>();
  for (const rule of entries.flatMap((entry) => entry.rules ?? [])) {
    counts.set(rule, (counts.get(rule) ?? 0) + 1);
  }
  return [...counts].sort(([, a], [, b]) => b - a);
}

/** Underruns, and the turns whose browser reported on them. */
export function countUnderruns(entries: readonly LatencyEntry[]): { underruns: number; turns: number } {
  const reported = entries.filter((entry) => entry.underruns !== null && entry.underruns !== undefined);
  return { underruns: reported.reduce((sum, entry) => sum + entry.underruns!, 0), turns: reported.length };
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
    const inOrder = sorted(group.map((point) => point.ms));
    result.times.push(group.at(-1)!.time);
    result.p50.push(percentileOfSorted(inOrder, 50));
    result.p95.push(percentileOfSorted(inOrder, 95));
    result.p99.push(percentileOfSorted(inOrder, 99));
  }
  return result;
}

/** All turns as CSV: one row a turn, one column a stage. */
export function toCsv(entries: readonly LatencyEntry[]): string {
  const stages = [...new Set(entries.flatMap((entry) => Object.keys(entry.stagesMs)))].sort();
  const rows = entries.map((entry) =>
    [
      entry.startedAt,
      entry.conversation,
      entry.turn,
      entry.reason,
      entry.page ?? "",
      entry.course,
      entry.voice ?? "",
      entry.isSpoken,
      entry.underruns ?? "",
      entry.clockErrorMs ?? "",
      (entry.rules ?? []).join(" "),
      ...stages.map((stage) => entry.stagesMs[stage] ?? ""),
    ]
      .map((value) => quote(String(value)))
      .join(","),
  );
  return [["startedAt", "conversation", "turn", "reason", "page", "course", "voice", "spoken", "underruns", "clockErrorMs", "rules", ...stages.map((stage) => `${stage}Ms`)].join(","), ...rows, ""].join("\n");
}

function quote(value: string): string {
  return /[",\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
}
