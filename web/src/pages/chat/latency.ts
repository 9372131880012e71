/** Where the time between the question's end and the first sound went. */

import type { TurnView } from "./turn-state";

export interface LatencyPart {
  name: string;
  explanation: string;
  ms: number;
}

export interface LatencyAccount {
  parts: LatencyPart[];
  /** From the end of the question to the first audible sample at the ear, by the browser's clock alone; null if silent. */
  totalMs: number | null;
}

/**
 * The server's stages are differences of its own stamps and the total is one of the browser's, so that no two clocks
 * are ever subtracted; what the server does not account for is the way to the ear and back.
 */
export function accountFor(turn: TurnView): LatencyAccount {
  const at = turn.stagesMs;
  const parts: LatencyPart[] = [];
  const add = (name: string, explanation: string, from: number | undefined, to: number | undefined) => {
    if (from !== undefined && to !== undefined && to >= from) {
      parts.push({ name, explanation, ms: to - from });
    }
  };
  const origin = turn.spoken ? at["speechEnded"] : at["started"];
  add("Understand", "last sound received → transcript ready", origin, at["transcriptReady"]);
  add("Search", "transcript ready → sources found", at["transcriptReady"], at["sourcesReady"]);
  add("Words", "sources found → first phrase for the voice", at["sourcesReady"], at["firstPhrase"] ?? at["firstToken"]);
  add("Voice", "first phrase → first sound made", at["firstPhrase"], at["firstAudio"]);
  const { committed, firstAudible } = turn.stamps;
  const totalMs = committed !== null && firstAudible !== null ? firstAudible - committed : null;
  if (totalMs !== null && origin !== undefined && at["firstAudio"] !== undefined) {
    parts.push({
      name: "Delivery",
      explanation: "network, playback buffer and device, both ways",
      ms: Math.max(0, totalMs - (at["firstAudio"] - origin)),
    });
  }
  return { parts, totalMs };
}

export function formatMs(ms: number): string {
  return ms >= 10_000 ? `${(ms / 1_000).toFixed(1)} s` : `${Math.round(ms).toLocaleString("en")} ms`;
}
