/** Joins what the voice says with what the screen shows: spoken and written text differ ("2x" is said "two times"). */

import type { SpokenWord } from "../../hub/events";
import type { AnswerPiece } from "./turn-state";

/** Characters of the answer's text, from start up to end. */
export interface TextRange {
  start: number;
  end: number;
}

interface Token extends TextRange {
  key: string;
}

/** Where each spoken word stands in the answer's text; null where the piece it belongs to shows nothing. */
export function locateWords(pieces: readonly AnswerPiece[], words: readonly SpokenWord[]): (TextRange | null)[] {
  const located = pieces.map((piece) => {
    const spoken = tokenize(piece.spoken, piece.spokenStart);
    return { piece, spoken, ranges: align(spoken, tokenize(piece.text, piece.textStart)) };
  });
  return words.map((word) => {
    const home = located.findLast(({ piece }) => piece.spoken.length > 0 && piece.spokenStart <= word.textStart);
    const index = home === undefined ? -1 : home.spoken.findLastIndex((token) => token.start <= word.textStart);
    return home?.ranges[Math.max(0, index)] ?? null;
  });
}

function tokenize(text: string, offset: number): Token[] {
  return [...text.matchAll(/\S+/g)]
    .filter((match) => !/^\[\d+\][.,;:]?$/.test(match[0])) // citation marks are not read out
    .map((match) => ({
      key: match[0].toLowerCase().replace(/[^\p{L}\p{N}]/gu, ""),
      start: offset + match.index,
      end: offset + match.index + match[0].length,
    }));
}

/** The written range of every spoken token: longest common subsequence, and what lies between matches shares the gap. */
function align(spoken: readonly Token[], written: readonly Token[]): (TextRange | null)[] {
  if (written.length === 0) {
    return spoken.map(() => null);
  }
  const matches = matchTokens(spoken, written);
  return spoken.map((_, index) => {
    const exact = matches[index];
    if (exact !== undefined && exact >= 0) {
      return rangeOf(written, exact, exact);
    }
    const before = matches.slice(0, index).findLast((match) => match >= 0) ?? -1;
    const after = matches.slice(index + 1).find((match) => match >= 0) ?? written.length;
    const first = Math.min(before + 1, written.length - 1);
    return rangeOf(written, first, Math.max(first, after - 1));
  });
}

function rangeOf(tokens: readonly Token[], first: number, last: number): TextRange {
  return { start: tokens[first]!.start, end: tokens[last]!.end };
}

/** For each spoken token the written one it equals, or -1. */
function matchTokens(spoken: readonly Token[], written: readonly Token[]): number[] {
  const width = written.length + 1;
  const lengths = new Uint16Array((spoken.length + 1) * width);
  for (let i = spoken.length - 1; i >= 0; i--) {
    for (let j = written.length - 1; j >= 0; j--) {
      lengths[i * width + j] =
        spoken[i]!.key === written[j]!.key
          ? lengths[(i + 1) * width + j + 1]! + 1
          : Math.max(lengths[(i + 1) * width + j]!, lengths[i * width + j + 1]!);
    }
  }
  const matches: number[] = new Array<number>(spoken.length).fill(-1);
  for (let i = 0, j = 0; i < spoken.length && j < written.length; ) {
    if (spoken[i]!.key === written[j]!.key) {
      matches[i++] = j++;
    } else if (lengths[(i + 1) * width + j]! >= lengths[i * width + j + 1]!) {
      i++;
    } else {
      j++;
    }
  }
  return matches;
}
