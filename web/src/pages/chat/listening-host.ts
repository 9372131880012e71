import type { Signal } from "@preact/signals";
import type { AskRequest } from "../../hub/calls";
import type { ConverseListener, Upload } from "../../hub/client";
import type { TurnEvent } from "../../hub/events";
import type { TurnPlayback } from "./playback";
import type { TurnList } from "./turn-list";

/** The conversation that an open microphone belongs to. */
export interface ListeningHost {
  readonly turns: TurnList;
  readonly playback: TurnPlayback;
  /** What keeps the person from speaking, in words for people. */
  readonly problem: Signal<string | null>;
  converse(request: AskRequest, listener: ConverseListener): Upload;
  /** Conversation, course and voice of the next questions. */
  request(): Promise<AskRequest>;
  /** The course the next question is about. */
  course(): string | null;
  /** An answer begins: from now on its sound is played. */
  begin(id: number): void;
  receive(id: number, turnEvent: TurnEvent): void;
  /** The connection broke in the middle of the turn, or so soon after its question that the server may answer it or not. */
  lose(id: number): void;
  /** Completes when it is known whether the server answers a question that was lost. */
  settled(): Promise<void>;
  fail(id: number, message: string): void;
  forgetConversation(): void;
}
