import { describe, expect, it } from "vitest";
import type { LatencyEntry } from "../src/hub/latency";
import { accountFor } from "../src/pages/chat/latency";
import { newTurn } from "../src/pages/chat/turn-state";
import { countRules, countUnderruns, histogram, lengthOf, mouthToEar, niceWidth, percentile, spans, toCsv, trend } from "../src/pages/latency/statistics";

const entry = (stagesMs: Record<string, number>, second = 0): LatencyEntry => ({
  sequence: second + 1,
  conversation: "c",
  turn: 1,
  startedAt: new Date(1_700_000_000_000 + second * 1_000).toISOString(),
  reason: "answered",
  course: "speech, \"synthesis\"",
  voice: null,
  isSpoken: true,
  page: null,
  underruns: null,
  clockErrorMs: null,
  stagesMs,
});

describe("statistics", () => {
  it("take the nearest rank as percentile", () => {
    const values = [15, 20, 35, 40, 50];
    expect([5, 30, 40, 50, 100].map((percent) => percentile(values, percent))).toEqual([15, 20, 20, 35, 50]);
    expect(percentile([], 50)).toBeNull();
  });

  it("begin at the end of speech, or at the start of a typed question", () => {
    expect(lengthOf(mouthToEar, entry({ started: 0, speechEnded: 2_000, firstAudible: 2_650 }))).toBe(650);
    expect(lengthOf(mouthToEar, entry({ lastSpeech: -60, started: 0, speechEnded: 20, firstAudible: 650 }))).toBe(710);
    expect(lengthOf(mouthToEar, entry({ started: 0, firstAudible: 300 }))).toBe(300);
    expect(lengthOf(mouthToEar, entry({ started: 0 }))).toBeNull();
  });

  it("count every value once in the histogram, outliers in the last bar", () => {
    const values = [...Array.from({ length: 200 }, (_, i) => i), 100_000];
    const bars = histogram(values, 20);
    expect(bars.counts.reduce((sum, count) => sum + count, 0)).toBe(201);
    expect(bars.edges[1]).toBe(10);
    expect(bars.counts[19]).toBe(11);
  });

  it.each([[0, 1], [1, 1], [1.2, 2], [30, 50], [51, 100]])("round a width of %d up to %d", (width, nice) => {
    expect(niceWidth(width)).toBe(nice);
  });

  it("group ten thousand turns into as many points as asked for, in order of time", () => {
    const entries = Array.from({ length: 10_000 }, (_, i) => entry({ speechEnded: 0, firstAudible: i % 100 }, 9_999 - i));
    const line = trend(mouthToEar, entries, 100);
    expect(line.times).toHaveLength(100);
    expect(line.times).toEqual([...line.times].sort((a, b) => a - b));
    expect(new Set(line.p50)).toEqual(new Set([49]));
    expect(line.p99[0]).toBe(98);
  });

  it("tell rules and underruns of servers and browsers that report them, and of others nothing", () => {
    const entries = [entry({}), { ...entry({}), underruns: 2, rules: ["short-chunk"] }, { ...entry({}), underruns: 0, rules: ["no-polish", "short-chunk"] }];
    expect(countRules(entries)).toEqual([["short-chunk", 2], ["no-polish", 1]]);
    expect(countUnderruns(entries)).toEqual({ underruns: 2, turns: 2 });
  });

  it("are exported as CSV with quotes where they are needed", () => {
    const lines = toCsv([entry({ firstAudio: 12.5 }), entry({ firstToken: 3 })]).split("\n");
    expect(lines[0]).toBe("startedAt,conversation,turn,reason,page,course,voice,spoken,underruns,clockErrorMs,rules,firstAudioMs,firstTokenMs");
    expect(lines[1]).toContain('"speech, ""synthesis"""');
    expect(lines[1]).toMatch(/,12\.5,$/);
    expect(lines).toHaveLength(4);
  });

  it("name spans whose stages follow each other", () => {
    expect(spans.map((span) => span.key)).toEqual(["way-in", "understand", "search", "words", "voice", "delivery"]);
  });
});

describe("the account of one turn", () => {
  const spoken = { ...newTurn(1, true, null), stagesMs: { started: 0, speechEnded: 2_000, transcriptReady: 2_300, sourcesReady: 2_340, firstPhrase: 2_350, firstAudio: 2_400 } };

  it("gives what the server cannot see to delivery, without subtracting clocks", () => {
    const account = accountFor({ ...spoken, stamps: { committed: 50_000, firstAudible: 50_550 } });
    expect(account.totalMs).toBe(550);
    expect(account.parts.map((part) => [part.name, part.ms])).toEqual([["Understand", 300], ["Search", 40], ["Words", 10], ["Voice", 50], ["Delivery", 150]]);
  });

  it("has no total while nothing was heard", () => {
    expect(accountFor(spoken)).toMatchObject({ totalMs: null, parts: [{ name: "Understand" }, { name: "Search" }, { name: "Words" }, { name: "Voice" }] });
  });
});
