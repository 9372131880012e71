import { choices, type MicrophoneMode } from "../pages/chat/choices";
import type { ChatSession } from "../pages/chat/session";
import { taState, taStates } from "../pages/chat/ta-state";

const modes: readonly [MicrophoneMode, string][] = [
  ["hold", "Hold to talk"],
  ["open", "Open microphone"],
];

/** How one speaks, and what the TA does now. */
export function MicrophoneModeBar({ session }: { session: ChatSession }) {
  const state = taState(session);
  return (
    <div class="mode-bar">
      <fieldset class="modes">
        <legend class="visually-hidden">How you speak</legend>
        {modes.map(([mode, label]) => (
          <label key={mode}>
            <input
              type="radio"
              name="microphone-mode"
              value={mode}
              checked={choices.microphone.value === mode}
              disabled={session.recording.value}
              onChange={() => (choices.microphone.value = mode)}
            />
            <span>{label}</span>
          </label>
        ))}
      </fieldset>
      <p class="ta-state" data-state={state}>
        <span class="visually-hidden">The teaching assistant: </span>
        {taStates[state]}
      </p>
    </div>
  );
}
