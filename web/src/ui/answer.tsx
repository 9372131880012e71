import type { Citation } from "../hub/events";
import type { TextRange } from "../pages/chat/captions";
import { CitationChip } from "./citation";

interface AnswerProps {
  text: string;
  citations: readonly Citation[];
  /** The word at the ear; null while nothing is spoken. */
  spoken: TextRange | null;
  /** Text from here on was not heard, because the voice was stopped; null if all was. */
  unsaidFrom: number | null;
  onOpen: (citation: Citation) => void;
}

type Token = { kind: "text"; start: number; text: string } | { kind: "citation"; citation: Citation };

/** The answer with its sources where they belong and the spoken word lit up. */
export function Answer({ text, citations, spoken, unsaidFrom, onOpen }: AnswerProps) {
  const show = (token: Token) =>
    token.kind === "citation" ? (
      <CitationChip
        key={`c${token.citation.number}-${token.citation.textStart}`}
        citation={token.citation}
        lit={spoken !== null && covers(token.citation, spoken)}
        onOpen={onOpen}
      />
    ) : (
      <span key={token.start} class={classOf(token.start, token.text.length, spoken, unsaidFrom)}>
        {token.text}
      </span>
    );
  return (
    <p class="answer">
      {tie(tokenize(text, citations)).map((tied) =>
        tied.length === 1 ? (
          show(tied[0]!)
        ) : (
          <span key={`t${tied.map(keyOf).join()}`} class="tied">
            {tied.map(show)}
          </span>
        ),
      )}
    </p>
  );
}

/** Keeps every mark on the line of the word before it. */
function tie(tokens: readonly Token[]): Token[][] {
  const groups: Token[][] = [];
  for (const token of tokens) {
    if (token.kind === "citation" && groups.length > 0) {
      groups.at(-1)!.push(token);
    } else {
      groups.push([token]);
    }
  }
  return groups;
}

function keyOf(token: Token): number {
  return token.kind === "text" ? token.start : token.citation.number;
}

export function covers(citation: Citation, range: TextRange): boolean {
  return range.start < citation.textStart + citation.textLength && range.end > citation.textStart;
}

function classOf(start: number, length: number, spoken: TextRange | null, unsaidFrom: number | null): string | undefined {
  if (spoken !== null && start >= spoken.start && start + length <= spoken.end) {
    return "now";
  }
  return unsaidFrom !== null && start >= unsaidFrom ? "unsaid" : undefined;
}

/** Cuts the text into words and spaces; each source stands where its mark is written, or else behind the text it supports. */
function tokenize(text: string, citations: readonly Citation[]): Token[] {
  const tokens: Token[] = [];
  const placed = new Set<Citation>();
  const byEnd = [...citations].sort((a, b) => a.textStart + a.textLength - (b.textStart + b.textLength));
  for (const match of text.matchAll(/\[\d+\]|[^\s[]+|\[|\s+/g)) {
    const start = match.index;
    for (const citation of byEnd) {
      if (!placed.has(citation) && citation.textStart + citation.textLength <= start && !text.includes(`[${citation.number}]`)) {
        placed.add(citation);
        tokens.push({ kind: "citation", citation });
      }
    }
    const mark = /^\[(\d+)\]$/.exec(match[0]);
    const marked = mark === null ? undefined : citations.find((citation) => citation.number === Number(mark[1]));
    if (marked === undefined) {
      tokens.push({ kind: "text", start, text: match[0] });
    } else {
      placed.add(marked);
      tokens.push({ kind: "citation", citation: marked });
    }
  }
  tokens.push(...byEnd.filter((citation) => !placed.has(citation)).map((citation): Token => ({ kind: "citation", citation })));
  return tokens;
}
