import { signal } from "@preact/signals";
import { decodePcm, toFloat } from "../audio/pcm";
import { Speaker } from "../audio/speaker";
import type { PlaybackReport } from "../audio/worklet-messages";
import { wireSampleRate } from "../hub/calls";
import type { AudioChunkEvent } from "../hub/events";
import { wordAt, type TurnView } from "../pages/chat/turn-state";
import { OpusStream } from "./opus-stream";

/** How far captions run on when the hall's clock is not heard, in milliseconds. */
const longestGuessMs = 600;

/** Reports are sent at most this often. */
const reportMs = 200;

interface RoomVoiceOptions {
  find: (answer: number) => TurnView | null;
  /** Told what this device has played: samples of an answer, and whether that was all. */
  onHeard: (answer: number, sample: number, isOver: boolean) => void;
  /** Told when packets came that this browser could not decode after all. */
  onUndecodable: () => void;
}

/** The voice of the room on this device, and the word being spoken: by its own ear where it plays, else by the hall's clock. */
export class RoomVoice {
  /** The answer whose sound this device plays or awaits. */
  readonly playing = signal<number | null>(null);
  readonly speaking = signal<{ answer: number; word: number } | null>(null);
  /** The worklet's last report; also what tests look at. */
  readonly latest = signal<PlaybackReport | null>(null);
  /** When the first sound of the answer reached the ear, in milliseconds since 1970. */
  readonly firstAudibleAt = signal<number | null>(null);
  /** In what form the sound comes; null before any came. */
  readonly codec = signal<"opus" | "pcm" | null>(null);
  /** Last chunk of sound received, to go on behind it after a lost connection. */
  received: { answer: number; chunk: number } | null = null;

  private readonly speaker = new Speaker();
  private readonly options: RoomVoiceOptions;
  /** First sample that this device got: who comes late does not wait for what was said before. */
  private base = 0;
  private opus: { answer: number; stream: OpusStream } | null = null;
  private position: { answer: number; sample: number; at: number } | null = null;
  private reportedAt = 0;
  private isPrivate = false;
  private frame = 0;

  constructor(options: RoomVoiceOptions) {
    this.options = options;
    this.speaker.onReport = (report, earTime) => this.receive(report, earTime);
  }

  /** Must be called from a press or a key, because browsers keep contexts silent until then. */
  unlock(): void {
    this.speaker.unlock();
  }

  /** @param packets The sound in Opus, where this device takes that. */
  push(answer: number, isPrivate: boolean, chunk: AudioChunkEvent, packets: readonly string[] = []): void {
    this.follow();
    if ((chunk.pcm === "" && packets.length === 0) || (!isPrivate && this.isPrivate && this.playing.value !== null)) {
      return; // silent here, or the person listens to an answer of their own
    }
    if (this.received?.answer !== answer) {
      this.begin(answer, isPrivate, chunk.firstSample);
    }
    this.received = { answer, chunk: chunk.chunk };
    if (this.playing.value !== answer) {
      return;
    }
    this.codec.value = packets.length > 0 ? "opus" : "pcm";
    if (packets.length > 0) {
      this.streamOf(answer).push(packets);
    } else {
      this.speaker.push(answer, chunk.firstSample - this.base, toFloat(decodePcm(chunk.pcm)));
    }
  }

  /** No more sound will come. */
  finish(answer: number): void {
    if (this.opus?.answer === answer) {
      void this.opus.stream.flush().then(() => this.speaker.finish(answer));
    } else {
      this.speaker.finish(answer);
    }
  }

  /** Silences at once. */
  silence(): void {
    this.speaker.stop();
    this.opus?.stream.close();
    this.opus = null;
    this.playing.value = null;
    this.isPrivate = false;
    this.speaking.value = null;
    this.position = null;
  }

  /** The hall has heard this much. */
  follows(answer: number, sample: number): void {
    this.position = { answer, sample, at: performance.now() };
    this.follow();
  }

  /** An answer is over for the hall: nothing of it stays lit, unless this device still plays it. */
  over(answer: number): void {
    if (this.position?.answer === answer) {
      this.position = null;
    }
    if (this.playing.value !== answer && this.speaking.value?.answer === answer) {
      this.speaking.value = null;
    }
  }

  private streamOf(answer: number): OpusStream {
    if (this.opus?.answer !== answer) {
      this.opus?.stream.close();
      let decoded = 0;
      const take = (samples: Float32Array<ArrayBuffer>) => {
        const firstSample = decoded;
        decoded += samples.length;
        if (this.playing.value === answer) {
          this.speaker.push(answer, firstSample, samples);
        }
      };
      this.opus = { answer, stream: new OpusStream(take, () => this.options.onUndecodable()) };
    }
    return this.opus.stream;
  }

  private begin(answer: number, isPrivate: boolean, firstSample: number): void {
    this.base = firstSample;
    this.isPrivate = isPrivate;
    this.latest.value = null;
    this.firstAudibleAt.value = null;
    this.speaker.begin(answer);
    this.playing.value = answer;
  }

  private receive(report: PlaybackReport, earTime: number): void {
    if (report.turn !== this.received?.answer) {
      return;
    }
    this.latest.value = report;
    if (report.kind === "first-audible") {
      this.firstAudibleAt.value ??= performance.timeOrigin + earTime;
    }
    const isOver = report.kind === "drained" || report.kind === "stopped";
    if (isOver || performance.now() - this.reportedAt >= reportMs) {
      this.reportedAt = performance.now();
      const heard = isOver ? report.sample : this.speaker.heard(report.turn);
      this.options.onHeard(report.turn, this.base + heard, isOver);
    }
    if (isOver && this.playing.value === report.turn) {
      this.playing.value = null;
      this.isPrivate = false;
      this.speaking.value = null;
      this.position = this.position?.answer === report.turn ? null : this.position;
    }
  }

  /** The answer now spoken, and how much of it has been heard; null while nothing is. */
  private heard(): { answer: number; sample: number } | null {
    const playing = this.playing.value;
    if (playing !== null) {
      return { answer: playing, sample: this.base + this.speaker.heard(playing) };
    }
    if (this.position === null) {
      return null;
    }
    const since = Math.min(longestGuessMs, performance.now() - this.position.at);
    return { answer: this.position.answer, sample: this.position.sample + (since / 1_000) * wireSampleRate };
  }

  /** Lights up words for as long as something is spoken. */
  private follow(): void {
    cancelAnimationFrame(this.frame);
    const step = () => {
      const heard = this.heard();
      const turn = heard === null ? null : this.options.find(heard.answer);
      if (heard === null || turn === null) {
        return;
      }
      const word = heard.sample > 0 ? wordAt(turn.words, heard.sample) : -1;
      if (this.speaking.value?.answer !== heard.answer || this.speaking.value.word !== word) {
        this.speaking.value = { answer: heard.answer, word };
      }
      this.frame = requestAnimationFrame(step);
    };
    this.frame = requestAnimationFrame(step);
  }
}
