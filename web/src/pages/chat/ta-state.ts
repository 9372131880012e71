/** What the TA does now, in one word for everybody. */

import type { ChatSession } from "./session";

export type TaState = "idle" | "listening" | "hearing" | "thinking" | "speaking" | "waiting";

export const taStates: Record<TaState, string> = {
  idle: "Ready",
  listening: "Listening",
  hearing: "Hearing you",
  thinking: "Thinking",
  speaking: "Speaking",
  waiting: "Waiting for you",
};

export function taState(session: ChatSession): TaState {
  if (session.recording.value || session.listening.hearing.value) {
    return session.playback.held.value ? "waiting" : "hearing";
  }
  if (session.playback.playing.value !== null && session.playback.latest.value !== null) {
    return session.playback.held.value ? "waiting" : "speaking";
  }
  const current = session.turns.current.value;
  if (current !== null && current.phase !== "over" && current.phase !== "recording") {
    return "thinking";
  }
  return session.listening.state.value === "open" ? "listening" : "idle";
}
