import { defaultPlaybackOptions, PlaybackQueue } from "./playback-queue";
import { Resampler } from "./resampler";
import type { PlaybackCommand, PlaybackReport } from "./worklet-messages";

const wireRate = defaultPlaybackOptions.sampleRate;
const reportEvery = wireRate / 10;

/** Plays the answer and says, sample by sample, how far the ear has come. */
class PlaybackProcessor extends AudioWorkletProcessor {
  private readonly queue = new PlaybackQueue();
  private readonly resampler = sampleRate === wireRate ? null : new Resampler(wireRate, sampleRate);
  private readonly block = new Float32Array(128);
  private ready: Float32Array = new Float32Array(0);
  private reported = 0;
  private wasAudible = false;
  private before = this.queue.state;

  constructor() {
    super();
    this.port.onmessage = (message: MessageEvent<PlaybackCommand>) => this.obey(message.data);
  }

  process(_inputs: Float32Array[][], outputs: Float32Array[][]): boolean {
    const output = outputs[0]?.[0];
    if (output === undefined) {
      return true;
    }
    if (this.resampler === null) {
      this.queue.read(output);
    } else {
      this.resample(output);
    }
    this.report(output.length);
    return true;
  }

  private obey(command: PlaybackCommand): void {
    switch (command.kind) {
      case "begin":
        this.queue.begin(command.turn);
        this.reported = 0;
        this.wasAudible = false;
        this.before = this.queue.state;
        break;
      case "push":
        this.queue.push(command.turn, command.firstSample, command.samples);
        break;
      case "finish":
        this.queue.finish(command.turn);
        break;
      case "hold":
        this.queue.hold();
        break;
      case "resume":
        this.queue.resume();
        break;
      case "stop":
        this.queue.stop();
        if (this.queue.state === "done" && this.before !== "done") {
          this.before = "done";
          this.send("stopped", this.queue.played, currentTime);
        }
        break;
    }
  }

  private resample(output: Float32Array): void {
    while (this.ready.length < output.length) {
      this.queue.read(this.block);
      const more = this.resampler!.process(this.block);
      const joined = new Float32Array(this.ready.length + more.length);
      joined.set(this.ready);
      joined.set(more, this.ready.length);
      this.ready = joined;
    }
    output.set(this.ready.subarray(0, output.length));
    this.ready = this.ready.slice(output.length);
  }

  private report(blockLength: number): void {
    const end = currentTime + blockLength / sampleRate;
    const { played, firstAudible, state } = this.queue;
    if (!this.wasAudible && firstAudible >= 0) {
      this.wasAudible = true;
      this.send("first-audible", firstAudible, end - (played - firstAudible) / wireRate);
    }
    if (state !== this.before) {
      this.before = state;
      if (state === "done") {
        this.send(this.queue.buffered > 0 ? "stopped" : "drained", played, end);
        return;
      }
      if (state === "held") {
        this.send("held", played, end);
      }
    }
    if (played - this.reported >= reportEvery) {
      this.reported = played;
      this.send("position", played, end);
    }
  }

  private send(kind: PlaybackReport["kind"], sample: number, contextTime: number): void {
    const { turn, buffered, audible, underruns, jitterMs } = this.queue;
    const report: PlaybackReport = { kind, turn, sample, contextTime, buffered, audible, underruns, jitterMs };
    this.port.postMessage(report);
  }
}

registerProcessor("virtualta-playback", PlaybackProcessor);
