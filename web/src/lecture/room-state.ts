/** A room as one of its pages knows it, and how each event changes it. Pure; tested without a browser. */

import type { TurnEvent } from "../hub/events";
import { answerText, newTurn, reduce, type TurnView } from "../pages/chat/turn-state";
import type { AnswerView, Membership, QuestionView, RoomEvent, RoomView } from "./wire";

export interface RoomState {
  room: RoomView;
  me: Membership;
  questions: ReadonlyMap<number, QuestionView>;
  answers: ReadonlyMap<number, AnswerView>;
  /** Answers that were given while this page looked on, and the one being given; private ones too. */
  turns: ReadonlyMap<number, TurnView>;
  /** The public answer being given, or else the last one given. */
  shown: number | null;
  /** The private answer of this device. */
  privateAnswer: number | null;
}

/** Numbers of private answers begin here. */
const firstPrivate = 1_000_001;

export function applyEvent(state: RoomState | null, event: RoomEvent): RoomState | null {
  if (event.type === "snapshot") {
    return fromSnapshot(state, event);
  }
  if (state === null) {
    return null; // nothing is known before the first snapshot
  }
  switch (event.type) {
    case "room":
      return { ...state, room: event.room };
    case "questions":
      return { ...state, me: withMerged(state.me, event.changed), questions: changeQuestions(state.questions, event.changed, event.removed) };
    case "answer":
      return applyAnswer(state, event.answer);
    case "turn":
      return applyTurn(state, event.answer, event.event);
    default:
      return state;
  }
}

/** What this device did itself is known before the server tells it. */
export function withVote(state: RoomState, question: number, isUp: boolean): RoomState {
  const voted = state.me.voted.filter((number) => number !== question);
  return { ...state, me: { ...state.me, voted: isUp ? [...voted, question] : voted } };
}

export function withAsked(state: RoomState, question: number): RoomState {
  const asked = state.me.asked.includes(question) ? state.me.asked : [...state.me.asked, question];
  return withVote({ ...state, me: { ...state.me, asked } }, question, true);
}

/** Who asked a question that is counted with another one wants that one. */
function withMerged(me: Membership, changed: readonly QuestionView[]): Membership {
  const into = changed.flatMap(({ number, mergedInto }) => (mergedInto !== null && me.asked.includes(number) ? [mergedInto] : []));
  return into.length === 0 ? me : { ...me, asked: [...new Set([...me.asked, ...into])], voted: [...new Set([...me.voted, ...into])] };
}

/** What waits: most votes first, the older one first among equals; what is being answered before all. */
export function queueOf(state: RoomState): QuestionView[] {
  const rank = (question: QuestionView) => (question.status === "answering" ? 0 : 1);
  return [...state.questions.values()]
    .filter(({ status }) => status === "pending" || status === "open" || status === "answering" || status === "taken")
    .sort((a, b) => rank(a) - rank(b) || b.votes - a.votes || a.askedAt.localeCompare(b.askedAt) || a.number - b.number);
}

/** Answers to the whole room, the newest first. */
export function givenAnswers(state: RoomState): AnswerView[] {
  return [...state.answers.values()].sort((a, b) => b.number - a.number);
}

/** The answer as a turn, whether this page saw it given or not. */
export function turnOf(state: RoomState, number: number): TurnView | null {
  const turn = state.turns.get(number);
  const answer = state.answers.get(number);
  if (turn !== undefined && (answerText(turn) !== "" || answer === undefined || answer.text === "")) {
    return turn;
  }
  return answer === undefined ? null : fromAnswer(answer);
}

function fromSnapshot(before: RoomState | null, event: Extract<RoomEvent, { type: "snapshot" }>): RoomState {
  const answers = new Map(event.answers.map((answer) => [answer.number, answer]));
  const turns = new Map([...(before?.turns ?? [])].filter(([number]) => number !== event.current?.answer));
  if (event.current !== null) {
    const { answer, events } = event.current;
    turns.set(answer, events.reduce(reduce, newTurn(answer, false, event.room.course)));
  }
  return {
    room: event.room,
    me: event.me,
    questions: new Map(event.questions.map((question) => [question.number, question])),
    answers,
    turns,
    shown: event.current?.answer ?? lastOf(event.answers),
    privateAnswer: before?.privateAnswer ?? null,
  };
}

function lastOf(answers: readonly AnswerView[]): number | null {
  return answers.length === 0 ? null : Math.max(...answers.map((answer) => answer.number));
}

function changeQuestions(known: ReadonlyMap<number, QuestionView>, changed: readonly QuestionView[], removed: readonly number[]) {
  const questions = new Map(known);
  changed.forEach((question) => questions.set(question.number, question));
  removed.forEach((number) => questions.delete(number));
  return questions;
}

function applyAnswer(state: RoomState, answer: AnswerView): RoomState {
  const isNew = !state.answers.has(answer.number);
  const answers = new Map(state.answers).set(answer.number, answer);
  return { ...state, answers, shown: isNew || answer.status === "speaking" ? answer.number : state.shown };
}

function applyTurn(state: RoomState, number: number, event: TurnEvent): RoomState {
  const turn = state.turns.get(number) ?? newTurn(number, false, state.room.course);
  const turns = new Map(state.turns).set(number, reduce(turn, event));
  return number >= firstPrivate ? { ...state, turns, privateAnswer: number } : { ...state, turns, shown: Math.max(number, state.shown ?? 0) };
}

function fromAnswer(answer: AnswerView): TurnView {
  return {
    ...newTurn(answer.number, false, null),
    phase: "over",
    pieces: [{ text: answer.text, textStart: 0, spoken: "", spokenStart: 0 }],
    citations: answer.citations,
  };
}
