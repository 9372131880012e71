import { useState } from "preact/hooks";
import { Form } from "./inline-form";
import type { QuestionView } from "./wire";

/** What the lecturer can do with a question. */
export interface QuestionActions {
  approve(question: number): void;
  edit(question: number, text: string): void;
  merge(question: number, into: number): void;
  dismiss(question: number, reason: string): void;
  take(question: number): void;
  settle(question: number, text: string): void;
  speak(question: number): void;
  preview(question: number): void;
  /** Shuts out who asked: their tokens are refused from then on. */
  remove(question: number, members: readonly string[]): void;
}

interface QuestionRowProps {
  question: QuestionView;
  /** Questions it may be merged into. */
  others: readonly QuestionView[];
  actions: QuestionActions;
  /** The assistant may not speak now. */
  isSilent: boolean;
  /** The lecture is over: nothing can be done with it any more. */
  isClosed: boolean;
}

type Open = "edit" | "merge" | "dismiss" | "settle" | null;

/** A question in the lecturer's queue, with everything that can be done with it. */
export function QuestionRow({ question, others, actions, isSilent, isClosed }: QuestionRowProps) {
  const [open, setOpen] = useState<Open>(null);
  const { number, status } = question;
  const act = (action: () => void) => {
    setOpen(null);
    action();
  };
  const toggle = (form: Open) => setOpen(open === form ? null : form);
  const opener = (form: Exclude<Open, null>, label: string, kind = "button small") => (
    <button type="button" class={kind} aria-expanded={open === form} onClick={() => toggle(form)}>
      {label}
    </button>
  );
  return (
    <li class="queue-item" data-question={number} data-status={status} aria-label={`Question ${number}`}>
      <span class="vote">
        {question.votes}
        <span class="visually-hidden">{question.votes === 1 ? " vote" : " votes"}</span>
      </span>
      <div>
        <p class="queue-text">{question.text}</p>
        <p class="queue-facts">
          {status === "taken" && <span class="badge marked">you answer this one</span>}
          {question.askers > 1 && <span class="badge marked">asked {question.askers} times</span>}
          {question.isWeak && <span class="badge">little in the course about it</span>}
          {question.isApproved && <span class="badge marked">approved answer ready</span>}
          {question.name !== null && <span>{question.name}</span>}
          <span>{clock(question.askedAt)}</span>
        </p>
        <Variants question={question} />
        {!isClosed && (
          <div class="button-row" role="group" aria-label={`What to do with question ${number}`}>
            {status === "pending" && (
              <button type="button" class="button small primary" onClick={() => act(() => actions.approve(number))}>
                Approve
              </button>
            )}
            {status === "open" && (
              <>
                <button type="button" class="button small primary" disabled={isSilent} onClick={() => act(() => actions.speak(number))}>
                  Answer aloud
                </button>
                <button type="button" class="button small" onClick={() => act(() => actions.preview(number))}>
                  Preview
                </button>
              </>
            )}
            {status === "taken" ? (
              <>
                {opener("settle", "Done", "button small primary")}
                <button type="button" class="button small" onClick={() => act(() => actions.approve(number))}>
                  Back to the queue
                </button>
              </>
            ) : (
              <button type="button" class="button small" onClick={() => act(() => actions.take(number))}>
                I take this one
              </button>
            )}
            {opener("edit", "Edit")}
            {others.length > 0 && status !== "taken" && opener("merge", "Merge")}
            {opener("dismiss", "Dismiss")}
          </div>
        )}
        {open === "edit" && (
          <Form label="Question" value={question.text} submit="Save" onSubmit={(text) => act(() => actions.edit(number, text))} onCancel={() => setOpen(null)} />
        )}
        {open === "dismiss" && (
          <Form
            label="Reason, which those who asked or voted will see"
            value="Not about this lecture."
            submit="Dismiss"
            onSubmit={(reason) => act(() => actions.dismiss(number, reason))}
            onCancel={() => setOpen(null)}
          >
            {question.members.length === 1 && (
              <button type="button" class="button small" onClick={() => act(() => actions.remove(number, question.members))}>
                Dismiss it and shut out who asked
              </button>
            )}
          </Form>
        )}
        {open === "settle" && (
          <Form
            label="Your answer in writing (may stay empty)"
            value=""
            lines
            optional
            submit="Mark as answered"
            onSubmit={(text) => act(() => actions.settle(number, text))}
            onCancel={() => setOpen(null)}
          />
        )}
        {open === "merge" && (
          <MergeForm others={others} onSubmit={(into) => act(() => actions.merge(number, into))} onCancel={() => setOpen(null)} />
        )}
      </div>
    </li>
  );
}

/** The other words in which it was asked: they tell whether it was right to count them as one. */
function Variants({ question }: { question: QuestionView }) {
  const others = question.variants.filter((variant) => variant !== question.text);
  return others.length === 0 ? null : (
    <details class="variants">
      <summary>Also asked as</summary>
      {others.map((variant) => (
        <p key={variant}>{variant}</p>
      ))}
    </details>
  );
}

function MergeForm({ others, onSubmit, onCancel }: { others: readonly QuestionView[]; onSubmit: (into: number) => void; onCancel: () => void }) {
  const [into, setInto] = useState(others[0]?.number ?? 0);
  return (
    <form
      class="inline-form"
      onSubmit={(event) => {
        event.preventDefault();
        onSubmit(into);
      }}
    >
      <label class="field">
        <span>Count it with</span>
        <select value={into} onChange={(event) => setInto(Number(event.currentTarget.value))}>
          {others.map((other) => (
            <option key={other.number} value={other.number}>
              {other.text}
            </option>
          ))}
        </select>
      </label>
      <div class="button-row">
        <button type="submit" class="button small primary">
          Merge
        </button>
        <button type="button" class="button small" onClick={onCancel}>
          Cancel
        </button>
      </div>
    </form>
  );
}

/** Hours and minutes of a moment. */
export function clock(moment: string): string {
  return new Date(moment).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
}
