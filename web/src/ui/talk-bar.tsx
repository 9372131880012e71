import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import { rms } from "../audio/pcm";
import type { ChatSession } from "../pages/chat/session";
import { Icon } from "./icons";
import { belongsToControl } from "./keys";
import { Waveform } from "./waveform";

/** A press shorter than this is a tap: recording goes on until the next tap, for people who cannot hold. */
const tapMs = 250;

const isTouch = matchMedia("(pointer: coarse)").matches;
const idleHint = isTouch ? "or tap to begin and tap to end" : "or hold the space bar";
const speakingHint = isTouch ? "Speaking" : "Speaking. Hold to ask something else";

interface TalkBarProps {
  session: ChatSession;
  disabled: boolean;
}

/** Hold to talk: by pointer, by touch, by the space bar anywhere on the page, or by a tap to begin and another to end. */
export function TalkBar({ session, disabled }: TalkBarProps) {
  const pressedAt = useRef<number | null>(null);
  const lastInput = useRef(-Infinity);
  const [latched, setLatched] = useState(false);
  const recording = session.recording.value;
  const current = session.turns.current.value;
  const playing = session.playback.playing.value !== null;
  const busy = playing || (current !== null && current.phase !== "over" && !recording);

  const press = useCallback(() => {
    lastInput.current = performance.now();
    if (pressedAt.current !== null || disabled) {
      return;
    }
    if (session.recording.value) {
      session.stopTalking(); // the second tap
      return;
    }
    pressedAt.current = performance.now();
    setLatched(false);
    void session.startTalking();
  }, [session, disabled]);

  const release = useCallback(() => {
    const since = pressedAt.current;
    pressedAt.current = null;
    lastInput.current = performance.now();
    if (since === null) {
      return;
    }
    if (performance.now() - since < tapMs) {
      setLatched(true);
    } else {
      session.stopTalking();
    }
  }, [session]);

  useEffect(() => {
    if (disabled) {
      pressedAt.current = null; // a disabled button never tells that it was released
    }
  }, [disabled]);

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
    addEventListener("blur", release);
    return () => {
      removeEventListener("keydown", down);
      removeEventListener("keyup", up);
      removeEventListener("blur", release);
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
        onPointerDown={(event) => {
          if (event.button === 0) {
            event.currentTarget.setPointerCapture(event.pointerId);
            press();
          }
        }}
        onPointerUp={release}
        onPointerCancel={release}
        onContextMenu={(event) => event.preventDefault()}
        onKeyDown={(event) => event.key === "Enter" && !event.repeat && press()}
        onKeyUp={(event) => event.key === "Enter" && release()}
        onClick={(event) => {
          if (event.detail === 0 && performance.now() - lastInput.current > 500) {
            press(); // a screen reader's own click; that of a key follows the key at once
            release();
          }
        }}
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
