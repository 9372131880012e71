import { Resampler } from "./resampler";
import type { CaptureReport } from "./worklet-messages";

const wireRate = 16_000;
const frameSamples = wireRate / 50; // 20 ms

/** Hands the microphone to the page in frames of 20 ms at 16 kHz. */
class CaptureProcessor extends AudioWorkletProcessor {
  private readonly resampler = sampleRate === wireRate ? null : new Resampler(sampleRate, wireRate);
  private frame = new Float32Array(frameSamples);
  private filled = 0;

  process(inputs: Float32Array[][]): boolean {
    const input = inputs[0]?.[0];
    if (input !== undefined) {
      this.collect(this.resampler === null ? input : this.resampler.process(input));
    }
    return true;
  }

  private collect(samples: Float32Array): void {
    for (let taken = 0; taken < samples.length; ) {
      const part = samples.subarray(taken, taken + frameSamples - this.filled);
      this.frame.set(part, this.filled);
      this.filled += part.length;
      taken += part.length;
      if (this.filled === frameSamples) {
        const report: CaptureReport = { samples: this.frame, contextTime: currentTime };
        this.port.postMessage(report, [this.frame.buffer]);
        this.frame = new Float32Array(frameSamples);
        this.filled = 0;
      }
    }
  }
}

registerProcessor("virtualta-capture", CaptureProcessor);
