import { HubConnectionState, Subject } from "@microsoft/signalr";
import type { AskRequest, PlaybackMeasurement, ServerClock } from "./calls";
import { ServerClockReader } from "./clock";
import type { ConverseEvent, TurnEvent } from "./events";
import { HubLink } from "./link";

/** Receives the events of a stream; `ended` comes once, with an error if the stream broke. */
interface Listener<T> {
  event(streamed: T): void;
  ended(error: unknown): void;
}

export type TurnListener = Listener<TurnEvent>;

export type ConverseListener = Listener<ConverseEvent>;

/** A question on its way: pieces of sound are sent until `complete`. */
export interface Upload {
  send(pcm: string): void;
  complete(): void;
  cancel(): void;
}

/** The hub `/hub/ta`. */
export class HubClient extends HubLink {
  readonly clock = new ServerClockReader(() => this.connection.invoke<ServerClock>("ReadClock"));
  private conversation: Promise<string> | null = null;

  /** Called when a lost connection is back; isSameServer is false if the server was started again and has forgotten everything. */
  onBack: (isSameServer: boolean) => void = () => {};

  constructor() {
    super("/hub/ta");
    this.onReconnected = () => void this.clock.connect().then((isSameServer) => this.onBack(isSameServer));
  }

  override async start(): Promise<void> {
    await super.start();
    await this.clock.connect();
  }

  /** After sleep a connection may be dead without knowing it: one that gives no answer is replaced. */
  async checkAlive(): Promise<void> {
    if (this.connection.state === HubConnectionState.Connected && !(await this.clock.isAlive())) {
      await this.connection.stop(); // its end starts the next
    }
  }

  /** Key of this page's conversation; opened at first use. */
  conversationId(): Promise<string> {
    const opened = (this.conversation ??= this.connection
      .invoke<{ conversationId: string }>("OpenConversation")
      .then((answer) => answer.conversationId));
    opened.catch(() => this.forgetConversation());
    return opened;
  }

  /** The server no longer knows the conversation: the next question opens another. */
  forgetConversation(): void {
    this.conversation = null;
  }

  ask(request: AskRequest, listener: TurnListener): Upload {
    return this.upload("Ask", request, listener);
  }

  /** Opens the microphone's stream, over which questions are found, answered and interrupted by the server. */
  converse(request: AskRequest, listener: ConverseListener): Upload {
    return this.upload("Converse", request, listener);
  }

  resume(conversationId: string, turn: number, fromChunk: number, listener: TurnListener): void {
    this.connection.stream<TurnEvent>("Resume", conversationId, turn, fromChunk).subscribe(toSubscriber(listener));
  }

  stop(conversationId: string, turn: number): void {
    this.tell("Stop", conversationId, turn);
  }

  heard(conversationId: string, turn: number, chunk: number, sample: number, clientTimeMs: number): void {
    this.tell("Heard", conversationId, turn, chunk, sample, clientTimeMs);
  }

  played(conversationId: string, turn: number, measurement: PlaybackMeasurement): void {
    this.tell("Played", conversationId, turn, measurement);
  }

  private upload<T>(method: string, request: AskRequest, listener: Listener<T>): Upload {
    const frames = new Subject<string>();
    const subscription = this.connection.stream<T>(method, request, frames).subscribe(toSubscriber(listener));
    return {
      send: (pcm) => frames.next(pcm),
      complete: () => frames.complete(),
      cancel: () => subscription.dispose(),
    };
  }
}

function toSubscriber<T>(listener: Listener<T>) {
  return {
    next: (streamed: T) => listener.event(streamed),
    complete: () => listener.ended(null),
    error: (error: unknown) => listener.ended(error),
  };
}
