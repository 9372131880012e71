import { computed, signal } from "@preact/signals";
import type { TurnView } from "./turn-state";

/** The turns of the page, oldest first. */
export class TurnList {
  readonly all = signal<readonly TurnView[]>([]);
  readonly current = computed(() => this.all.value.at(-1) ?? null);

  private readonly numbers = new Map<number, number>();
  private lastId = 0;

  nextId(): number {
    return ++this.lastId; // never given twice, because sound of a turn that was removed may still be on its way
  }

  add(turn: TurnView): TurnView {
    this.all.value = [...this.all.value, turn];
    return turn;
  }

  /** The server's number of a turn is known: numbers are those of one conversation. */
  know(number: number, id: number): void {
    this.numbers.set(number, id);
  }

  /** The page's turn with the server's number. */
  numbered(number: number): TurnView | undefined {
    const id = this.numbers.get(number);
    return id === undefined ? undefined : this.find(id);
  }

  /** The server does not know this turn. */
  forgetNumber(id: number): void {
    for (const [number, known] of this.numbers) {
      if (known === id) {
        this.numbers.delete(number);
      }
    }
  }

  /** Another conversation begins. */
  forgetNumbers(): void {
    this.numbers.clear();
  }

  remove(id: number): void {
    this.all.value = this.all.value.filter((turn) => turn.id !== id);
  }

  find(id: number): TurnView | undefined {
    return this.all.value.findLast((turn) => turn.id === id);
  }

  update(id: number, change: (turn: TurnView) => TurnView): void {
    this.all.value = this.all.value.map((turn) => (turn.id === id ? change(turn) : turn));
  }
}
