import { Subject } from "@microsoft/signalr";
import type { AskRequest } from "./calls";
import type { TurnEvent } from "./events";
import { HubLink } from "./link";

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

/** The hub `/hub/ta`. */
export class HubClient extends HubLink {
  private conversation: Promise<string> | null = null;

  constructor() {
    super("/hub/ta");
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
}

function toSubscriber(listener: TurnListener) {
  return {
    next: (turnEvent: TurnEvent) => listener.event(turnEvent),
    complete: () => listener.ended(null),
    error: (error: unknown) => listener.ended(error),
  };
}
