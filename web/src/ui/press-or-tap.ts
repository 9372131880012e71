import { useCallback, useEffect, useRef, useState } from "preact/hooks";

/** A press shorter than this is a tap: recording goes on until the next tap, for people who cannot hold. */
const tapMs = 250;

interface Recorder {
  recording: boolean;
  disabled: boolean;
  start: () => void;
  finish: () => void;
}

/** Hold to record, or tap to begin and tap to end: by pointer, touch or a screen reader's click. Keys call `press` and `release`. */
export function usePressOrTap(recorder: Recorder) {
  const latest = useRef(recorder);
  latest.current = recorder;
  const pressedAt = useRef<number | null>(null);
  const lastInput = useRef(-Infinity);
  const [latched, setLatched] = useState(false);

  const press = useCallback(() => {
    lastInput.current = performance.now();
    if (pressedAt.current !== null || latest.current.disabled) {
      return;
    }
    if (latest.current.recording) {
      latest.current.finish(); // the second tap
      return;
    }
    pressedAt.current = performance.now();
    setLatched(false);
    latest.current.start();
  }, []);

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
      latest.current.finish();
    }
  }, []);

  useEffect(() => {
    if (recorder.disabled) {
      pressedAt.current = null; // a disabled button never tells that it was released
    }
  }, [recorder.disabled]);

  useEffect(() => {
    addEventListener("blur", release);
    return () => removeEventListener("blur", release);
  }, [release]);

  const handlers = {
    onPointerDown: (event: PointerEvent) => {
      if (event.button === 0) {
        (event.currentTarget as Element).setPointerCapture(event.pointerId);
        press();
      }
    },
    onPointerUp: release,
    onPointerCancel: release,
    onContextMenu: (event: Event) => event.preventDefault(),
    onClick: (event: MouseEvent) => {
      if (event.detail === 0 && performance.now() - lastInput.current > 500) {
        press(); // a screen reader's own click; that of a key follows the key at once
        release();
      }
    },
  };
  return { latched, press, release, handlers };
}
