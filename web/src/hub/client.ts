import { HubConnectionBuilder, HubConnectionState, LogLevel, Subject } from "@microsoft/signalr";
import { signal } from "@preact/signals";
import type { AskRequest } from "./calls";
import type { TurnEvent } from "./events";

export type ConnectionState = "connecting" | "connected" | "reconnecting";

/** Receives one turn's events; `ended` comes once, with an error if the stream broke. */
export interface TurnListener {
  event(turnEvent: TurnEvent): void;
  ended(error: unknown): void;
}

/** A question on its way: pieces of sound are sent until `complete`. */
export interface Upload {
  send(pcm: string): void;
  complete(): void;
  cancel(): void;
}

const retryMs = [0, 300, 1_000, 2_000, 3_000];

/** The hub `/hub/ta`, kept connected for as long as the page is open. */
export class HubClient {
  private readonly connection = new HubConnectionBuilder()
    .withUrl("/hub/ta")
    .withAutomaticReconnect({ nextRetryDelayInMilliseconds: (context) => retryMs[context.previousRetryCount] ?? 5_000 })
    .configureLogging(LogLevel.None)
    .build();

  readonly state = signal<ConnectionState>("connecting");
  private conversation: Promise<string> | null = null;

  /** Called when a lost connection is back. */
  onReconnected: () => void = () => {};

  constructor() {
    this.connection.onreconnecting(() => (this.state.value = "reconnecting"));
    this.connection.onreconnected(() => {
      this.state.value = "connected";
      this.onReconnected();
    });
    this.connection.onclose(() => {
      this.state.value = "reconnecting";
      void this.start();
    });
  }

  /** Connects, however long it takes. */
  async start(): Promise<void> {
    for (let attempt = 0; this.connection.state === HubConnectionState.Disconnected; attempt++) {
      try {
        await this.connection.start();
        const wasLost = this.state.value === "reconnecting";
        this.state.value = "connected";
        if (wasLost) {
          this.onReconnected();
        }
      } catch {
        const pause = retryMs[attempt + 1] ?? 5_000;
        await new Promise((resolve) => setTimeout(resolve, pause));
      }
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
    const frames = new Subject<string>();
    const events = this.connection.stream<TurnEvent>("Ask", request, frames);
    const subscription = events.subscribe(toSubscriber(listener));
    return {
      send: (pcm) => frames.next(pcm),
      complete: () => frames.complete(),
      cancel: () => subscription.dispose(),
    };
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

  /** A report that is worth nothing later is not kept for later. */
  private tell(method: string, ...values: unknown[]): void {
    if (this.connection.state === HubConnectionState.Connected) {
      this.connection.send(method, ...values).catch(() => {});
    }
  }
}

function toSubscriber(listener: TurnListener) {
  return {
    next: (turnEvent: TurnEvent) => listener.event(turnEvent),
    complete: () => listener.ended(null),
    error: (error: unknown) => listener.ended(error),
  };
}
