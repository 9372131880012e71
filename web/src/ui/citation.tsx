import type { Citation } from "../hub/events";
import { nameSource } from "../pages/chat/source";

interface CitationProps {
  citation: Citation;
  /** Whether the words it supports are being spoken. */
  lit: boolean;
  onOpen: (citation: Citation) => void;
}

/** The number in the text. */
export function CitationChip({ citation, lit, onOpen }: CitationProps) {
  return (
    <button
      type="button"
      class={lit ? "chip lit" : "chip"}
      aria-label={`Source ${citation.number}: ${citation.source}, ${citation.locator}`}
      onClick={() => onOpen(citation)}
    >
      {citation.number}
    </button>
  );
}

/** The note in the margin. */
export function SourceNote({ citation, lit, onOpen }: CitationProps) {
  const { title, place } = nameSource(citation);
  return (
    <li>
      <button type="button" class={lit ? "source lit" : "source"} onClick={() => onOpen(citation)}>
        <span class="source-number" aria-hidden="true">
          {citation.number}
        </span>
        <span class="source-place">
          <strong>{title}</strong>
          <span>{place}</span>
        </span>
        <q>{citation.quote}</q>
      </button>
    </li>
  );
}
