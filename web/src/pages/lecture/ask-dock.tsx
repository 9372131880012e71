import { useSignal } from "@preact/signals";
import { useMemo } from "preact/hooks";
import { PressToTalk } from "../../lecture/press-to-talk";
import { Switch } from "../../lecture/room-bar";
import { withAsked, type RoomState } from "../../lecture/room-state";
import type { RoomSession } from "../../lecture/session";
import { VoiceQuestion } from "../../lecture/voice-question";
import { Refusal } from "../../lecture/wire";
import { Icon } from "../../ui/icons";
import { Notice } from "../../ui/notice";
import { myName } from "./my-name";

/** How long a person is told what became of a question. */
const outcomeMs = 8_000;

/** The way to ask: by voice, checked before it is sent, or by keyboard; for all or for oneself. */
export function AskDock({ session, state }: { session: RoomSession; state: RoomState }) {
  const { rules, canHear, language } = state.room;
  const text = useSignal("");
  const isPrivate = useSignal(false);
  const outcome = useSignal<string | null>(null);
  const earlier = useSignal<number | null>(null);
  const isHearing = useSignal(false);
  const voice = useMemo(
    () =>
      new VoiceQuestion(() => {
        isHearing.value = true;
        return session.hub.hear(
          (speech) => {
            isHearing.value = false;
            text.value = speech.text;
            outcome.value = "Is that what you asked? Correct it if not, then send it.";
            document.getElementById("ask-text")?.focus();
          },
          (error) => {
            isHearing.value = false;
            session.problem.value = error instanceof Refusal ? error.message : "The question was not understood. Ask again, or type it.";
          },
        );
      }),
    [session],
  );
  const disabled = session.hub.state.value !== "connected";
  const ask = async () => {
    const asking = { text: text.value.trim(), keepsName: myName.keeps.value, isPrivate: isPrivate.value, speaks: session.listens.value };
    const name = myName.shown.value.trim();
    if (asking.isPrivate && session.listens.value) {
      session.voice.unlock();
    }
    const asked = await session.run(() => session.hub.ask(rules.allowsNames && name !== "" ? { ...asking, name } : asking));
    if (asked === null) {
      outcome.value = null;
      return;
    }
    text.value = "";
    earlier.value = asked.earlierAnswer;
    if (asking.isPrivate) {
      session.privateQuestion.value = asking.text;
    }
    if (asked.question !== null && session.state.value !== null) {
      session.state.value = withAsked(session.state.value, asked.question);
    }
    outcome.value = asking.isPrivate
      ? "Only you will see the answer."
      : asked.isMerged
        ? "Somebody asked this already. Your vote was added."
        : asked.earlierAnswer !== null
          ? "This was answered before. It is sent all the same."
          : asked.status === "pending"
            ? "Sent. It appears to everybody once the lecturer lets it in."
            : "Sent. It is in the queue.";
    const told = outcome.value;
    setTimeout(() => outcome.value === told && (outcome.value = null), outcomeMs);
  };
  const problem = voice.problem.value ?? session.problem.value;
  return (
    <footer class="dock" aria-label="Ask">
      <div role="alert">{problem !== null && <Notice code="refused" message={problem} />}</div>
      <p class="outcome" role="status">
        {isHearing.value && !voice.recording.value ? "Understanding…" : outcome.value}
      </p>
      {earlier.value !== null && (
        <button type="button" class="button small" onClick={() => earlier.value !== null && showAnswer(earlier.value)}>
          Read that answer
        </button>
      )}
      {canHear && <PressToTalk question={voice} disabled={disabled} hint="or tap, speak, and tap" />}
      <form
        class="ask"
        onSubmit={(event) => {
          event.preventDefault();
          if (text.value.trim() !== "" && !disabled) {
            void ask();
          }
        }}
      >
        <label class="visually-hidden" for="ask-text">
          Type a question
        </label>
        <input
          id="ask-text"
          type="text"
          value={text.value}
          lang={language}
          maxLength={rules.maximumQuestionLength}
          autocomplete="off"
          enterkeyhint="send"
          placeholder={canHear ? "or type a question" : "Type a question"}
          onInput={(event) => {
            text.value = event.currentTarget.value;
            outcome.value = null;
            earlier.value = null;
          }}
        />
        <button type="submit" class="send" disabled={disabled || text.value.trim() === ""} aria-label="Send the question">
          <Icon name="send" />
        </button>
      </form>
      <div class="ask-options">
        {rules.allowsPrivate && <Switch label="Answer only me" on={isPrivate.value} onChange={(on) => (isPrivate.value = on)} />}
        {rules.allowsNames && !isPrivate.value && (
          <details class="ask-name">
            <summary>{myName.shown.value.trim() === "" ? "Anonymous" : `As ${myName.shown.value.trim()}`}</summary>
            <label class="field">
              <span>Name to show (empty: anonymous)</span>
              <input
                type="text"
                maxLength={40}
                autocomplete="nickname"
                value={myName.shown.value}
                onInput={(event) => (myName.shown.value = event.currentTarget.value)}
              />
            </label>
            <Switch label="Keep my name in the record of the lecture" on={myName.keeps.value} onChange={(on) => (myName.keeps.value = on)} />
          </details>
        )}
      </div>
    </footer>
  );
}

/** Opens an answer in the list of those given, and leads the reader to it. */
function showAnswer(number: number): void {
  const place = document.querySelector<HTMLElement>(`main [data-answer="${number}"]`);
  if (place instanceof HTMLDetailsElement) {
    place.open = true;
  }
  place?.scrollIntoView({ block: "center" });
  (place?.querySelector<HTMLElement>("summary") ?? place)?.focus();
}
