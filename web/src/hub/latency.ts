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
}

export async function fetchLatency(after: number): Promise<LatencyPage> {
  const response = await fetch(`/api/latency?after=${after}`);
  if (!response.ok) {
    throw new Error(`/api/latency answered ${response.status}`);
  }
  return (await response.json()) as LatencyPage;
}
