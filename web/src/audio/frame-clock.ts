/**
 * When a frame of the microphone was taken up, on the clock of performance.now(). Messages of a worklet come late by a varying
 * time, never early: the least delay of the last seconds is the clocks' difference. Pure.
 */
export class FrameClock {
  private readonly differences: number[] = [];
  private readonly kept: number;

  constructor(kept = 500) {
    this.kept = kept;
  }

  /**
   * @param contextTime End of the frame on the audio clock, in seconds.
   * @param arrivedAt When its message came, in milliseconds.
   */
  toPerformanceTime(contextTime: number, arrivedAt: number): number {
    this.differences.push(arrivedAt - contextTime * 1_000);
    if (this.differences.length > this.kept) {
      this.differences.shift();
    }
    return contextTime * 1_000 + Math.min(...this.differences);
  }
}
