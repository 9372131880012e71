import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { ApprovedAnswer } from "../../lecture/wire";
import { Panel, type PanelProps } from "./panel";

/** How soon an answer whose sound is being prepared is looked at again. */
const againMs = 1_000;

/** Answers that are given as they stand when their question comes again. */
export function ApprovedPanel({ session, state }: PanelProps) {
  const answers = useSignal<readonly ApprovedAnswer[]>([]);
  const corrections = [...state.answers.values()].map((answer) => answer.correctedAt ?? "").sort().at(-1) ?? "";
  const refresh = async () => {
    answers.value = (await session.run(() => session.hub.approvedAnswers())) ?? answers.value;
  };
  useEffect(() => void refresh(), [corrections, session.approvals.value]);
  const isPreparing = state.room.canSpeak && answers.value.some((approved) => !approved.isBanned && !approved.isPrepared);
  useEffect(() => {
    if (!isPreparing) {
      return;
    }
    const timer = setInterval(() => void refresh(), againMs);
    return () => clearInterval(timer);
  }, [isPreparing]);
  const forget = async (question: string) => {
    await session.run(() => session.hub.forgetAnswer(question));
    await refresh();
  };
  return (
    <Panel title="Approved answers" note={String(answers.value.length)}>
      <p class="button-row">
        <button type="button" class="button small" onClick={() => void refresh()}>
          Refresh
        </button>
      </p>
      {answers.value.length === 0 && <p class="nothing">Keep or correct an answer, and it stands here for the next time.</p>}
      <ul class="approved">
        {answers.value.map((approved) => (
          <li key={approved.question} data-prepared={approved.isPrepared}>
            <b>{approved.question}</b>
            <p>{approved.isBanned ? "Not to be answered." : approved.answer}</p>
            <p class="queue-facts">
              <span>{approved.isBanned ? "" : approved.isPrepared ? "ready to play" : "being prepared"}</span>
              <button type="button" class="button small" onClick={() => void forget(approved.question)}>
                Forget
              </button>
            </p>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
