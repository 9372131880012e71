import { useCallback, useEffect } from "preact/hooks";
import { rms } from "../audio/pcm";
import type { ChatSession } from "../pages/chat/session";
import { Icon } from "./icons";
import { belongsToControl } from "./keys";
import { Waveform } from "./waveform";

interface ListenBarProps {
  session: ChatSession;
  disabled: boolean;
}

/** The open microphone: one press opens it, another closes it; in between one simply speaks, also over an answer. */
export function ListenBar({ session, disabled }: ListenBarProps) {
  const { listening, playback } = session;
  const state = listening.state.value;
  const hearing = listening.hearing.value;
  const playing = playback.playing.value !== null;
  const current = session.turns.current.value;
  const busy = playing || (current !== null && (current.phase === "thinking" || current.phase === "answering" || current.phase === "understanding"));

  const toggle = useCallback(() => {
    if (listening.isOpen) {
      listening.close();
    } else if (!disabled) {
      void listening.open();
    }
  }, [listening, disabled]);

  useEffect(() => {
    const down = (event: KeyboardEvent) => {
      if (event.key === "Escape" && !event.defaultPrevented && document.querySelector("dialog[open]") === null) {
        session.stop();
      } else if (event.code === "Space" && !event.repeat && !belongsToControl(event.target)) {
        event.preventDefault();
        toggle();
      }
    };
    addEventListener("keydown", down);
    return () => removeEventListener("keydown", down);
  }, [session, toggle]);

  const level = useCallback(
    () => (playback.isAudible ? Math.min(1, rms(playback.waveform()) * 4) : listening.level.value),
    [playback, listening],
  );
  return (
    <div class={hearing ? "talk recording" : state === "open" ? "talk open" : playing ? "talk speaking" : "talk"}>
      <button
        type="button"
        class="talk-button"
        disabled={disabled && state === "off"}
        aria-pressed={state !== "off"}
        aria-describedby="talk-help"
        onClick={toggle}
        onKeyDown={(event) => event.code === "Space" && event.stopPropagation()}
      >
        <span class="talk-label">{state === "off" ? "Open the microphone" : "Close the microphone"}</span>
        <Waveform level={level} active={state === "open" || playing} />
        <span class="talk-hint" id="talk-help">
          {state === "opening" ? "Allow the microphone in the browser" : state === "open" ? "Just speak, also over an answer" : "or press the space bar"}
        </span>
      </button>
      {busy && (
        <button type="button" class="stop-button" onClick={() => session.stop()}>
          <Icon name="stop" />
          Stop <kbd>Esc</kbd>
        </button>
      )}
    </div>
  );
}
