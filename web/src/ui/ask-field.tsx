import { useState } from "preact/hooks";
import { choices } from "../pages/chat/choices";
import { Icon } from "./icons";

/** A question by keyboard. */
export function AskField({ disabled, onAsk }: { disabled: boolean; onAsk: (text: string) => void }) {
  const [text, setText] = useState("");
  const limit = choices.status.value?.limits.maximumQuestionLength ?? 2_000;
  const question = text.trim();
  return (
    <form
      class="ask"
      onSubmit={(event) => {
        event.preventDefault();
        if (question !== "" && !disabled) {
          onAsk(question);
          setText("");
        }
      }}
    >
      <label class="visually-hidden" for="question">
        Type a question
      </label>
      <input
        id="question"
        type="text"
        value={text}
        maxLength={limit}
        autocomplete="off"
        enterkeyhint="send"
        placeholder="or type a question"
        onInput={(event) => setText(event.currentTarget.value)}
      />
      <button type="submit" class="send" disabled={disabled || question === ""} aria-label="Ask the typed question">
        <Icon name="send" />
      </button>
    </form>
  );
}
