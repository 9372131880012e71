import type { ComponentChildren } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";

interface FormProps {
  label: string;
  value: string;
  submit: string;
  /** Several lines, for answers. */
  lines?: boolean;
  /** May be sent empty. */
  optional?: boolean;
  children?: ComponentChildren;
  onSubmit: (text: string) => void;
  onCancel: () => void;
}

/** One text to write, in the place it belongs to. Escape leaves it. */
export function Form({ label, value, submit, lines = false, optional = false, children, onSubmit, onCancel }: FormProps) {
  const [text, setText] = useState(value);
  const field = useRef<HTMLInputElement & HTMLTextAreaElement>(null);
  useEffect(() => field.current?.focus(), []);
  const common = {
    ref: field,
    value: text,
    onInput: (event: { currentTarget: { value: string } }) => setText(event.currentTarget.value),
  };
  return (
    <form
      class="inline-form"
      onSubmit={(event) => {
        event.preventDefault();
        if (optional || text.trim() !== "") {
          onSubmit(text.trim());
        }
      }}
      onKeyDown={(event) => {
        if (event.key === "Escape") {
          event.preventDefault();
          event.stopPropagation(); // elsewhere it silences the voice
          onCancel();
        }
      }}
    >
      <label class="field">
        <span>{label}</span>
        {lines ? <textarea {...common} rows={4} /> : <input type="text" {...common} />}
      </label>
      {children}
      <div class="button-row">
        <button type="submit" class="button small primary" disabled={!optional && text.trim() === ""}>
          {submit}
        </button>
        <button type="button" class="button small" onClick={onCancel}>
          Cancel
        </button>
      </div>
    </form>
  );
}
