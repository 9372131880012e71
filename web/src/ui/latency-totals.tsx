import { useMemo } from "preact/hooks";
import type { LatencyEntry } from "../hub/latency";
import { countRules, countUnderruns } from "../pages/latency/statistics";

/** What went wrong, or was given up on purpose, over the turns shown. */
export function LatencyTotals({ entries }: { entries: readonly LatencyEntry[] }) {
  const { underruns, turns } = useMemo(() => countUnderruns(entries), [entries]);
  const rules = useMemo(() => countRules(entries), [entries]);
  return (
    <dl class="totals">
      <div>
        <dt>Underruns</dt>
        <dd>
          {turns === 0 ? "–" : underruns.toLocaleString("en")}
          {turns > 0 && <span> in {turns.toLocaleString("en")} answers played</span>}
        </dd>
      </div>
      <div>
        <dt>Budget rules fired</dt>
        <dd>
          {rules.length === 0 ? (
            <span>none</span>
          ) : (
            rules.map(([rule, count]) => (
              <span key={rule} class="rule">
                {rule} {count.toLocaleString("en")}×
              </span>
            ))
          )}
        </dd>
      </div>
    </dl>
  );
}
