import { expect, it } from "vitest";
import { locateWords } from "../src/pages/chat/captions";
import type { AnswerPiece } from "../src/pages/chat/turn-state";

function pieces(...texts: [text: string, spoken: string][]): AnswerPiece[] {
  let textStart = 0;
  let spokenStart = 0;
  return texts.map(([text, spoken]) => {
    const piece = { text, textStart, spoken, spokenStart };
    textStart += text.length;
    spokenStart += spoken.length;
    return piece;
  });
}

function shown(parts: AnswerPiece[]): (string | null)[] {
  const text = parts.map((part) => part.text).join("");
  const spoken = parts.map((part) => part.spoken).join("");
  const words = [...spoken.matchAll(/\S+/g)].map((match) => ({ word: match[0], startSample: 0, endSample: 0, textStart: match.index }));
  return locateWords(parts, words).map((range) => (range === null ? null : text.slice(range.start, range.end)));
}

it("finds equal words, whatever their punctuation", () => {
  expect(shown(pieces(["A codec, then.", "a codec then"]))).toEqual(["A", "codec,", "then."]);
});

it("shows what a spelt-out word was written as", () => {
  expect(shown(pieces(["It runs 2x faster.", "It runs two times faster."]))).toEqual(["It", "runs", "2x", "2x", "faster."]);
});

it("does not stop at citation marks", () => {
  expect(shown(pieces(["One stage. [1] Two.", "One stage. Two."]))).toEqual(["One", "stage.", "Two."]);
});

it("keeps to the piece a word belongs to", () => {
  expect(shown(pieces(["the end ", "the end "], ["the start", "the start"]))).toEqual(["the", "end", "the", "start"]);
});

it("has no place for words of a piece that shows nothing", () => {
  expect(shown(pieces(["", "Well then. "], ["Yes.", "Yes."]))).toEqual([null, null, "Yes."]);
});
