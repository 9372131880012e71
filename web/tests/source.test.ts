import { expect, it } from "vitest";
import { findQuote } from "../src/pages/chat/quote";
import { nameSource } from "../src/pages/chat/source";

const citation = (source: string, locator: string) => ({ number: 1, source, locator, quote: "", passageId: "", textStart: 0, textLength: 0 });

it.each([
  ["07-quantisation.md", "Quantisation › How it works", "Quantisation › How it works", "07-quantisation.md"],
  ["Lecture 3.pptx", "slide 12", "Lecture 3.pptx", "slide 12"],
  ["Paper.pdf", "page 3", "Paper.pdf", "page 3"],
  ["Lecture 3.vtt", "03:15", "Lecture 3.vtt", "03:15"],
  ["notes.md", "", "notes.md", ""],
])("names %s, %s", (source, locator, title, place) => {
  expect(nameSource(citation(source, locator))).toEqual({ title, place });
});

it("finds a quote whatever the line breaks and letter case", () => {
  const text = "First.\nThe residual\n is passed on (always).";
  const range = findQuote(text, "the residual is passed on (always)");
  expect(text.slice(range!.start, range!.end)).toBe("The residual\n is passed on (always)");
});

it("finds nothing where the quote is not, or is empty", () => {
  expect(findQuote("a b", "c")).toBeNull();
  expect(findQuote("a b", "  ")).toBeNull();
});
