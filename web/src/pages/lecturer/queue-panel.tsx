import { QuestionRow, type QuestionActions } from "../../lecture/question-row";
import { queueOf, type RoomState } from "../../lecture/room-state";
import type { RoomSession } from "../../lecture/session";
import type { Draft, QuestionView } from "../../lecture/wire";

interface QueuePanelProps {
  session: RoomSession;
  state: RoomState;
  onDraft: (draft: Draft) => void;
}

/** Everything that waits: for a word of the lecturer, for its turn, or for the lecturer's own answer. */
export function QueuePanel({ session, state, onDraft }: QueuePanelProps) {
  const { hub } = session;
  const waiting = queueOf(state).filter((question) => question.status !== "answering");
  const pending = waiting.filter((question) => question.status === "pending");
  const queue = waiting.filter((question) => question.status !== "pending");
  const dismissed = [...state.questions.values()].filter((question) => question.status === "dismissed").reverse();
  const does = (call: () => Promise<unknown>) => void session.run(call);
  const actions: QuestionActions = {
    approve: (question) => does(() => hub.approve(question)),
    edit: (question, text) => does(() => hub.edit(question, text)),
    merge: (question, into) => does(() => hub.merge(question, into)),
    dismiss: (question, reason) => does(() => hub.dismiss(question, reason)),
    take: (question) => does(() => hub.take(question)),
    settle: (question, text) => does(() => hub.settle(question, text === "" ? null : text)),
    speak: (question) => does(() => hub.speak(question)),
    remove: (question, members) =>
      does(async () => {
        await hub.dismiss(question, "Not taken.");
        for (const member of members) {
          await hub.removeMember(member);
        }
      }),
    preview: (question) =>
      void session.run(() => hub.preview(question)).then((draft) => {
        if (draft !== null) {
          onDraft(draft);
        }
      }),
  };
  const rows = (questions: readonly QuestionView[]) =>
    questions.map((question) => (
      <QuestionRow
        key={question.number}
        question={question}
        others={waiting.filter((other) => other.number !== question.number)}
        actions={actions}
        isSilent={state.room.isPaused || state.room.isClosed}
      />
    ));
  return (
    <section class="panel desk-queue" aria-labelledby="queue-title">
      {pending.length > 0 && (
        <>
          <h2>
            To let in <span class="count">{pending.length}</span>
          </h2>
          <ol class="queue pending">{rows(pending)}</ol>
        </>
      )}
      <h2 id="queue-title" tabIndex={-1}>
        Queue <span class="count">{queue.length}</span>
      </h2>
      {queue.length === 0 ? <p class="nothing">No question waits. Students join with the code {state.room.code}.</p> : <ol class="queue">{rows(queue)}</ol>}
      {dismissed.length > 0 && (
        <details class="dismissed">
          <summary>Dismissed ({dismissed.length})</summary>
          <ul>
            {dismissed.map((question) => (
              <li key={question.number} data-question={question.number}>
                <p class="queue-text">{question.text}</p>
                <p class="queue-facts">
                  {question.reason}
                  <button type="button" class="button small" onClick={() => actions.approve(question.number)}>
                    Bring back
                  </button>
                </p>
              </li>
            ))}
          </ul>
        </details>
      )}
    </section>
  );
}
