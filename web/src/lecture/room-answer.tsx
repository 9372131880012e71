import type { Citation } from "../hub/events";
import { locateWords, type TextRange } from "../pages/chat/captions";
import { answerText, type TurnView } from "../pages/chat/turn-state";
import { Answer, covers } from "../ui/answer";
import { SourceNote } from "../ui/citation";
import type { AnswerView } from "./wire";

interface RoomAnswerProps {
  turn: TurnView;
  answer: AnswerView | null;
  /** Number of the word at the ear; -1 while none is. */
  word: number;
  onOpen: (citation: Citation) => void;
}

/** An answer of the room: the spoken word lit up, the lecturer's correction in its place once there is one. */
export function RoomAnswer({ turn, answer, word, onOpen }: RoomAnswerProps) {
  const text = answerText(turn);
  if (answer?.correction != null) {
    return (
      <>
        <p class="answer corrected">
          <span class="badge marked">Corrected by the lecturer</span> {answer.correction}
        </p>
        {text !== "" && (
          <details class="replaced">
            <summary>What was said before</summary>
            <p>
              <s>{text}</s>
            </p>
          </details>
        )}
      </>
    );
  }
  if (text === "") {
    return <p class="working">{turn.phase === "over" ? "There is no answer to this." : "Looking in the course…"}</p>;
  }
  return <Answer text={text} citations={turn.citations} spoken={placeOf(turn, word)} unsaidFrom={null} onOpen={onOpen} />;
}

/** The sources of an answer, one for each number. */
export function RoomSources({ turn, answer, word, onOpen }: RoomAnswerProps) {
  if (answer?.correction != null) {
    return null; // they supported other words
  }
  const place = placeOf(turn, word);
  const numbers = [...new Set(turn.citations.map((citation) => citation.number))];
  return (
    <ol class="room-sources" aria-label="Sources">
      {numbers.map((number) => {
        const cited = turn.citations.filter((citation) => citation.number === number);
        const lit = place === null ? undefined : cited.find((citation) => covers(citation, place));
        return <SourceNote key={number} citation={lit ?? cited[0]!} lit={lit !== undefined} onOpen={onOpen} />;
      })}
    </ol>
  );
}

/** Where the spoken word stands in the answer's text. */
export function placeOf(turn: TurnView, word: number): TextRange | null {
  return word < 0 ? null : (locateWords(turn.pieces, turn.words.slice(0, word + 1))[word] ?? null);
}

/** The source of the words being spoken, or else the first one. */
export function sourceOf(turn: TurnView, word: number): Citation | null {
  const place = placeOf(turn, word);
  return (place === null ? undefined : turn.citations.find((citation) => covers(citation, place))) ?? turn.citations[0] ?? null;
}
