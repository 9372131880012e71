import { computed, signal } from "@preact/signals";
import { fetchLatency, type LatencyEntry } from "../../hub/latency";

const pollMs = 1_000;
const capacity = 10_000;

export interface LatencyFilter {
  page: string;
  rule: string;
  course: string;
  voice: string;
  asked: "" | "spoken" | "typed";
  reason: string;
}

/** The turns the server remembers, kept current while the page is visible. */
export class LatencyFeed {
  readonly entries = signal<readonly LatencyEntry[]>([]);
  readonly activeTurns = signal(0);
  readonly conversations = signal(0);
  readonly failed = signal(false);
  readonly filter = signal<LatencyFilter>({ page: "", rule: "", course: "", voice: "", asked: "", reason: "" });
  readonly shown = computed(() => this.entries.value.filter((entry) => matches(entry, this.filter.value)));

  private readonly byTurn = new Map<string, LatencyEntry>();
  private next = 0;

  start(): void {
    void this.poll();
  }

  private async poll(): Promise<void> {
    if (!document.hidden) {
      try {
        this.take(await fetchLatency(this.next));
        this.failed.value = false;
      } catch {
        this.failed.value = true;
      }
    }
    setTimeout(() => void this.poll(), pollMs);
  }

  private take(page: Awaited<ReturnType<typeof fetchLatency>>): void {
    if (page.next < this.next) {
      this.byTurn.clear(); // the server was started again
    }
    this.next = page.next;
    this.activeTurns.value = page.activeTurns;
    this.conversations.value = page.conversations;
    if (page.turns.length === 0) {
      return;
    }
    for (const entry of page.turns) {
      const key = `${entry.conversation}/${entry.turn}`;
      this.byTurn.delete(key); // a turn known more exactly moves to the end
      this.byTurn.set(key, entry);
    }
    for (const key of this.byTurn.keys()) {
      if (this.byTurn.size <= capacity) {
        break;
      }
      this.byTurn.delete(key);
    }
    this.entries.value = [...this.byTurn.values()];
  }
}

/** The different values of a field, for a filter's choices. */
export function choicesOf(entries: readonly LatencyEntry[], field: "page" | "course" | "voice" | "reason"): string[] {
  return [...new Set(entries.map((entry) => entry[field] ?? ""))].filter((value) => value !== "").sort();
}

export function matches(entry: LatencyEntry, filter: LatencyFilter): boolean {
  return (
    (filter.page === "" || entry.page === filter.page) &&
    (filter.rule === "" || (entry.rules ?? []).includes(filter.rule)) &&
    (filter.course === "" || entry.course === filter.course) &&
    (filter.voice === "" || entry.voice === filter.voice) &&
    (filter.reason === "" || entry.reason === filter.reason) &&
    (filter.asked === "" || (filter.asked === "spoken") === entry.isSpoken)
  );
}
