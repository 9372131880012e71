import { expect, it } from "vitest";
import { captionAt, linesOf } from "../src/lecture/caption-lines";

const text = "A codec turns sound into numbers [1]. It does so in frames of twenty milliseconds, each of which becomes a short list of whole numbers. Good.";
const rangeOf = (word: string) => ({ start: text.indexOf(word), end: text.indexOf(word) + word.length });

it("shows the sentence that is being spoken, without marks of sources", () => {
  expect(captionAt(text, rangeOf("sound"))).toEqual({ before: "A codec turns ", now: "sound", after: " into numbers." });
});

it("breaks long sentences where a line is full", () => {
  expect(linesOf(text).map(({ start, end }) => text.slice(start, end))).toEqual([
    "A codec turns sound into numbers [1].",
    "It does so in frames of twenty milliseconds, each of which becomes a short list of",
    "whole numbers.",
    "Good.",
  ]);
});

it("keeps a mark that stands alone with its sentence", () => {
  expect(captionAt("One. Two three.", { start: 5, end: 8 })).toEqual({ before: "", now: "Two", after: " three." });
});
