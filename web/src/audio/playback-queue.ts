/** What waits to be heard: pure sample arithmetic, run inside the playback worklet and tested outside it. */

import { audibleLevel } from "./pcm";

export interface PlaybackQueueOptions {
  /** Rate of the samples in hertz. */
  sampleRate: number;
  /** Sound gathered before the first sample is played, in milliseconds. */
  jitterMs: number;
  /** What an underrun adds to it at least. */
  growMs: number;
  /** What it adds at most, where the network was silent for long. */
  growMostMs: number;
  /** What every answer without an underrun takes away again. */
  shrinkMs: number;
  /** The least it may become. */
  minimumJitterMs: number;
  /** The most it may become. */
  maximumJitterMs: number;
  /** Length of a fade to or from silence. */
  fadeMs: number;
}

export const defaultPlaybackOptions: PlaybackQueueOptions = {
  sampleRate: 16_000,
  jitterMs: 80,
  growMs: 5,
  growMostMs: 100,
  shrinkMs: 5,
  minimumJitterMs: 40,
  maximumJitterMs: 400,
  fadeMs: 15,
};

export type PlaybackState = "idle" | "buffering" | "playing" | "held" | "done";

/**
 * Plays one turn at a time. Sound of any other turn is dropped, repeated sound is cut off, missing sound becomes
 * silence of the same length, so that sample numbers stay those of the server.
 */
export class PlaybackQueue {
  private readonly options: PlaybackQueueOptions;
  private readonly fadeStep: number;
  private segments: Float32Array[] = [];
  private offset = 0;
  private received = 0;
  private waited = 0;
  private jitter: number;
  private gain = 1;
  private fading: "none" | "stop" | "hold" = "none";
  private finished = false;
  private starved = -1;
  private isClean = true;

  /** Turn being played; 0 if none. */
  turn = 0;
  state: PlaybackState = "idle";
  /** Number of samples of the turn that have been played. */
  played = 0;
  /** Played samples that were no silence. */
  audible = 0;
  /** Number of the first sample that was no silence; -1 until there was one. */
  firstAudible = -1;
  /** Times the buffer ran empty in mid-answer, all turns together. */
  underruns = 0;

  constructor(options: PlaybackQueueOptions = defaultPlaybackOptions) {
    this.options = options;
    this.fadeStep = 1 / Math.max(1, (options.fadeMs / 1_000) * options.sampleRate);
    this.jitter = options.jitterMs;
  }

  /** Samples waiting. */
  get buffered(): number {
    return this.received - this.played;
  }

  /** Sound gathered before playing, in milliseconds. */
  get jitterMs(): number {
    return this.jitter;
  }

  begin(turn: number): void {
    this.clear();
    this.turn = turn;
    this.received = 0;
    this.played = 0;
    this.audible = 0;
    this.firstAudible = -1;
    this.waited = 0;
    this.finished = false;
    this.starved = -1;
    this.isClean = true;
    this.gain = 1;
    this.fading = "none";
    this.state = "buffering";
  }

  push(turn: number, firstSample: number, samples: Float32Array): void {
    if (turn !== this.turn || this.state === "idle" || this.fading === "stop") {
      return;
    }
    if (firstSample > this.received) {
      this.append(new Float32Array(firstSample - this.received));
    }
    const known = this.received - firstSample;
    if (known < samples.length) {
      this.append(known > 0 ? samples.subarray(known) : samples);
    }
  }

  /** No more sound will come: what waits is played without waiting for more. */
  finish(turn: number): void {
    if (turn === this.turn) {
      this.finished = true;
    }
  }

  /** Fades out and forgets the rest. */
  stop(): void {
    if (this.state === "playing") {
      this.fading = "stop";
    } else {
      this.end();
    }
  }

  /** Fades out and waits, without losing a sample. */
  hold(): void {
    if (this.state === "playing") {
      this.fading = "hold";
    } else if (this.state === "buffering") {
      this.state = "held";
    }
  }

  /** Goes on where hold stopped. */
  resume(): void {
    if (this.fading === "hold") {
      this.fading = "none";
    } else if (this.state === "held") {
      this.gain = 0;
      this.state = "buffering";
    }
  }

  /** Fills a block; silence where there is nothing to play. @returns Samples that came from the turn. */
  read(output: Float32Array): number {
    output.fill(0);
    this.startIfReady(output.length);
    let written = 0;
    while (written < output.length && this.state === "playing") {
      const segment = this.segments[0];
      if (segment === undefined) {
        this.runDry();
        break;
      }
      output[written++] = this.next(segment);
    }
    return written;
  }

  private next(segment: Float32Array): number {
    const sample = segment[this.offset++] ?? 0;
    if (this.offset === segment.length) {
      this.segments.shift();
      this.offset = 0;
    }
    if (Math.abs(sample) > audibleLevel) {
      this.audible++;
      if (this.firstAudible < 0) {
        this.firstAudible = this.played;
      }
    }
    this.played++;
    return sample * this.fade();
  }

  private fade(): number {
    if (this.fading === "none") {
      this.gain = Math.min(1, this.gain + this.fadeStep);
      return this.gain;
    }
    this.gain -= this.fadeStep;
    if (this.gain > 0) {
      return this.gain;
    }
    this.gain = 0;
    if (this.fading === "stop") {
      this.end();
    } else {
      this.fading = "none";
      this.state = "held";
    }
    return 0;
  }

  private startIfReady(block: number): void {
    if (this.state !== "buffering") {
      return;
    }
    if (this.starved >= 0) {
      this.starved += block;
    }
    if (this.buffered === 0) {
      if (this.finished) {
        this.complete();
      }
      return;
    }
    this.growForWait();
    const wanted = (this.jitter / 1_000) * this.options.sampleRate;
    // A first chunk smaller than the buffer must not wait for ever: the wait itself is the same protection.
    if (this.finished || this.buffered >= wanted || this.waited >= wanted) {
      this.state = "playing";
      this.waited = 0;
    } else {
      this.waited += block;
    }
  }

  private runDry(): void {
    if (this.finished) {
      this.complete();
      return;
    }
    this.underruns++;
    this.isClean = false;
    this.grow(this.options.growMs);
    this.starved = 0;
    this.waited = 0;
    this.state = "buffering";
  }

  /** Sound comes again after the network was silent: half of that silence is what the next one may last. */
  private growForWait(): void {
    if (this.starved >= 0) {
      const silentMs = (this.starved / this.options.sampleRate) * 1_000;
      this.grow(Math.min(this.options.growMostMs, silentMs / 2) - this.options.growMs);
      this.starved = -1;
    }
  }

  private grow(ms: number): void {
    this.jitter = Math.min(this.options.maximumJitterMs, this.jitter + Math.max(0, ms));
  }

  /** Played to its end; an answer that never ran dry needs less protection. */
  private complete(): void {
    this.state = "done";
    if (this.isClean && this.played > 0) {
      this.jitter = Math.max(Math.min(this.jitter, this.options.minimumJitterMs), this.jitter - this.options.shrinkMs);
    }
  }

  private append(samples: Float32Array): void {
    if (samples.length > 0) {
      this.segments.push(samples);
      this.received += samples.length;
    }
  }

  private end(): void {
    this.clear();
    this.fading = "none";
    this.state = "done";
  }

  private clear(): void {
    this.segments = [];
    this.offset = 0;
  }
}
