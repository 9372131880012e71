import { computed, signal } from "@preact/signals";
import type { TurnView } from "./turn-state";

/** The turns of the page, oldest first. */
export class TurnList {
  readonly all = signal<readonly TurnView[]>([]);
  readonly current = computed(() => this.all.value.at(-1) ?? null);

  nextId(): number {
    return (this.current.value?.id ?? 0) + 1;
  }

  add(turn: TurnView): TurnView {
    this.all.value = [...this.all.value, turn];
    return turn;
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
