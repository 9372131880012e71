/** An audio context at the wire's rate where the browser can, at its own otherwise (the worklets then resample). */
export function createContext(sampleRate: number): AudioContext {
  try {
    return new AudioContext({ sampleRate, latencyHint: "interactive" });
  } catch {
    return new AudioContext({ latencyHint: "interactive" });
  }
}

/** When a moment of the context's clock reaches the ear, on the clock of performance.now(). */
export function toPerformanceTime(context: AudioContext, contextTime: number): number {
  const stamp = context.getOutputTimestamp?.();
  if (stamp?.contextTime && stamp.performanceTime) {
    return stamp.performanceTime + (contextTime - stamp.contextTime) * 1_000;
  }
  return performance.now() + (contextTime - context.currentTime + (context.outputLatency || 0)) * 1_000;
}

/** The moment of the context's clock that is at the ear now. */
export function contextTimeAtEar(context: AudioContext): number {
  const stamp = context.getOutputTimestamp?.();
  if (stamp?.contextTime && stamp.performanceTime) {
    return stamp.contextTime + (performance.now() - stamp.performanceTime) / 1_000;
  }
  return context.currentTime - (context.outputLatency || 0);
}
