/** Cuts an answer into lines that a hall can read in one look. */

import type { TextRange } from "../pages/chat/captions";

/** A caption and the words in it that are being spoken. */
export interface Caption {
  before: string;
  now: string;
  after: string;
}

/** Characters of a caption: two lines of a projector. */
const longest = 84;

/** The caption around the spoken words. */
export function captionAt(text: string, spoken: TextRange): Caption {
  const line = linesOf(text).findLast((candidate) => candidate.start <= spoken.start) ?? { start: 0, end: text.length };
  const end = Math.min(Math.max(spoken.end, spoken.start), line.end);
  return {
    before: tidy(text.slice(line.start, spoken.start)),
    now: tidy(text.slice(spoken.start, end)),
    after: tidy(text.slice(end, line.end)),
  };
}

/** Lines end with their sentence, or where they are full. */
export function linesOf(text: string): TextRange[] {
  const lines: TextRange[] = [];
  let line: TextRange | null = null;
  for (const match of text.matchAll(/\S+/g)) {
    const [word] = match;
    const end = match.index + word.length;
    if (line === null || end - line.start > longest) {
      line = { start: match.index, end };
      lines.push(line);
    } else {
      line.end = end;
    }
    if (/[.!?…]["”’)]*(\[\d+\])*$/.test(word)) {
      line = null;
    }
  }
  return lines;
}

/** Marks of sources are not for the back row. */
function tidy(text: string): string {
  return text.replace(/\s*\[\d+\]/g, "").replace(/\s+/g, " ");
}
