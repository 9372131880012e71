import { useEffect, useRef } from "preact/hooks";

interface WaveformProps {
  /** Loudness now, 0 to 1. */
  level: () => number;
  active: boolean;
}

const barWidth = 3;
const barGap = 3;
const intervalMs = 40;

/** The last seconds of sound as bars that move from right to left. */
export function Waveform({ level, active }: WaveformProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const history = useRef<number[]>([]);
  useEffect(() => {
    const element = canvas.current;
    const drawing = element?.getContext("2d");
    if (!element || !drawing) {
      return;
    }
    let request = 0;
    let last = 0;
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    const draw = (time: number) => {
      if (time - last >= intervalMs) {
        last = time;
        const width = element.clientWidth;
        const height = element.clientHeight;
        const bars = Math.floor(width / (barWidth + barGap));
        const now = active ? level() : 0;
        const before = still ? new Array<number>(bars).fill(now) : history.current;
        history.current = [...new Array<number>(Math.max(0, bars - before.length)).fill(0), ...before, now].slice(-bars);
        paint(element, drawing, width, height, history.current);
      }
      if (active || history.current.some((value) => value > 0)) {
        request = requestAnimationFrame(draw);
      }
    };
    request = requestAnimationFrame(draw);
    return () => cancelAnimationFrame(request);
  }, [active, level]);
  return <canvas ref={canvas} class="waveform" aria-hidden="true" />;
}

function paint(element: HTMLCanvasElement, drawing: CanvasRenderingContext2D, width: number, height: number, levels: number[]): void {
  const scale = devicePixelRatio;
  if (element.width !== Math.round(width * scale)) {
    element.width = Math.round(width * scale);
    element.height = Math.round(height * scale);
  }
  drawing.setTransform(scale, 0, 0, scale, 0, 0);
  drawing.clearRect(0, 0, width, height);
  drawing.fillStyle = getComputedStyle(element).color;
  levels.forEach((value, index) => {
    const tall = Math.max(2, Math.sqrt(value) * height);
    const x = width - (levels.length - index) * (barWidth + barGap);
    drawing.globalAlpha = 0.35 + 0.65 * (index / levels.length);
    drawing.beginPath();
    drawing.roundRect(x, (height - tall) / 2, barWidth, tall, barWidth / 2);
    drawing.fill();
  });
}
