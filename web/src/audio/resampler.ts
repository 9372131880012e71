/**
 * Changes the sample rate of a stream, for browsers whose audio context cannot run at 16 kHz.
 * Kaiser-windowed sinc interpolation with its table of phases computed once; the same output for any cut of the input.
 */
export class Resampler {
  private static readonly lobes = 16;
  private static readonly phases = 512;
  private readonly step: number;
  private readonly half: number;
  private readonly table: Float32Array;
  private history: Float32Array;
  private position: number;

  /** @param from Rate of the input in hertz. @param to Rate of the output in hertz. */
  constructor(from: number, to: number) {
    this.step = from / to;
    const cutoff = Math.min(1, to / from) * 0.94; // the last 6 % are the filter's slope
    this.half = Math.ceil(Resampler.lobes / cutoff);
    this.table = kernel(this.half, Resampler.phases, cutoff);
    this.history = new Float32Array(this.half - 1);
    this.position = this.half - 1;
  }

  /** Delay from input to output, in input samples. */
  get delay(): number {
    return this.half;
  }

  process(input: Float32Array): Float32Array<ArrayBuffer> {
    const samples = new Float32Array(this.history.length + input.length);
    samples.set(this.history);
    samples.set(input, this.history.length);
    const last = samples.length - this.half - 1;
    const count = Math.max(0, Math.floor((last - this.position) / this.step) + 1);
    const output = new Float32Array(count);
    for (let i = 0; i < count; i++) {
      output[i] = this.interpolate(samples, this.position);
      this.position += this.step;
    }
    const keepFrom = Math.max(0, Math.min(samples.length, Math.floor(this.position) - this.half + 1));
    this.history = samples.slice(keepFrom);
    this.position -= keepFrom;
    return output;
  }

  private interpolate(samples: Float32Array, position: number): number {
    const whole = Math.floor(position);
    const phase = (position - whole) * Resampler.phases;
    const row = Math.floor(phase);
    const blend = phase - row;
    const taps = this.half * 2;
    const near = row * taps;
    const first = whole - this.half + 1;
    let sum = 0;
    for (let tap = 0; tap < taps; tap++) {
      const a = this.table[near + tap]!;
      const b = this.table[near + taps + tap]!;
      sum += samples[first + tap]! * (a + (b - a) * blend);
    }
    return sum;
  }
}

/** One row of taps for each phase, and one more so that the last phase has a neighbour to blend with. */
function kernel(half: number, phases: number, cutoff: number): Float32Array {
  const taps = half * 2;
  const table = new Float32Array((phases + 1) * taps);
  for (let phase = 0; phase <= phases; phase++) {
    for (let tap = 0; tap < taps; tap++) {
      const distance = tap - half + 1 - phase / phases;
      table[phase * taps + tap] = cutoff * sinc(cutoff * distance) * kaiser(distance / half);
    }
  }
  return table;
}

function sinc(x: number): number {
  return Math.abs(x) < 1e-9 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
}

function kaiser(x: number): number {
  const beta = 8.6; // stop band about -90 dB
  return Math.abs(x) >= 1 ? 0 : bessel(beta * Math.sqrt(1 - x * x)) / bessel(beta);
}

/** Modified Bessel function of order zero, by its series. */
function bessel(x: number): number {
  let term = 1;
  let sum = 1;
  for (let k = 1; term > sum * 1e-9; k++) {
    term *= (x / (2 * k)) ** 2;
    sum += term;
  }
  return sum;
}
