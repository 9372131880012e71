import type { TextRange } from "./captions";

/** Where a quote stands in a passage, whatever the white space and letter case of either; null if it does not. */
export function findQuote(text: string, quote: string): TextRange | null {
  const words = quote.trim().split(/\s+/).filter((word) => word !== "");
  if (words.length === 0) {
    return null;
  }
  const pattern = words.map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")).join("\\s+");
  const match = new RegExp(pattern, "iu").exec(text);
  return match === null ? null : { start: match.index, end: match.index + match[0].length };
}
