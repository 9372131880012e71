import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import { Waveform } from "../ui/waveform";
import type { VoiceQuestion } from "./voice-question";

/** A press shorter than this is a tap: recording goes on until the next tap, for people who cannot hold. */
const tapMs = 250;

interface PressToTalkProps {
  question: VoiceQuestion;
  disabled: boolean;
  /** What to do where nothing is recorded. */
  hint: string;
  label?: string;
}

/** Hold to ask: by pointer, touch or key, or by a tap to begin and another to end. */
export function PressToTalk({ question, disabled, hint, label = "Hold to ask" }: PressToTalkProps) {
  const pressedAt = useRef<number | null>(null);
  const lastInput = useRef(-Infinity);
  const [latched, setLatched] = useState(false);
  const recording = question.recording.value;

  const press = () => {
    lastInput.current = performance.now();
    if (pressedAt.current !== null || disabled) {
      return;
    }
    if (recording) {
      question.finish(); // the second tap
      return;
    }
    pressedAt.current = performance.now();
    setLatched(false);
    void question.start();
  };
  const release = useCallback(() => {
    const since = pressedAt.current;
    pressedAt.current = null;
    lastInput.current = performance.now();
    if (since !== null && performance.now() - since < tapMs) {
      setLatched(true);
    } else if (since !== null) {
      question.finish();
    }
  }, [question]);

  useEffect(() => {
    addEventListener("blur", release);
    return () => removeEventListener("blur", release);
  }, [release]);

  const level = useCallback(() => question.level.value, [question]);
  const seconds = Math.floor(question.recordedMs.value / 1_000);
  return (
    <div class={recording ? "talk recording" : "talk"}>
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
        onKeyDown={(event) => {
          if (event.key === "Enter" || event.key === " ") {
            event.preventDefault();
            if (!event.repeat) {
              press();
            }
          } else if (event.key === "Escape" && recording) {
            question.cancel();
          }
        }}
        onKeyUp={(event) => (event.key === "Enter" || event.key === " ") && release()}
        onClick={(event) => {
          if (event.detail === 0 && performance.now() - lastInput.current > 500) {
            press(); // a screen reader's own click; that of a key follows the key at once
            release();
          }
        }}
      >
        <span class="talk-label">{recording ? (latched ? "Tap to send" : "Release to send") : label}</span>
        <Waveform level={level} active={recording} />
        <span class="talk-hint" id="talk-help">
          {recording ? `Listening 0:${String(seconds).padStart(2, "0")}` : hint}
        </span>
      </button>
      {recording && (
        <button type="button" class="stop-button" onClick={() => question.cancel()}>
          Cancel
        </button>
      )}
    </div>
  );
}
