import { describe, expect, it } from "vitest";
import { applyEvent, givenAnswers, queueOf, turnOf, withAsked, withVote, type RoomState } from "../src/lecture/room-state";
import { answerText } from "../src/pages/chat/turn-state";
import type { AnswerView, QuestionView, RoomEvent, RoomView } from "../src/lecture/wire";

const room = { room: "r1", course: "speech", title: "Speech" } as RoomView;
const question = (number: number, change: Partial<QuestionView> = {}): QuestionView => ({
  number,
  text: `Question ${number}?`,
  name: null,
  votes: 1,
  askers: 1,
  askedAt: `2026-01-01T10:00:0${number}Z`,
  status: "open",
  reason: null,
  mergedInto: null,
  answer: null,
  settlement: null,
  isWeak: false,
  isApproved: false,
  variants: [],
  members: [],
  ...change,
});
const answer = (number: number, change: Partial<AnswerView> = {}): AnswerView => ({
  number,
  question: 1,
  at: "2026-01-01T10:00:00Z",
  text: "",
  citations: [],
  status: "speaking",
  isApproved: false,
  correction: null,
  correctedAt: null,
  ...change,
});
const snapshot = (questions: QuestionView[] = [], answers: AnswerView[] = []): RoomEvent => ({
  type: "snapshot",
  room,
  me: { role: "student", member: "m1", asked: [], voted: [] },
  questions,
  answers,
  current: null,
});
const play = (...events: RoomEvent[]): RoomState => events.reduce<RoomState | null>(applyEvent, null)!;
const says = (number: number, text: string): RoomEvent => ({
  type: "turn",
  answer: number,
  isPrivate: number > 1_000_000,
  event: { type: "answerDelta", turn: number, text, spoken: text },
});

describe("a room", () => {
  it("is unknown before the first snapshot", () => {
    expect(applyEvent(null, { type: "room", room })).toBeNull();
  });

  it("lets who asked a question want the one it is counted with", () => {
    const state = withAsked(play(snapshot([question(1), question(2)])), 2);
    const merged = applyEvent(state, { type: "questions", changed: [question(2, { status: "merged", mergedInto: 1 })], removed: [] })!;
    expect(merged.me.asked).toEqual([2, 1]);
    expect(merged.me.voted).toEqual([2, 1]);
    const others = applyEvent(play(snapshot([question(1), question(2)])), { type: "questions", changed: [question(2, { status: "merged", mergedInto: 1 })], removed: [] })!;
    expect(others.me.asked).toEqual([]);
  });

  it("orders its queue by votes, then age, what is being answered first, and leaves out what does not wait", () => {
    const state = play(
      snapshot([
        question(1),
        question(2, { votes: 3 }),
        question(3, { status: "answering" }),
        question(4, { votes: 3 }),
        question(5, { status: "dismissed" }),
        question(6, { status: "merged" }),
      ]),
    );
    expect(queueOf(state).map(({ number }) => number)).toEqual([3, 2, 4, 1]);
  });

  it("takes changed questions over and forgets removed ones", () => {
    const state = play(snapshot([question(1), question(2)]), { type: "questions", changed: [question(1, { votes: 7 })], removed: [2] });
    expect(queueOf(state)).toMatchObject([{ number: 1, votes: 7 }]);
  });

  it("builds an answer from its events and shows it", () => {
    const state = play(snapshot([question(1)]), { type: "answer", answer: answer(1) }, says(1, "One "), says(1, "two."));
    expect(state.shown).toBe(1);
    expect(answerText(turnOf(state, 1)!)).toBe("One two.");
  });

  it("shows an answer that was given before this page came", () => {
    const state = play(snapshot([question(1)], [answer(1, { status: "spoken", text: "All of it." })]));
    expect(state.shown).toBe(1);
    expect(turnOf(state, 1)).toMatchObject({ phase: "over", pieces: [{ text: "All of it." }] });
  });

  it("does not go back to an old answer that is corrected while a new one is given", () => {
    const state = play(
      snapshot([question(1)], [answer(1, { status: "spoken", text: "Old." })]),
      { type: "answer", answer: answer(2) },
      { type: "answer", answer: answer(1, { status: "spoken", text: "Old.", correction: "New." }) },
    );
    expect(state.shown).toBe(2);
    expect(givenAnswers(state).map(({ number, correction }) => [number, correction])).toEqual([[2, null], [1, "New."]]);
  });

  it("keeps an answer to one person apart from the hall's", () => {
    const state = play(snapshot([question(1)]), { type: "answer", answer: answer(1) }, says(1, "For all."), says(1_000_001, "For me."));
    expect(state).toMatchObject({ shown: 1, privateAnswer: 1_000_001 });
  });

  it("rebuilds the running answer from a new snapshot without saying anything twice", () => {
    const before = play(snapshot([question(1)]), { type: "answer", answer: answer(1) }, says(1, "One "));
    const again = { ...snapshot([question(1)], [answer(1)]), current: { answer: 1, events: [says(1, "One "), says(1, "two.")].map((event) => (event as Extract<RoomEvent, { type: "turn" }>).event), heard: 0 } } as RoomEvent;
    expect(answerText(turnOf(applyEvent(before, again)!, 1)!)).toBe("One two.");
  });

  it("knows the own vote and question at once", () => {
    const state = withVote(withAsked(play(snapshot([question(1), question(2)])), 1), 2, true);
    expect(state.me).toMatchObject({ asked: [1], voted: [1, 2] });
    expect(withVote(state, 1, false).me.voted).toEqual([2]);
  });
});
