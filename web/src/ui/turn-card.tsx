import type { Citation } from "../hub/events";
import { locateWords } from "../pages/chat/captions";
import type { ChatSession } from "../pages/chat/session";
import { answerText, wordsHeard, type TurnView } from "../pages/chat/turn-state";
import { Answer, covers } from "./answer";
import { SourceNote } from "./citation";
import { LatencyStrip } from "./latency-strip";
import { Notice } from "./notice";

/** Confidence under which the person is asked to check the transcript. */
const doubtful = 0.25;

interface TurnCardProps {
  session: ChatSession;
  turn: TurnView;
  onOpen: (citation: Citation, turn: TurnView) => void;
}

/** One question and its answer. */
export function TurnCard({ session, turn, onOpen }: TurnCardProps) {
  const text = answerText(turn);
  const places = locateWords(turn.pieces, turn.words);
  const speaking = session.playback.speaking.value;
  const spoken = speaking?.turn === turn.id ? (places[speaking.word] ?? null) : null;
  const heard = turn.cutAt === null ? places.length : wordsHeard(turn.words, turn.cutAt);
  const unsaidFrom = turn.cutAt === null || text === "" ? null : heard === 0 ? 0 : (places.slice(0, heard).findLast((place) => place !== null)?.end ?? 0);
  const isCut = unsaidFrom !== null && unsaidFrom < text.length;
  const open = (citation: Citation) => onOpen(citation, turn);
  return (
    <article
      class="turn"
      data-turn={turn.id}
      data-phase={turn.phase}
      data-end={turn.endReason ?? ""}
      data-samples={turn.samplesReceived}
      data-asked-at={turn.stamps.committed ?? ""}
      data-audible-at={turn.stamps.firstAudible ?? ""}
      aria-label={`Question ${turn.id}`}
    >
      <div class="turn-main">
        <p class="turn-kind">{kindOf(turn)}</p>
        <h2 class={turn.questionIsFinal ? "question" : "question partial"}>{questionOf(turn)}</h2>
        {turn.confidence < doubtful && turn.phase !== "recording" && <p class="hint">Not sure I heard that right. Ask again if it is wrong.</p>}
        {text !== "" && (
          <Answer text={text} citations={turn.citations} spoken={spoken} unsaidFrom={isCut ? unsaidFrom : null} onOpen={open} />
        )}
        {isCut && <p class="hint">Stopped here. The grey part was not spoken.</p>}
        {turn.notices.map((notice) => (
          <Notice key={notice.code} code={notice.code} message={notice.message} />
        ))}
        {(turn.phase === "understanding" || turn.phase === "thinking") && <p class="working">{workingOf(turn)}</p>}
        <LatencyStrip turn={turn} />
      </div>
      {turn.citations.length > 0 && (
        <ol class="sources" aria-label="Sources">
          {passagesOf(turn.citations).map((cited) => {
            const lit = spoken === null ? undefined : cited.find((citation) => covers(citation, spoken));
            return <SourceNote key={cited[0].number} citation={lit ?? cited[0]} lit={lit !== undefined} onOpen={open} />;
          })}
        </ol>
      )}
    </article>
  );
}

/** Citations of one passage share its number. */
function passagesOf(citations: readonly Citation[]): [Citation, ...Citation[]][] {
  const passages = new Map<number, [Citation, ...Citation[]]>();
  for (const citation of citations) {
    const known = passages.get(citation.number);
    if (known === undefined) {
      passages.set(citation.number, [citation]);
    } else {
      known.push(citation);
    }
  }
  return [...passages.values()];
}

function kindOf(turn: TurnView): string {
  const asked = turn.spoken ? "You asked aloud" : "You asked";
  return turn.endReason === "abstained" ? `${asked} · not in the course` : asked;
}

function questionOf(turn: TurnView): string {
  if (turn.question !== "") {
    return turn.question;
  }
  return turn.phase === "recording" ? "Listening…" : turn.phase === "over" ? "No question understood" : "…";
}

function workingOf(turn: TurnView): string {
  return turn.phase === "understanding" ? "Understanding the question…" : "Looking in the course…";
}
