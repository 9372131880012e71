import type { RoomState } from "../../lecture/room-state";
import { turnOf } from "../../lecture/room-state";
import type { RoomSession } from "../../lecture/session";

/** What a screen reader says without being asked: the question being answered, its answer phrase by phrase, corrections. */
export function RoomAnnouncer({ session, state }: { session: RoomSession; state: RoomState }) {
  const turn = session.turn.value;
  const answer = turn === null ? undefined : state.answers.get(turn.id);
  const mine = state.privateAnswer === null ? null : turnOf(state, state.privateAnswer);
  const isLive = answer !== undefined && (answer.status === "speaking" || state.turns.has(answer.number));
  return (
    <div class="visually-hidden" aria-live="polite" aria-atomic="false">
      {isLive && turn !== null && (
        <div key={turn.id}>
          <p>Answer to: {state.questions.get(answer.question)?.text}</p>
          {turn.pieces.map((piece) => (
            <p key={piece.textStart}>{piece.text}</p>
          ))}
          {answer.correction !== null && <p>Corrected by the lecturer: {answer.correction}</p>}
          {answer.status === "stopped" && <p>The lecturer stopped the answer.</p>}
        </div>
      )}
      {mine !== null && (
        <div key={mine.id}>
          {mine.pieces.map((piece) => (
            <p key={piece.textStart}>{piece.text}</p>
          ))}
        </div>
      )}
    </div>
  );
}
