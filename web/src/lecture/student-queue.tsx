import { Icon } from "../ui/icons";
import type { Membership, QuestionView } from "./wire";

interface StudentQueueProps {
  questions: readonly QuestionView[];
  me: Membership;
  /** The lecture is over: nothing can be changed any more. */
  isClosed: boolean;
  onVote: (question: number, isUp: boolean) => void;
  onWithdraw: (question: number) => void;
}

/** What waits for an answer, with a vote for each. */
export function StudentQueue({ questions, me, isClosed, onVote, onWithdraw }: StudentQueueProps) {
  if (questions.length === 0) {
    return <p class="nothing">{isClosed ? "No question was left open." : "No questions are waiting. Yours can be the first."}</p>;
  }
  return (
    <ol class="queue">
      {questions.map((question) => {
        const isMine = me.asked.includes(question.number);
        const hasVoted = me.voted.includes(question.number);
        return (
          <li key={question.number} class="queue-item" data-question={question.number} data-status={question.status}>
            <button
              type="button"
              class="vote"
              aria-pressed={hasVoted}
              disabled={isClosed}
              aria-label={`Vote, ${question.votes} so far: ${question.text}`}
              onClick={() => onVote(question.number, !hasVoted)}
            >
              <Icon name="up" />
              {question.votes}
            </button>
            <div>
              <p class="queue-text">{question.text}</p>
              <p class="queue-facts">
                {isMine && <span class="badge marked">Yours</span>}
                {question.status === "pending" && <span class="badge">Waits for the lecturer to let it in</span>}
                {question.status === "taken" && <span class="badge">The lecturer takes this one</span>}
                {question.status === "answering" && <span class="badge marked">Being answered</span>}
                {question.askers > 1 && <span>{question.askers} asked this</span>}
                {question.name !== null && <span>{question.name}</span>}
                {isMine && !isClosed && (question.status === "pending" || question.status === "open") && (
                  <button type="button" class="button quiet small" onClick={() => onWithdraw(question.number)}>
                    Take back
                  </button>
                )}
              </p>
            </div>
          </li>
        );
      })}
    </ol>
  );
}

interface SetAsideProps {
  questions: readonly QuestionView[];
  /** Text of a question by number. */
  textOf: (question: number) => string;
}

/** Questions of this student that do not stand in the queue themselves: declined, with the reason, or counted with another one. */
export function SetAside({ questions, textOf }: SetAsideProps) {
  return (
    <ul class="declined">
      {questions.map((question) => (
        <li key={question.number} data-question={question.number}>
          <p class="queue-text">{question.text}</p>
          {question.mergedInto === null ? (
            <p class="queue-facts">
              <span class="badge">Not taken</span>
              <span>{question.reason}</span>
            </p>
          ) : (
            <p class="queue-facts">Counted with “{textOf(question.mergedInto)}”</p>
          )}
        </li>
      ))}
    </ul>
  );
}
