import { useEffect, useRef } from "preact/hooks";
import uPlot from "uplot";
import { choices } from "../pages/chat/choices";

interface ChartProps {
  /** Read out instead of the picture. */
  label: string;
  data: uPlot.AlignedData;
  /** Made anew with the colours of the current scheme. */
  options: (colours: ChartColours) => Pick<uPlot.Options, "series" | "scales" | "axes">;
}

export interface ChartColours {
  ink: string;
  soft: string;
  line: string;
  strong: string;
  middle: string;
  mark: string;
}

const height = 240;

/** A uPlot chart in the colours of the page, as wide as its place. */
export function Chart({ label, data, options }: ChartProps) {
  const place = useRef<HTMLDivElement>(null);
  const chart = useRef<uPlot | null>(null);
  const theme = choices.theme.value;

  useEffect(() => {
    const element = place.current;
    if (element === null) {
      return;
    }
    const made = new uPlot(
      { width: element.clientWidth, height, legend: { show: false }, cursor: { y: false }, ...options(readColours(element)) },
      data,
      element,
    );
    chart.current = made;
    const observer = new ResizeObserver(() => made.setSize({ width: element.clientWidth, height }));
    observer.observe(element);
    return () => {
      observer.disconnect();
      made.destroy();
      chart.current = null;
    };
  }, [theme, options]);

  useEffect(() => chart.current?.setData(data), [data]);
  return <div ref={place} class="chart" role="img" aria-label={label} />;
}

function readColours(element: HTMLElement): ChartColours {
  const probe = document.createElement("span");
  element.append(probe);
  const read = (name: string) => {
    probe.style.color = `var(${name})`;
    return getComputedStyle(probe).color;
  };
  const colours = {
    ink: read("--ink"),
    soft: read("--ink-soft"),
    line: read("--line"),
    strong: read("--stage-understand"),
    middle: read("--stage-search"),
    mark: read("--stage-voice"),
  };
  probe.remove();
  return colours;
}
