import type { ListeningEvent } from "../../hub/events";
import type { ListeningHost } from "./listening-host";
import { newTurn } from "./turn-state";

/** A question that was begun and never became one is taken off the page after this long: a cough, or "okay". */
const forgetMs = 10_000;

/** The question being spoken at an open microphone: from its first sound until it is over, or turns out to be none. */
export class SpokenQuestion {
  /** The page's turn for it; null before its first words. */
  id: number | null = null;

  private readonly host: ListeningHost;
  /** The server's number for it, known before any of its words. */
  private number: number | null = null;
  private forgetting: ReturnType<typeof setTimeout> | undefined;

  constructor(host: ListeningHost) {
    this.host = host;
  }

  /** Somebody begins to speak, or ends. */
  follow(event: ListeningEvent): void {
    clearTimeout(this.forgetting);
    this.number = event.turn;
    if (!event.isSpeaking) {
      if (this.id !== null) {
        this.host.turns.update(this.id, (turn) => ({ ...turn, phase: "understanding" }));
      }
      this.forgetting = setTimeout(() => this.abandon(), forgetMs);
    }
  }

  /** Its first words: from now on it is on the page. */
  show(number: number): number {
    this.abandon();
    const { id } = this.host.turns.add({ ...newTurn(this.host.turns.nextId(), true, this.host.course()), number });
    this.host.turns.know(number, id);
    this.id = id;
    return id;
  }

  /** It is over. @param committed When its last sound was heard. */
  commit(id: number, committed: number | null): void {
    this.id = this.number = null;
    clearTimeout(this.forgetting);
    this.host.turns.update(id, (turn) => ({ ...turn, stamps: { ...turn.stamps, committed } }));
  }

  /** The connection broke. The server answers the question if it was over for it, whatever the page knows of that. */
  lose(committed: number | null): void {
    const id = this.id ?? (this.number === null ? null : this.show(this.number));
    if (id === null) {
      return;
    }
    this.commit(id, committed);
    this.host.turns.update(id, (turn) => ({ ...turn, phase: "understanding" }));
    this.host.lose(id);
  }

  /** The server listens no longer. */
  fail(): void {
    if (this.id !== null) {
      this.host.fail(this.id, "The connection was lost before the question was complete. Please ask again.");
      this.id = null;
    }
    this.abandon();
  }

  /** Takes it off the page, because it never became one. */
  abandon(): void {
    clearTimeout(this.forgetting);
    this.number = null;
    if (this.id !== null) {
      this.host.turns.remove(this.id);
      this.id = null;
    }
  }
}
