import { useSignal } from "@preact/signals";
import { Form } from "../../lecture/inline-form";
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
    settle: (question, text) =>
      does(async () => {
        await hub.settle(question, text === "" ? null : text);
        session.approvals.value++;
      }),
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
        isSilent={state.room.isPaused}
        isClosed={state.room.isClosed}
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
        {state.room.isClosed ? "Left open" : "Queue"} <span class="count">{queue.length}</span>
      </h2>
      {state.room.rules.mode === "auto" && queue.some((question) => question.status === "taken") && (
        <p class="hint">Nothing is answered automatically until you are done with the question that you took.</p>
      )}
      {queue.length === 0 && state.room.isClosed ? null : queue.length === 0 ? <p class="nothing">No question waits. Students join with the code <span class="room-code">{state.room.code}</span>.</p> : <ol class="queue">{rows(queue)}</ol>}
      {!state.room.isClosed && <FromTheHall session={session} />}
      {dismissed.length > 0 && (
        <details class="dismissed">
          <summary>Dismissed ({dismissed.length})</summary>
          <ul>
            {dismissed.map((question) => (
              <li key={question.number} data-question={question.number}>
                <p class="queue-text">{question.text}</p>
                <p class="queue-facts">
                  {question.reason}
                  {!state.room.isClosed && (
                    <button type="button" class="button small" onClick={() => actions.approve(question.number)}>
                      Bring back
                    </button>
                  )}
                </p>
              </li>
            ))}
          </ul>
        </details>
      )}
    </section>
  );
}

/** A question that somebody asked aloud, without a phone; it goes straight into the queue. */
function FromTheHall({ session }: { session: RoomSession }) {
  const isOpen = useSignal(false);
  const add = async (text: string) => {
    const asked = await session.run(async () => {
      const added = await session.hub.ask({ text, keepsName: false, isPrivate: false, speaks: false });
      if (added.question !== null && added.status === "pending") {
        await session.hub.approve(added.question);
      }
      return added;
    });
    isOpen.value = asked === null;
  };
  return isOpen.value ? (
    <Form label="Question asked aloud in the hall" value="" submit="Add it to the queue" onSubmit={(text) => void add(text)} onCancel={() => (isOpen.value = false)} />
  ) : (
    <button type="button" class="button small add-question" onClick={() => (isOpen.value = true)}>
      Add a question from the hall
    </button>
  );
}
