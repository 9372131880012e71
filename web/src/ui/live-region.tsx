import type { ChatSession } from "../pages/chat/session";

/** What a screen reader says: the question once it is understood, the answer phrase by phrase, and every notice. */
export function LiveRegion({ session }: { session: ChatSession }) {
  const turn = session.turns.current.value;
  const problem = session.problem.value;
  return (
    <div class="visually-hidden">
      <div aria-live="assertive">{problem}</div>
      <div aria-live="polite">{session.listening.state.value === "open" ? "The microphone is open" : ""}</div>
      <div aria-live="polite" aria-atomic="false">
        {turn !== null && (
          <div key={turn.id}>
            {session.recording.value && <p>Listening</p>}
            {turn.questionIsFinal && turn.spoken && turn.question !== "" && <p>You asked: {turn.question}</p>}
            {turn.pieces.map((piece) => (
              <p key={piece.textStart}>{piece.text}</p>
            ))}
            {turn.notices.map((notice) => (
              <p key={notice.code}>{notice.message}</p>
            ))}
          </div>
        )}
      </div>
    </div>
  );
}
