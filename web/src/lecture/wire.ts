/** What a lecture room sends and takes, as src/VirtualTA.Server/Lectures/README.md describes it. */

import type { Citation, TurnEvent } from "../hub/events";

export type LectureRole = "student" | "projector" | "lecturer";
export type LectureMode = "manual" | "auto";
export type QuestionStatus = "pending" | "open" | "answering" | "answered" | "taken" | "dismissed" | "withdrawn" | "merged";
export type AnswerStatus = "speaking" | "spoken" | "stopped" | "failed";

export interface LectureRules {
  mode: LectureMode;
  isModerated: boolean;
  allowsPrivate: boolean;
  allowsNames: boolean;
  questionsPerMinute: number;
  maximumQuestionLength: number;
  /** Empty for all but the lecturer. */
  bannedWords: string[];
}

export interface RoomView {
  room: string;
  code: string;
  title: string;
  course: string;
  voice: string | null;
  /** BCP 47. */
  language: string;
  studentLink: string;
  rules: LectureRules;
  /** Where the lecture is, for instance "slide 12". */
  place: string | null;
  followsTimeline: boolean;
  isPaused: boolean;
  isClosed: boolean;
  openedAt: string;
  expiresAt: string;
  deleteAt: string;
  students: number;
  listeners: number;
  projectors: number;
  canHear: boolean;
  canSpeak: boolean;
  /** Question to first sound of the last answer. */
  latencyMs: number | null;
}

export interface QuestionView {
  number: number;
  text: string;
  name: string | null;
  votes: number;
  askers: number;
  askedAt: string;
  status: QuestionStatus;
  reason: string | null;
  mergedInto: number | null;
  answer: number | null;
  /** The lecturer's written words for an answer given in person. */
  settlement: string | null;
  /** Automatic answering found no strong evidence. */
  isWeak: boolean;
  /** An approved answer is ready. */
  isApproved: boolean;
  /** For the lecturer only. */
  variants: string[];
  members: string[];
}

export interface AnswerView {
  number: number;
  question: number;
  at: string;
  text: string;
  citations: Citation[];
  status: AnswerStatus;
  isApproved: boolean;
  correction: string | null;
  correctedAt: string | null;
}

export interface Draft {
  question: number;
  text: string;
  citations: Citation[];
  outcome: "answered" | "abstained" | "degraded";
  isApproved: boolean;
}

export interface ApprovedAnswer {
  question: string;
  answer: string;
  isBanned: boolean;
  decidedAt: string;
  /** Its sound lies ready. */
  isPrepared: boolean;
}

export interface Membership {
  role: LectureRole;
  member: string;
  asked: number[];
  voted: number[];
}

/** Told apart by type; the argument of the client method "event". */
export type RoomEvent =
  | {
      type: "snapshot";
      room: RoomView;
      me: Membership;
      questions: QuestionView[];
      answers: AnswerView[];
      current: { answer: number; events: TurnEvent[]; heard: number } | null;
    }
  | { type: "room"; room: RoomView }
  | { type: "questions"; changed: QuestionView[]; removed: number[] }
  | { type: "answer"; answer: AnswerView }
  | {
      type: "turn";
      answer: number;
      isPrivate: boolean;
      event: TurnEvent;
      /** The sound of an audio chunk as Opus packets of 20 ms in base64, for devices that take them. */
      opus?: string[];
    }
  | { type: "position"; answer: number; sample: number }
  | { type: "notice"; code: string; message: string }
  | { type: "removed"; code: string; message: string };

/** What every call answers. */
export type Reply<T> = { ok: true; value: T; code: null; message: null } | { ok: false; value: null; code: string; message: string };

export interface Joining {
  token: string;
  /** Sound is wanted. */
  listens: boolean;
  /** This browser decodes Opus. */
  takesOpus: boolean;
  /** The last chunk of sound received, to go on behind it. */
  answer?: number;
  chunk?: number;
}

export interface Asking {
  text: string;
  name?: string;
  /** The name may appear in exports. */
  keepsName: boolean;
  isPrivate: boolean;
  /** A private answer comes with sound. */
  speaks: boolean;
}

export interface Asked {
  question: number | null;
  answer?: number | null;
  status: QuestionStatus;
  isMerged: boolean;
  earlierAnswer: number | null;
}

export interface TimelineCue {
  locator: string;
  atSeconds: number;
}

/** A refused call, in words for people. */
export class Refusal extends Error {
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}
