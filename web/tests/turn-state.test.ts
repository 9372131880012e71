import { describe, expect, it } from "vitest";
import { encodePcm } from "../src/audio/pcm";
import type { TurnEvent } from "../src/hub/events";
import { answerText, chunkOf, newTurn, reduce, rewind, sampleCount, wordAt, wordsHeard, type TurnView } from "../src/pages/chat/turn-state";

const word = (text: string, startSample: number, endSample: number, textStart: number) => ({ word: text, startSample, endSample, textStart });
const chunk = (number: number, firstSample: number, samples: number, words: ReturnType<typeof word>[] = []): TurnEvent => ({
  type: "audioChunk",
  turn: 3,
  chunk: number,
  firstSample,
  pcm: encodePcm(new Int16Array(samples)),
  words,
});
const play = (turn: TurnView, ...events: TurnEvent[]) => events.reduce(reduce, turn);

describe("a turn", () => {
  it("shows partial transcripts until the final one, and none after it", () => {
    const turn = play(
      newTurn(1, true, null),
      { type: "partialTranscript", turn: 3, text: "what is" },
      { type: "finalTranscript", turn: 3, text: "What is a codec?", confidence: 0.8 },
      { type: "partialTranscript", turn: 3, text: "what is a" },
    );
    expect(turn).toMatchObject({ number: 3, question: "What is a codec?", questionIsFinal: true, confidence: 0.8, phase: "thinking" });
  });

  it("joins the answer and keeps the place of every piece on screen and in speech", () => {
    const turn = play(
      newTurn(1, false, null, "?"),
      { type: "answerDelta", turn: 3, text: "It is 2x.", spoken: "It is two times." },
      { type: "answerDelta", turn: 3, text: " Good.", spoken: " Good." },
    );
    expect(answerText(turn)).toBe("It is 2x. Good.");
    expect(turn.pieces[1]).toMatchObject({ textStart: 9, spokenStart: 16 });
    expect(turn.phase).toBe("answering");
  });

  it("does not go back from answering when a late thinking event comes", () => {
    const turn = play(newTurn(1, false, null, "?"), { type: "answerDelta", turn: 3, text: "a", spoken: "a" }, { type: "thinking", turn: 3 });
    expect(turn.phase).toBe("answering");
  });

  it("counts chunks once when they are sent again", () => {
    const turn = play(newTurn(1, false, null, "?"), chunk(0, 0, 160, [word("a", 0, 80, 0)]), chunk(0, 0, 160, [word("a", 0, 80, 0)]), chunk(1, 160, 320));
    expect(turn.chunkStarts).toEqual([0, 160]);
    expect(turn.samplesReceived).toBe(480);
    expect(turn.words).toHaveLength(1);
    expect([0, 159, 160, 400].map((sample) => chunkOf(turn, sample))).toEqual([0, 0, 1, 1]);
  });

  it("rebuilds text but not sound after a reconnection", () => {
    const before = play(newTurn(1, false, null, "?"), { type: "answerDelta", turn: 3, text: "One.", spoken: "One." }, chunk(0, 0, 160));
    const after = play(rewind(before), { type: "answerDelta", turn: 3, text: "One.", spoken: "One." }, chunk(1, 160, 160));
    expect(answerText(after)).toBe("One.");
    expect(after.samplesReceived).toBe(320);
  });

  it("keeps notices of a refused question, which has no number", () => {
    const turn = play(newTurn(1, true, null), { type: "notice", turn: 0, code: "audio-empty", message: "m" }, { type: "turnEnded", turn: 0, reason: "rejected" });
    expect(turn).toMatchObject({ number: null, phase: "over", endReason: "rejected", notices: [{ code: "audio-empty", message: "m" }] });
  });
});

describe("spoken words", () => {
  const words = [word("one", 100, 200, 0), word("two", 250, 400, 4)];

  it("are found by sample", () => {
    expect([0, 100, 249, 250, 9_999].map((sample) => wordAt(words, sample))).toEqual([-1, 0, 0, 1, 1]);
  });

  it("count as heard when their last sample was played", () => {
    expect([199, 200, 399, 400].map((sample) => wordsHeard(words, sample))).toEqual([0, 1, 1, 2]);
  });
});

it("counts the samples of encoded sound without decoding it", () => {
  for (const samples of [0, 1, 2, 3, 160, 161]) {
    expect(sampleCount(encodePcm(new Int16Array(samples)))).toBe(samples);
  }
});
