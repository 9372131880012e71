import { contextTimeAtEar, createContext, toPerformanceTime } from "./context";
import { defaultPlaybackOptions } from "./playback-queue";
import workletUrl from "./playback.worklet.ts?worker&url";
import type { PlaybackCommand, PlaybackReport } from "./worklet-messages";

const wireRate = defaultPlaybackOptions.sampleRate;

/** Plays answers through the playback worklet and knows which sample the ear hears. */
export class Speaker {
  private context: AudioContext | null = null;
  private node: Promise<AudioWorkletNode> | null = null;
  private analyser: AnalyserNode | null = null;
  private last: PlaybackReport | null = null;
  private readonly wave = new Float32Array(512);

  /** Called for every report of the worklet, with the time at which the ear hears the sample. */
  onReport: (report: PlaybackReport, earTime: number) => void = () => {};

  /** Must be called from a press or a key, because browsers keep contexts silent until then. */
  unlock(): void {
    if (this.context === null) {
      const context = createContext(wireRate);
      this.context = context;
      this.analyser = context.createAnalyser();
      this.analyser.fftSize = this.wave.length;
      this.analyser.connect(context.destination);
      this.node = this.load(context, this.analyser);
      document.addEventListener("visibilitychange", () => void this.wake());
    }
    void this.wake();
  }

  begin(turn: number): void {
    this.unlock();
    this.last = null;
    this.send({ kind: "begin", turn });
  }

  push(turn: number, firstSample: number, samples: Float32Array<ArrayBuffer>): void {
    this.send({ kind: "push", turn, firstSample, samples }, [samples.buffer]);
  }

  finish(turn: number): void {
    this.send({ kind: "finish", turn });
  }

  stop(): void {
    if (this.node !== null) {
      this.send({ kind: "stop" });
    }
  }

  /** Falls silent at once, without losing a sample. */
  hold(): void {
    this.send({ kind: "hold" });
  }

  /** Goes on where `hold` stopped. */
  resume(): void {
    this.send({ kind: "resume" });
  }

  /** Number of the turn's samples that the ear has heard, at most those that were played. */
  heard(turn: number): number {
    const report = this.last;
    if (report === null || report.turn !== turn || this.context === null) {
      return 0;
    }
    const since = contextTimeAtEar(this.context) - report.contextTime;
    const playing = report.kind === "position" || report.kind === "first-audible";
    const ahead = playing ? Math.min(report.buffered, wireRate / 2) : 0;
    return Math.max(0, Math.round(Math.min(report.sample + ahead, report.sample + since * wireRate)));
  }

  /** What is playing now, as a waveform of -1 to 1; the same array at every call. */
  waveform(): Float32Array {
    this.analyser?.getFloatTimeDomainData(this.wave as Float32Array<ArrayBuffer>);
    return this.wave;
  }

  private async load(context: AudioContext, output: AudioNode): Promise<AudioWorkletNode> {
    await context.audioWorklet.addModule(workletUrl);
    const node = new AudioWorkletNode(context, "virtualta-playback", { numberOfInputs: 0, outputChannelCount: [1] });
    node.port.onmessage = (message: MessageEvent<PlaybackReport>) => {
      this.last = message.data;
      this.onReport(message.data, toPerformanceTime(context, message.data.contextTime));
    };
    node.connect(output);
    return node;
  }

  private async wake(): Promise<void> {
    if (this.context !== null && this.context.state !== "running") {
      await this.context.resume();
    }
  }

  private send(command: PlaybackCommand, transfer: Transferable[] = []): void {
    void this.node?.then((node) => node.port.postMessage(command, transfer));
  }
}
