import { signal } from "@preact/signals";
import { decodePcm, toFloat } from "../../audio/pcm";
import { Speaker } from "../../audio/speaker";
import type { PlaybackReport } from "../../audio/worklet-messages";
import type { AudioChunkEvent } from "../../hub/events";
import type { TurnList } from "./turn-list";
import { wordAt, type TurnView } from "./turn-state";

/** Learns how an answer is heard. */
export interface PlaybackListener {
  /** How many samples of a turn were heard: ten times a second, and at every stop. */
  heard(turn: TurnView, sample: number): void;
  /** The answer was played to its end or cut; once for each turn with sound. */
  over(turn: TurnView, underruns: number, jitterMs: number): void;
}

/** The voice of the page: plays one turn at a time, lights up its words, and knows how much of it was heard. */
export class TurnPlayback {
  /** Turn whose sound is being played or awaited. */
  readonly playing = signal<number | null>(null);
  /** Playback waits where it is, because somebody speaks over it. */
  readonly held = signal(false);
  /** The word now at the ear. */
  readonly speaking = signal<{ turn: number; word: number } | null>(null);
  /** The worklet's last report; also what tests look at. */
  readonly latest = signal<PlaybackReport | null>(null);

  /** When the ear heard the last of an answer that fell silent before its end, by performance.now(). */
  readonly silentAt = signal<number | null>(null);

  private readonly speaker = new Speaker();
  private readonly turns: TurnList;
  private readonly listener: PlaybackListener;
  private underruns = 0;
  private underrunsBefore = 0;
  private jitterMs = 0;
  private frameRequest = 0;

  constructor(turns: TurnList, listener: PlaybackListener) {
    this.turns = turns;
    this.listener = listener;
    this.speaker.onReport = (report, earTime) => this.receive(report, earTime);
  }

  /** Must be called from a press or a key, because browsers keep contexts silent until then. */
  unlock(): void {
    this.speaker.unlock();
  }

  waveform(): Float32Array {
    return this.speaker.waveform();
  }

  /** Somebody hears the answer now, as far as the page knows. */
  get isAudible(): boolean {
    const kind = this.latest.value?.kind;
    return this.playing.value !== null && !this.held.value && (kind === "first-audible" || kind === "position");
  }

  begin(id: number): void {
    this.underrunsBefore = this.underruns;
    this.held.value = false;
    this.latest.value = null;
    this.speaker.begin(id);
    this.playing.value = id;
    this.follow();
  }

  push(id: number, chunk: AudioChunkEvent): void {
    if (this.playing.value === id) {
      this.speaker.push(id, chunk.firstSample, toFloat(decodePcm(chunk.pcm)));
    }
  }

  /** The turn has no more sound to come. */
  finish(id: number): void {
    this.speaker.finish(id);
    if (this.playing.value === id && this.turns.find(id)?.samplesReceived === 0) {
      this.playing.value = null;
    }
  }

  /** Falls silent at once without losing a sample, until it is known whether that was an interruption. */
  hold(): void {
    if (this.playing.value !== null && !this.held.value) {
      this.held.value = true;
      this.speaker.hold();
    }
  }

  /** It was none: goes on where it stopped. */
  resume(): void {
    if (this.held.value) {
      this.held.value = false;
      this.speaker.resume();
    }
  }

  /** Silences at once, and says what was heard until then. */
  silence(): void {
    const id = this.playing.value;
    if (id === null) {
      return;
    }
    const sample = this.speaker.heard(id);
    this.speaker.stop();
    this.playing.value = null;
    this.speaking.value = null;
    this.held.value = false;
    this.turns.update(id, (turn) => ({ ...turn, cutAt: sample }));
    this.tell(id, sample);
    this.end(id);
  }

  private receive(report: PlaybackReport, earTime: number): void {
    const { turn: id, kind } = report;
    if (this.turns.find(id) === undefined) {
      return;
    }
    if (kind === "held" || (kind === "stopped" && this.latest.value?.kind !== "held")) {
      this.silentAt.value = earTime;
    }
    this.latest.value = report;
    this.underruns = report.underruns;
    this.jitterMs = report.jitterMs;
    if (kind === "first-audible") {
      this.turns.update(id, (turn) => ({ ...turn, stamps: { ...turn.stamps, firstAudible: turn.stamps.firstAudible ?? earTime } }));
    }
    const isCut = this.turns.find(id)?.cutAt !== null;
    if (!isCut) {
      this.tell(id, kind === "drained" ? report.sample : this.speaker.heard(id));
    }
    if (kind === "drained" && this.playing.value === id) {
      this.playing.value = null;
      this.speaking.value = null;
      this.end(id);
    }
  }

  private end(id: number): void {
    const turn = this.turns.find(id);
    if (turn !== undefined && turn.samplesReceived > 0) {
      this.listener.over(turn, this.underruns - this.underrunsBefore, this.jitterMs);
    }
  }

  private tell(id: number, sample: number): void {
    const turn = this.turns.find(id);
    if (turn !== undefined) {
      this.listener.heard(turn, sample);
    }
  }

  /** Lights up the word at the ear for as long as something plays. */
  private follow(): void {
    cancelAnimationFrame(this.frameRequest);
    const step = () => {
      const id = this.playing.value;
      const turn = id === null ? undefined : this.turns.find(id);
      if (turn === undefined) {
        return;
      }
      const sample = this.speaker.heard(turn.id);
      const word = sample > 0 ? wordAt(turn.words, sample) : -1;
      if (this.speaking.value?.turn !== turn.id || this.speaking.value.word !== word) {
        this.speaking.value = { turn: turn.id, word };
      }
      this.frameRequest = requestAnimationFrame(step);
    };
    this.frameRequest = requestAnimationFrame(step);
  }
}
