import { HubConnectionState, Subject } from "@microsoft/signalr";
import { HubLink } from "../hub/link";
import type { VoiceUpload } from "./voice-question";
import {
  Refusal,
  type ApprovedAnswer,
  type Asked,
  type Asking,
  type Draft,
  type Joining,
  type LectureRole,
  type LectureRules,
  type Reply,
  type RoomEvent,
  type TimelineCue,
} from "./wire";

/** What a spoken question or correction was understood as. */
export interface HeardSpeech {
  text: string;
  confidence: number;
}

/** The hub `/hub/lecture`. Every call resolves with its value or throws a Refusal. */
export class LectureHub extends HubLink {
  /** Called for everything that happens in the room. */
  onEvent: (event: RoomEvent) => void = () => {};

  constructor() {
    super("/hub/lecture");
    this.connection.on("event", (event: RoomEvent) => this.onEvent(event));
  }

  join = (joining: Joining) => this.call<{ role: LectureRole; room: string; member: string }>("Join", joining);
  listen = (on: boolean) => this.call<void>("Listen", on);
  ask = (asking: Asking) => this.call<Asked>("Ask", asking);
  stopPrivate = () => this.call<void>("StopPrivate");
  vote = (question: number, isUp: boolean) => this.call<number>("Vote", question, isUp);
  withdraw = (question: number) => this.call<void>("Withdraw", question);
  approve = (question: number) => this.call<void>("Approve", question);
  edit = (question: number, text: string) => this.call<void>("Edit", question, text);
  merge = (question: number, into: number) => this.call<void>("Merge", question, into);
  dismiss = (question: number, reason: string) => this.call<void>("Dismiss", question, reason);
  preview = (question: number) => this.call<Draft>("Preview", question);
  speak = (question: number, text: string | null = null) => this.call<number>("Speak", question, text);
  stop = () => this.call<void>("Stop");
  take = (question: number) => this.call<void>("Take", question);
  settle = (question: number, text: string | null) => this.call<void>("Settle", question, text);
  correct = (answer: number, text: string) => this.call<void>("Correct", answer, text);
  keep = (answer: number) => this.call<void>("Keep", answer);
  panic = (isOn: boolean) => this.call<void>("Panic", isOn);
  setRules = (rules: LectureRules) => this.call<void>("SetRules", rules);
  setSlide = (locator: string | null) => this.call<void>("SetSlide", locator);
  followTimeline = (cues: TimelineCue[]) => this.call<void>("FollowTimeline", cues);
  stopTimeline = () => this.call<void>("StopTimeline");
  approvedAnswers = () => this.call<ApprovedAnswer[]>("ApprovedAnswers");
  forgetAnswer = (question: string) => this.call<void>("ForgetAnswer", question);
  removeMember = (member: string) => this.call<void>("RemoveMember", member);
  revokeTokens = (role: LectureRole) => this.call<string | null>("RevokeTokens", role);
  newToken = (role: LectureRole) => this.call<string>("NewToken", role);
  close = () => this.call<void>("Close");

  /** Reports what the projector has played; worth nothing later. */
  heard(answer: number, sample: number, isOver: boolean): void {
    this.tell("Heard", answer, sample, isOver);
  }

  /** Speech on its way up; the text comes once it is complete. */
  hear(done: (speech: HeardSpeech) => void, failed: (error: unknown) => void): VoiceUpload {
    const frames = new Subject<string>();
    let isWanted = true;
    this.call<HeardSpeech>("Hear", frames).then(
      (speech) => isWanted && done(speech),
      (error: unknown) => isWanted && failed(error),
    );
    return {
      send: (pcm) => frames.next(pcm),
      complete: () => frames.complete(),
      cancel: () => {
        isWanted = false;
        frames.complete();
      },
    };
  }

  private async call<T>(method: string, ...values: unknown[]): Promise<T> {
    if (this.connection.state !== HubConnectionState.Connected) {
      throw new Refusal("unreachable", "The server cannot be reached just now. Try again in a moment.");
    }
    let reply: Reply<T>;
    try {
      reply = await this.connection.invoke<Reply<T>>(method, ...values);
    } catch {
      throw new Refusal("unreachable", "The connection was lost before the server answered. Try again in a moment.");
    }
    if (!reply.ok) {
      throw new Refusal(reply.code, reply.message);
    }
    return reply.value;
  }
}
