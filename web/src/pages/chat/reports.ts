import type { HubClient } from "../../hub/client";
import type { PlaybackListener } from "./playback";
import { chunkOf, type TurnView } from "./turn-state";

/** Tells the server what only this machine knows: how far an answer was heard, and when its first sound was. */
export class Reports implements PlaybackListener {
  private readonly hub: HubClient;
  private readonly conversationOf: (turn: TurnView) => string | null;

  /** @param conversationOf The conversation that knows the turn by its number; null if it is not the current one. */
  constructor(hub: HubClient, conversationOf: (turn: TurnView) => string | null) {
    this.hub = hub;
    this.conversationOf = conversationOf;
  }

  heard(turn: TurnView, sample: number): void {
    const conversation = this.conversationOf(turn);
    if (conversation !== null && turn.number !== null) {
      this.hub.heard(conversation, turn.number, chunkOf(turn, sample), sample, performance.now());
    }
  }

  over(turn: TurnView, underruns: number, jitterBufferMs: number): void {
    const { estimate } = this.hub.clock;
    const conversation = this.conversationOf(turn);
    if (conversation === null || turn.number === null || estimate.errorMs === null) {
      return;
    }
    const { committed, firstAudible } = turn.stamps;
    this.hub.played(conversation, turn.number, {
      lastSpeechMs: turn.spoken && committed !== null ? estimate.toServer(committed) : null,
      firstAudibleMs: firstAudible === null ? null : estimate.toServer(firstAudible),
      clockErrorMs: estimate.errorMs,
      underruns,
      jitterBufferMs,
    });
  }
}
