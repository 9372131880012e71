import { useMemo } from "preact/hooks";
import uPlot from "uplot";
import type { LatencyEntry } from "../hub/latency";
import { formatMs } from "../pages/chat/latency";
import { histogram, lengthsOf, mouthToEar, percentile, trend, type Span } from "../pages/latency/statistics";
import { Chart, type ChartColours } from "./chart";

const trendPoints = 200;
const bars = 30;
const font = '12px "Bricolage", sans-serif';

/** One stage over time and as a histogram. */
export function LatencyCharts({ span, entries }: { span: Span; entries: readonly LatencyEntry[] }) {
  const line = useMemo(() => trend(span, entries, trendPoints), [span, entries]);
  const lengths = useMemo(() => lengthsOf(span, entries), [span, entries]);
  const bins = useMemo(() => histogram(lengths, bars), [lengths]);
  const lineData = useMemo<uPlot.AlignedData>(() => [line.times, line.p50, line.p95, line.p99], [line]);
  const binData = useMemo<uPlot.AlignedData>(() => [bins.edges, bins.counts], [bins]);
  const median = percentile(lengths, 50);
  if (lengths.length === 0) {
    return (
      <p class="hint">
        No turn shown has a figure for {span.name.toLowerCase()} yet
        {span === mouthToEar ? ", which only browsers can measure" : ""}. Choose another stage in the table to draw it.
      </p>
    );
  }

  return (
    <div class="charts">
      <section aria-label={`${span.name} over time`}>
        <h2>{span.name} over time</h2>
        <Chart
          label={`${span.name} over time; median of all ${median === null ? "unknown" : formatMs(median)}`}
          data={lineData}
          options={lineOptions}
        />
        <p class="legend">
          <span class="swatch understand" /> median <span class="swatch search" /> 95 % <span class="swatch voice" /> 99 %, in milliseconds
        </p>
      </section>
      <section aria-label={`${span.name}, how often`}>
        <h2>{span.name}, how often</h2>
        <Chart label={`Histogram of ${span.name} over ${lengths.length} turns`} data={binData} options={barOptions} />
        <p class="legend">turns by milliseconds; the last bar holds everything above</p>
      </section>
    </div>
  );
}

function axes(colours: ChartColours, bottom: uPlot.Axis): uPlot.Axis[] {
  const common = { stroke: colours.soft, font, grid: { stroke: colours.line, width: 1 }, ticks: { show: false } };
  return [
    { ...common, grid: { show: false }, ...bottom },
    { ...common, size: 56, incrs: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 20_000, 50_000] },
  ];
}

function lineOptions(colours: ChartColours): Pick<uPlot.Options, "series" | "scales" | "axes"> {
  const line = (label: string, stroke: string, width: number): uPlot.Series => ({ label, stroke, width, points: { size: 5, fill: stroke } });
  return {
    scales: { y: { range: (_chart, _min, max) => [0, Math.max(10, max * 1.1)] } },
    axes: axes(colours, {}),
    series: [{}, line("p50", colours.strong, 2.5), line("p95", colours.middle, 1.5), line("p99", colours.mark, 1.5)],
  };
}

function barOptions(colours: ChartColours): Pick<uPlot.Options, "series" | "scales" | "axes"> {
  const paths = uPlot.paths.bars?.({ size: [0.9, 64], align: 1 });
  const series: uPlot.Series = { label: "turns", fill: colours.middle, width: 0, points: { show: false } };
  return {
    scales: { x: { time: false, range: (_chart, min, max) => [min, max * (bars / (bars - 1))] }, y: { range: (_chart, _min, max) => [0, Math.max(1, max * 1.1)] } },
    axes: axes(colours, { values: (_chart, values) => values.map((value) => `${value} ms`) }),
    series: [{}, paths === undefined ? series : { ...series, paths }],
  };
}
