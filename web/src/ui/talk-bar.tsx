import { useCallback, useEffect } from "preact/hooks";
import { rms } from "../audio/pcm";
import type { ChatSession } from "../pages/chat/session";
import { Icon } from "./icons";
import { belongsToControl } from "./keys";
import { usePressOrTap } from "./press-or-tap";
import { Waveform } from "./waveform";

const isTouch = matchMedia("(pointer: coarse)").matches;
const idleHint = isTouch ? "or tap to begin and tap to end" : "or hold the space bar";
const speakingHint = isTouch ? "Speaking" : "Speaking. Hold to ask something else";

interface TalkBarProps {
  session: ChatSession;
  disabled: boolean;
}

/** Hold to talk: by pointer, by touch, by the space bar anywhere on the page, or by a tap to begin and another to end. */
export function TalkBar({ session, disabled }: TalkBarProps) {
  const recording = session.recording.value;
  const current = session.turns.current.value;
  const playing = session.playback.playing.value !== null;
  const busy = playing || (current !== null && current.phase !== "over" && !recording);

  const { latched, press, release, handlers } = usePressOrTap({
    recording,
    disabled,
    start: () => void session.startTalking(),
    finish: () => session.stopTalking(),
  });

  useEffect(() => {
    const down = (event: KeyboardEvent) => {
      if (event.key === "Escape" && !event.defaultPrevented && document.querySelector("dialog[open]") === null) {
        session.stop();
      } else if (event.code === "Space" && !belongsToControl(event.target)) {
        event.preventDefault();
        if (!event.repeat) {
          press();
        }
      }
    };
    const up = (event: KeyboardEvent) => {
      if (event.code === "Space") {
        release();
      }
    };
    addEventListener("keydown", down);
    addEventListener("keyup", up);
    return () => {
      removeEventListener("keydown", down);
      removeEventListener("keyup", up);
    };
  }, [session, press, release]);

  const level = useCallback(
    () => (session.recording.value ? session.microphoneLevel.value : Math.min(1, rms(session.playback.waveform()) * 4)),
    [session],
  );
  const label = recording ? (latched ? "Tap to send" : "Release to send") : "Hold to talk";
  return (
    <div class={recording ? "talk recording" : playing ? "talk speaking" : "talk"}>
      <button
        type="button"
        class="talk-button"
        disabled={disabled}
        aria-pressed={recording}
        aria-describedby="talk-help"
        {...handlers}
        onKeyDown={(event) => event.key === "Enter" && !event.repeat && press()}
        onKeyUp={(event) => event.key === "Enter" && release()}
      >
        <span class="talk-label">{label}</span>
        <Waveform level={level} active={recording || playing} />
        <span class="talk-hint" id="talk-help">
          {stateOf(session, recording, playing, latched)}
        </span>
      </button>
      {busy && (
        <button type="button" class="stop-button" onClick={() => session.stop()}>
          <Icon name="stop" />
          {recording ? "Cancel" : "Stop"} <kbd>Esc</kbd>
        </button>
      )}
    </div>
  );
}

function stateOf(session: ChatSession, recording: boolean, playing: boolean, latched: boolean): string {
  if (recording) {
    const seconds = Math.floor(session.recordedMs.value / 1_000);
    return `${latched ? "Listening, tap again to send" : "Listening"} 0:${String(seconds).padStart(2, "0")}`;
  }
  const phase = session.turns.current.value?.phase;
  if (phase === "understanding") {
    return "Understanding";
  }
  if (phase === "thinking") {
    return "Looking in the course";
  }
  return playing ? speakingHint : idleHint;
}
