import type { HubClient, TurnListener } from "../../hub/client";
import type { TurnList } from "./turn-list";
import { rewind } from "./turn-state";

/** A resumable turn waits this long for its connection (agent.md §9). */
const resumeMs = 30_000;

/** Whose turns are resumed. */
export interface ResumptionHost {
  readonly hub: HubClient;
  readonly turns: TurnList;
  knownConversation(): string | null;
  /** Prepares to play the answer, unless that was done. */
  begin(id: number): void;
  listener(id: number): TurnListener;
  fail(id: number, message: string): void;
}

/** The turn whose connection broke, until it is known whether the server goes on with it. */
export class Resumption {
  private readonly host: ResumptionHost;
  private lost: { id: number; since: number } | null = null;
  private known: Promise<void> = Promise.resolve();
  private settle: () => void = () => {};

  constructor(host: ResumptionHost) {
    this.host = host;
  }

  /** Completes when it is known whether the server goes on with what was lost. */
  async settled(): Promise<void> {
    for (let known: Promise<void> | null = null; known !== this.known; ) {
      known = this.known;
      await known;
    }
  }

  lose(id: number): void {
    this.settle();
    this.lost = { id, since: performance.now() };
    this.known = new Promise((resolve) => (this.settle = resolve));
    if (this.host.hub.state.value === "connected") {
      this.resume();
    }
  }

  /** The server has forgotten everything. */
  fail(message: string): void {
    const { lost } = this;
    this.lost = null;
    if (lost !== null) {
      this.host.fail(lost.id, message);
      this.settle();
    }
  }

  /** The connection is back. */
  resume(): void {
    const { lost, host } = this;
    this.lost = null;
    const turn = lost === null ? undefined : host.turns.find(lost.id);
    const conversation = host.knownConversation();
    if (lost === null || turn === undefined || turn.number === null || conversation === null) {
      this.settle();
    } else if (performance.now() - lost.since > resumeMs) {
      host.fail(turn.id, "The connection was lost for too long. Please ask again.");
      this.settle();
    } else {
      host.begin(turn.id); // it may be that nothing of its answer has come yet
      host.turns.update(turn.id, rewind);
      host.hub.resume(conversation, turn.number, turn.chunkStarts.length, this.settling(host.listener(turn.id)));
    }
  }

  private settling(listener: TurnListener): TurnListener {
    const { settle } = this;
    return {
      event: (turnEvent) => {
        listener.event(turnEvent);
        settle();
      },
      ended: (error) => {
        settle();
        listener.ended(error);
      },
    };
  }
}
