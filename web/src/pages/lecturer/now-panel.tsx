import { useSignal } from "@preact/signals";
import type { Citation } from "../../hub/events";
import { RoomAnswer, RoomSources } from "../../lecture/room-answer";
import { givenAnswers, turnOf, type RoomState } from "../../lecture/room-state";
import type { RoomSession } from "../../lecture/session";
import type { AnswerView, Draft } from "../../lecture/wire";
import { Answer } from "../../ui/answer";
import { Icon } from "../../ui/icons";
import { CorrectionForm } from "./correction-form";

interface NowPanelProps {
  session: RoomSession;
  state: RoomState;
  draft: Draft | null;
  onDraftDone: () => void;
  onOpen: (citation: Citation) => void;
}

/** What is being said, what could be said next, and what was said. */
export function NowPanel({ session, state, draft, onDraftDone, onOpen }: NowPanelProps) {
  const current = givenAnswers(state).find((answer) => answer.status === "speaking") ?? null;
  const earlier = givenAnswers(state).filter((answer) => answer !== current);
  const asked = draft === null ? undefined : state.questions.get(draft.question);
  const isWanted = asked !== undefined && (asked.status === "pending" || asked.status === "open" || asked.status === "taken");
  return (
    <section class="panel desk-now" aria-labelledby="now-title">
      <h2 id="now-title">{current === null ? "Nothing is being said" : "Being said now"}</h2>
      {current !== null && <Current key={current.number} session={session} state={state} answer={current} onOpen={onOpen} />}
      {draft !== null && isWanted && <DraftCard key={draft.question} session={session} state={state} draft={draft} onDone={onDraftDone} onOpen={onOpen} />}
      {earlier.length > 0 && (
        <>
          <h2>Answered</h2>
          <ol class="answered">
            {earlier.map((answer) => (
              <Given key={answer.number} session={session} state={state} answer={answer} onOpen={onOpen} />
            ))}
          </ol>
        </>
      )}
    </section>
  );
}

interface AnswerProps {
  session: RoomSession;
  state: RoomState;
  answer: AnswerView;
  onOpen: (citation: Citation) => void;
}

function Current({ session, state, answer, onOpen }: AnswerProps) {
  const turn = turnOf(state, answer.number);
  const speaking = session.voice.speaking.value;
  const word = speaking?.answer === answer.number ? speaking.word : -1;
  return (
    <article class="said" data-answer={answer.number} data-status={answer.status} data-approved={answer.isApproved}>
      <h3 class="question">{questionOf(state, answer)}</h3>
      <div class="button-row">
        <button type="button" class="button danger" onClick={() => void session.run(() => session.hub.stop())}>
          <Icon name="stop" />
          Stop <kbd>Esc</kbd>
        </button>
        <button type="button" class="button" onClick={() => void session.run(() => session.hub.take(answer.question))}>
          I take this one
        </button>
      </div>
      {turn !== null && <RoomAnswer turn={turn} answer={answer} word={word} onOpen={onOpen} />}
      {turn !== null && <RoomSources turn={turn} answer={answer} word={word} onOpen={onOpen} />}
    </article>
  );
}

/** An answer to look at before the hall hears it, and to change. */
function DraftCard({ session, state, draft, onDone, onOpen }: Omit<AnswerProps, "answer"> & { draft: Draft; onDone: () => void }) {
  const own = useSignal<string | null>(null);
  const speak = async () => {
    if ((await session.run(() => session.hub.speak(draft.question, own.value))) !== null) {
      onDone();
    }
  };
  return (
    <article class="said draft" data-draft={draft.question} aria-label="Preview, only you see it">
      <p class="turn-kind">
        Preview · only you see it
        {draft.isApproved && " · approved answer"}
        {draft.outcome === "abstained" && " · the course does not say"}
      </p>
      <h3 class="question">{state.questions.get(draft.question)?.text}</h3>
      {own.value === null ? (
        <Answer text={draft.text} citations={draft.citations} spoken={null} unsaidFrom={null} onOpen={onOpen} />
      ) : (
        <label class="field">
          <span>Your words, spoken in their place</span>
          <textarea rows={5} value={own.value} onInput={(event) => (own.value = event.currentTarget.value)} />
        </label>
      )}
      <div class="button-row">
        <button type="button" class="button primary" disabled={state.room.isPaused || own.value?.trim() === ""} onClick={() => void speak()}>
          Answer aloud
        </button>
        <button type="button" class="button" onClick={() => (own.value = own.value === null ? draft.text.replace(/\s*\[\d+\]/g, "") : null)}>
          {own.value === null ? "Change the words" : "Back to the draft"}
        </button>
        <button type="button" class="button" onClick={onDone}>
          Close
        </button>
      </div>
    </article>
  );
}

function Given({ session, state, answer, onOpen }: AnswerProps) {
  const correcting = useSignal(false);
  const kept = useSignal(false);
  const turn = turnOf(state, answer.number);
  const keep = async () => {
    kept.value = (await session.run(() => session.hub.keep(answer.number).then(() => true))) ?? false;
    session.approvals.value++;
  };
  const isKeepable = answer.status === "spoken" && answer.correction === null && !answer.isApproved;
  return (
    <li class="said" data-answer={answer.number} data-status={answer.status} data-corrected={answer.correction !== null}>
      <h3>{questionOf(state, answer)}</h3>
      {answer.status === "stopped" && <p class="turn-kind">Stopped</p>}
      {answer.status === "failed" && <p class="turn-kind">Could not be given. The question is back in the queue.</p>}
      {answer.isApproved && <p class="turn-kind">From the approved answers</p>}
      {turn !== null && <RoomAnswer turn={turn} answer={answer} word={-1} onOpen={onOpen} />}
      {correcting.value ? (
        <CorrectionForm session={session} state={state} answer={answer} onDone={() => (correcting.value = false)} />
      ) : (
        <div class="button-row">
          <button type="button" class="button small" onClick={() => (correcting.value = true)}>
            Correct
          </button>
          {isKeepable && !kept.value && (
            <button type="button" class="button small" onClick={() => void keep()}>
              Keep for next time
            </button>
          )}
        </div>
      )}
      <p class="hint" role="status">
        {kept.value && "Kept. It is given as it stands when the question comes again."}
      </p>
    </li>
  );
}

function questionOf(state: RoomState, answer: AnswerView): string {
  return state.questions.get(answer.question)?.text ?? `Question ${answer.question}`;
}
