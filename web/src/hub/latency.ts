/** GET /api/latency?after=N: the turns that ended, or became more exactly known, since entry N. */
export interface LatencyPage {
  next: number;
  activeTurns: number;
  conversations: number;
  turns: LatencyEntry[];
}

/** One turn in figures; nothing that was said. Stages are milliseconds from its start. */
export interface LatencyEntry {
  sequence: number;
  conversation: string;
  turn: number;
  startedAt: string;
  reason: string;
  course: string;
  voice: string | null;
  isSpoken: boolean;
  stagesMs: Record<string, number>;
  page: string | null;
  /** Null while the browser has not told. */
  underruns: number | null;
  /** How far the browser's stamps may be off on the server's timeline; null where they are the server's guess. */
  clockErrorMs: number | null;
  /** Budget rules that fired; absent from servers without a budget. */
  rules?: string[];
}

export async function fetchLatency(after: number): Promise<LatencyPage> {
  const response = await fetch(`/api/latency?after=${after}`);
  if (!response.ok) {
    throw new Error(`/api/latency answered ${response.status}`);
  }
  return (await response.json()) as LatencyPage;
}
