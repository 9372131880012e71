import type { ComponentChildren } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { fetchPassage, pagePath, type Passage } from "../../hub/calls";
import type { Citation } from "../../hub/events";
import { RoomAnswer, sourceOf } from "../../lecture/room-answer";
import type { AnswerView, QuestionView, RoomView } from "../../lecture/wire";
import type { TurnView } from "../chat/turn-state";
import { nameSource } from "../chat/source";
import { QuotedText } from "../../ui/passage-drawer";

/** From so many characters on, a question is set smaller. */
const longQuestion = 70;

interface StageProps {
  room: RoomView;
  turn: TurnView;
  answer: AnswerView;
  question: string;
  word: number;
  children: ComponentChildren;
}

/** A question that the lecturer answers in person. */
export function TakenStage({ question, children }: { question: QuestionView; children: ComponentChildren }) {
  return (
    <main class="stage" data-status="taken">
      <div class="stage-main">
        <div>
          <p class="stage-kind">The lecturer takes this one</p>
          <h2 class={sizeOf(question.text)}>{question.text}</h2>
        </div>
      </div>
      <div class="stage-side">{children}</div>
    </main>
  );
}

/** The question, its answer lighting up as it is spoken, and the source of the words being said. */
export function Stage({ room, turn, answer, question, word, children }: StageProps) {
  const place = useRef<HTMLDivElement>(null);
  const source = sourceOf(turn, word);
  useEffect(() => {
    // The spoken word stays in view; nobody is there to scroll.
    const now = place.current?.querySelector<HTMLElement>(".now");
    if (now && place.current) {
      place.current.scrollTop = now.offsetTop - place.current.offsetTop - place.current.clientHeight / 2;
    }
  }, [word]);
  return (
    <main class="stage" data-answer={answer.number} data-status={answer.status} data-approved={answer.isApproved}>
      <div class="stage-main">
        <div>
          <p class="stage-kind">{kindOf(answer)}</p>
          <h2 class={sizeOf(question)}>{question}</h2>
        </div>
        <div class="stage-answer" ref={place} aria-live="polite">
          <RoomAnswer turn={turn} answer={answer} word={word} onOpen={() => {}} />
        </div>
      </div>
      <div class="stage-side">
        {source !== null && answer.correction === null && <Source course={room.course} citation={source} />}
        {children}
      </div>
    </main>
  );
}

function sizeOf(question: string): string {
  return question.length > longQuestion ? "stage-question long" : "stage-question";
}

function kindOf(answer: AnswerView): string {
  const approved = answer.isApproved ? " · approved by the lecturer" : "";
  switch (answer.status) {
    case "speaking":
      return `Question ${answer.question}${approved}`;
    case "stopped":
      return answer.correction === null ? "Stopped by the lecturer" : "Answered";
    case "failed":
      return "This could not be answered";
    default:
      return `Answered${approved}`;
  }
}

/** The slide or passage that supports what is being said, with the quoted words marked. */
function Source({ course, citation }: { course: string; citation: Citation }) {
  const { title, place } = nameSource(citation);
  const [passage, setPassage] = useState<Passage | null>(null);
  const [missing, setMissing] = useState<string | null>(null);
  const page = pagePath(course, citation);
  const isPictured = page !== null && page !== missing;
  const card = useRef<HTMLDivElement>(null);
  useEffect(() => {
    let wanted = true;
    fetchPassage(course, citation.passageId).then(
      (found) => wanted && setPassage(found),
      () => wanted && setPassage(null), // the quote is shown in its place
    );
    return () => {
      wanted = false;
    };
  }, [course, citation.passageId]);
  useEffect(() => {
    const mark = card.current?.querySelector("mark");
    if (mark && card.current) {
      card.current.scrollTop = mark.offsetTop - card.current.offsetTop - card.current.clientHeight / 3;
    }
  }, [passage, citation.quote]);
  return (
    <section class="stage-source" aria-label="Source" data-passage={citation.passageId}>
      <h2>
        {title}
        <span>{place}</span>
      </h2>
      {isPictured && <img class="stage-page" src={page} alt={`${place} of ${title}`} onError={() => setMissing(page)} />}
      <div class={/^slide\b/i.test(citation.locator) ? "stage-passage slide" : "stage-passage"} ref={card}>
        {passage?.id === citation.passageId && !isPictured ? (
          <QuotedText text={passage.text} quote={citation.quote} />
        ) : (
          <p class="passage">
            <mark>{citation.quote}</mark>
          </p>
        )}
      </div>
    </section>
  );
}
