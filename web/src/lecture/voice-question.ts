import { signal } from "@preact/signals";
import { Microphone, MicrophoneError } from "../audio/microphone";
import { encodePcm, rms, toPcm16 } from "../audio/pcm";
import { wireSampleRate } from "../hub/calls";

/** Kept listening after the release, because fingers are quicker than last syllables. */
const tailMs = 120;

/** Where a spoken question goes while it is spoken. */
export interface VoiceUpload {
  /** One piece: base64 of 16-bit PCM at 16 kHz. */
  send(pcm: string): void;
  complete(): void;
  cancel(): void;
}

/** One question by voice at a time: what the microphone hears goes up while the person still speaks. */
export class VoiceQuestion {
  readonly recording = signal(false);
  readonly recordedMs = signal(0);
  /** Loudness of the microphone, 0 to 1. */
  readonly level = signal(0);
  /** What keeps the person from speaking, in words for people. */
  readonly problem = signal<string | null>(null);

  private readonly microphone = new Microphone();
  private readonly open: () => VoiceUpload;
  private upload: VoiceUpload | null = null;
  private takes = 0;

  /** @param open Begins a question; called once the microphone delivers. */
  constructor(open: () => VoiceUpload) {
    this.open = open;
  }

  async start(): Promise<void> {
    if (this.recording.value) {
      return;
    }
    const take = ++this.takes;
    this.recording.value = true;
    this.recordedMs.value = 0;
    this.problem.value = null;
    try {
      await this.microphone.start((samples) => this.receive(samples));
    } catch (error) {
      this.problem.value = error instanceof MicrophoneError ? error.message : "The microphone could not be opened. Type your question instead.";
      this.end();
      return;
    }
    if (take !== this.takes || !this.recording.value) {
      this.end(); // released while the browser still asked for permission
    }
  }

  /** Sends what was said. */
  finish(): void {
    const take = this.takes;
    setTimeout(() => {
      if (take === this.takes && this.recording.value) {
        const upload = this.upload;
        this.end();
        upload?.complete();
      }
    }, tailMs);
  }

  /** Forgets what was said. */
  cancel(): void {
    const upload = this.upload;
    this.end();
    upload?.cancel();
  }

  private receive(samples: Float32Array): void {
    if (!this.recording.value) {
      return;
    }
    this.recordedMs.value += (samples.length / wireSampleRate) * 1_000;
    this.level.value = Math.min(1, rms(samples) * 4);
    this.upload ??= this.open();
    this.upload.send(encodePcm(toPcm16(samples)));
  }

  private end(): void {
    this.recording.value = false;
    this.upload = null;
    this.microphone.stop();
    this.level.value = 0;
  }
}
