import { useCallback } from "preact/hooks";
import { usePressOrTap } from "../ui/press-or-tap";
import { Waveform } from "../ui/waveform";
import type { VoiceQuestion } from "./voice-question";

interface PressToTalkProps {
  question: VoiceQuestion;
  disabled: boolean;
  /** What to do where nothing is recorded. */
  hint: string;
  label?: string;
}

/** Hold to ask: by pointer, touch or key, or by a tap to begin and another to end. */
export function PressToTalk({ question, disabled, hint, label = "Hold to ask" }: PressToTalkProps) {
  const recording = question.recording.value;
  const { latched, press, release, handlers } = usePressOrTap({
    recording,
    disabled,
    start: () => void question.start(),
    finish: () => question.finish(),
  });
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
        {...handlers}
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
