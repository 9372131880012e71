/** What ducking needs of the playback. */
export interface Duckable {
  readonly isAudible: boolean;
  hold(): void;
  resume(): void;
}

/** The server says nothing although nobody speaks any more: it heard no speech. */
const silenceMs = 400;

/** The server says nothing although somebody seems to speak. */
const longestMs = 1_500;

/**
 * Mutes an answer the moment the page hears somebody, long before the server has decided whether that is an interruption
 * (agent.md §5: duck first, decide after). If the server hears nobody, the answer goes on.
 */
export class LocalDuck {
  private readonly playback: Duckable;
  private since: number | null = null;
  private heardAt = 0;

  constructor(playback: Duckable) {
    this.playback = playback;
  }

  get isHolding(): boolean {
    return this.since !== null;
  }

  begin(now: number): void {
    if (this.playback.isAudible) {
      this.since = now;
      this.heardAt = now;
      this.playback.hold();
    }
  }

  /** To be asked with every frame. @returns Whether it was no speech after all; then the answer goes on. */
  isMistaken(isSpeaking: boolean, now: number): boolean {
    if (this.since === null) {
      return false;
    }
    if (isSpeaking) {
      this.heardAt = now;
    }
    if (now - this.heardAt < silenceMs && now - this.since < longestMs) {
      return false;
    }
    this.since = null;
    this.playback.resume();
    return true;
  }

  /** The server has taken over: it decides. */
  settle(): void {
    this.since = null;
  }
}
