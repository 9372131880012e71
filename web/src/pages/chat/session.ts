import { computed, signal } from "@preact/signals";
import { Microphone, MicrophoneError } from "../../audio/microphone";
import { decodePcm, encodePcm, rms, toFloat, toPcm16 } from "../../audio/pcm";
import { Speaker } from "../../audio/speaker";
import type { PlaybackReport } from "../../audio/worklet-messages";
import { wireSampleRate, type AskRequest } from "../../hub/calls";
import { HubClient, type TurnListener, type Upload } from "../../hub/client";
import type { TurnEvent } from "../../hub/events";
import { choices } from "./choices";
import { chunkOf, newTurn, reduce, rewind, wordAt, type TurnView } from "./turn-state";

/** Kept listening after the release, because fingers are quicker than last syllables. */
const tailMs = 120;

/** A resumable turn waits this long for its connection (agent.md §9). */
const resumeMs = 30_000;

/** A conversation as the page has it: what is asked, shown, played and reported. */
export class ChatSession {
  readonly hub = new HubClient();
  readonly turns = signal<readonly TurnView[]>([]);
  /** The word now at the ear. */
  readonly speaking = signal<{ turn: number; word: number } | null>(null);
  /** Turn whose sound is being played or awaited. */
  readonly playing = signal<number | null>(null);
  readonly recording = signal(false);
  readonly problem = signal<string | null>(null);
  /** Totals of the playback worklet; also what tests look at. */
  readonly playback = signal<Omit<PlaybackReport, "kind"> | null>(null);
  /** Loudness of the microphone, 0 to 1, one value per 40 ms; only the newest. */
  readonly microphoneLevel = signal(0);
  readonly current = computed(() => this.turns.value.at(-1) ?? null);

  private readonly microphone = new Microphone();
  private readonly speaker = new Speaker();
  private readonly endings = new Map<number, () => void>();
  private running: Promise<void> = Promise.resolve();
  private upload: Upload | null = null;
  private conversationId: string | null = null;
  private lost: { id: number; since: number } | null = null;
  private frameRequest = 0;

  constructor() {
    this.speaker.onReport = (report, earTime) => this.heard(report, earTime);
    this.hub.onReconnected = () => this.resume();
  }

  waveform(): Float32Array {
    return this.speaker.waveform();
  }

  /** Begins a spoken question; an answer still being given is stopped. */
  async startTalking(): Promise<void> {
    if (this.recording.value) {
      return;
    }
    this.recording.value = true;
    this.problem.value = null;
    this.speaker.unlock();
    this.stop();
    const turn = this.open(newTurn(this.nextId(), true, choices.course.value));
    const waiting: string[] = [];
    let upload: Upload | null = null;
    const send = (samples: Float32Array) => {
      this.microphoneLevel.value = Math.min(1, rms(samples) * 4);
      const pcm = encodePcm(toPcm16(samples));
      if (upload === null) {
        waiting.push(pcm);
      } else {
        upload.send(pcm);
      }
    };
    try {
      await this.microphone.start(send);
    } catch (error) {
      this.recording.value = false;
      this.remove(turn.id);
      this.problem.value = error instanceof MicrophoneError ? error.message : "The microphone could not be opened. Type your question instead.";
      return;
    }
    if (!this.recording.value) {
      this.endRecording();
      this.remove(turn.id);
      this.problem.value = "The microphone is ready. Hold the button for as long as you speak.";
      return;
    }
    upload = await this.ask(turn.id, { sampleRate: wireSampleRate });
    if (upload === null) {
      this.endRecording();
      return;
    }
    waiting.splice(0).forEach((pcm) => upload?.send(pcm));
    this.upload = upload;
    if (!this.recording.value) {
      this.finishUpload(turn.id);
    }
  }

  /** Ends the spoken question. */
  stopTalking(): void {
    const turn = this.current.value;
    if (!this.recording.value || turn === null) {
      return;
    }
    this.recording.value = false;
    const committed = performance.now();
    this.update(turn.id, (view) => ({ ...view, phase: "understanding", stamps: { ...view.stamps, committed } }));
    setTimeout(() => this.finishUpload(turn.id), tailMs);
  }

  async askText(text: string): Promise<void> {
    this.problem.value = null;
    this.speaker.unlock();
    this.stop();
    const turn = this.open(newTurn(this.nextId(), false, choices.course.value, text));
    this.update(turn.id, (view) => ({ ...view, stamps: { ...view.stamps, committed: performance.now() } }));
    (await this.ask(turn.id, { text }))?.complete();
  }

  /** Silences at once and ends the running turn. */
  stop(): void {
    const turn = this.current.value;
    this.silence();
    if (turn === null || turn.phase === "over") {
      return;
    }
    if (turn.number === null) {
      this.upload?.cancel();
      this.upload = null;
      this.endRecording();
      this.finish(turn.id, (view) => ({ ...view, phase: "over", endReason: "interrupted" }));
    } else if (this.conversationId !== null) {
      this.hub.stop(this.conversationId, turn.number);
    }
  }

  private silence(): void {
    const id = this.playing.value;
    if (id === null) {
      return;
    }
    const sample = this.speaker.heard(id);
    this.speaker.stop();
    this.report(id, sample);
    this.playing.value = null;
    this.speaking.value = null;
    this.update(id, (view) => ({ ...view, cutAt: sample }));
  }

  private async ask(id: number, request: AskRequest): Promise<Upload | null> {
    await this.running; // the server answers one question at a time, and the last one may still be ending
    if (this.find(id)?.phase === "over") {
      return null;
    }
    try {
      this.conversationId = await this.hub.conversationId();
    } catch {
      this.fail(id, "The server cannot be reached. The question was not sent; please ask again in a moment.");
      return null;
    }
    this.running = new Promise((resolve) => this.endings.set(id, resolve));
    if (choices.speak.value) {
      this.speaker.begin(id);
      this.playing.value = id;
      this.follow();
    }
    const call: AskRequest = { ...request, conversationId: this.conversationId, speak: choices.speak.value };
    if (choices.course.value !== null) {
      call.course = choices.course.value;
    }
    if (choices.voice.value !== null) {
      call.voice = choices.voice.value;
    }
    return this.hub.ask(call, this.listener(id));
  }

  private listener(id: number): TurnListener {
    return {
      event: (turnEvent) => this.receive(id, turnEvent),
      ended: (error) => this.streamEnded(id, error),
    };
  }

  private receive(id: number, turnEvent: TurnEvent): void {
    const before = this.find(id);
    if (before === undefined || before.phase === "over") {
      return;
    }
    this.update(id, (view) => reduce(view, turnEvent));
    if (turnEvent.type === "audioChunk" && this.playing.value === id && turnEvent.chunk >= before.chunkStarts.length) {
      this.speaker.push(id, turnEvent.firstSample, toFloat(decodePcm(turnEvent.pcm)));
    } else if (turnEvent.type === "turnEnded") {
      this.speaker.finish(id);
      this.endRecording();
      if (this.find(id)?.samplesReceived === 0 && this.playing.value === id) {
        this.playing.value = null;
      }
      this.endings.get(id)?.();
    } else if (turnEvent.type === "notice" && turnEvent.code === "conversation-unknown") {
      this.hub.forgetConversation();
    }
  }

  private streamEnded(id: number, error: unknown): void {
    const turn = this.find(id);
    if (turn === undefined || turn.phase === "over") {
      this.endings.get(id)?.();
      return;
    }
    this.endRecording();
    if (error !== null && turn.number !== null && turn.questionIsFinal) {
      this.lost = { id, since: performance.now() };
      if (this.hub.state.value === "connected") {
        this.resume();
      }
    } else {
      this.fail(id, "The connection was lost before the question was complete. Please ask again.");
    }
  }

  private resume(): void {
    const lost = this.lost;
    const turn = lost === null ? undefined : this.find(lost.id);
    this.lost = null;
    if (lost === null || turn === undefined || turn.number === null || this.conversationId === null) {
      return;
    }
    if (performance.now() - lost.since > resumeMs) {
      this.fail(turn.id, "The connection was lost for too long. Please ask again.");
      return;
    }
    this.update(turn.id, rewind);
    this.hub.resume(this.conversationId, turn.number, turn.chunkStarts.length, this.listener(turn.id));
  }

  /** What the playback worklet says. */
  private heard(report: PlaybackReport, earTime: number): void {
    this.playback.value = report;
    const { turn: id, kind } = report;
    if (kind === "first-audible") {
      this.update(id, (view) => ({ ...view, stamps: { ...view.stamps, firstAudible: view.stamps.firstAudible ?? earTime } }));
    }
    if (kind === "stopped") {
      this.report(id, report.sample);
      this.update(id, (view) => (view.cutAt === null ? view : { ...view, cutAt: Math.min(view.cutAt, report.sample) }));
    } else {
      this.report(id, kind === "drained" ? report.sample : this.speaker.heard(id));
    }
    if (kind === "drained" && this.playing.value === id) {
      this.playing.value = null;
      this.speaking.value = null;
    }
  }

  private report(id: number, sample: number): void {
    const turn = this.find(id);
    if (turn?.number != null && this.conversationId !== null) {
      this.hub.heard(this.conversationId, turn.number, chunkOf(turn, sample), sample, performance.now());
    }
  }

  /** Lights up the word at the ear for as long as something plays. */
  private follow(): void {
    cancelAnimationFrame(this.frameRequest);
    const step = () => {
      const id = this.playing.value;
      const turn = id === null ? undefined : this.find(id);
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

  private finishUpload(id: number): void {
    if (this.current.value?.id === id && !this.recording.value) {
      const upload = this.upload;
      this.endRecording();
      upload?.complete();
    }
  }

  private endRecording(): void {
    this.recording.value = false;
    this.upload = null;
    this.microphone.stop();
    this.microphoneLevel.value = 0;
  }

  private fail(id: number, message: string): void {
    this.finish(id, (view) => ({ ...view, phase: "over", endReason: "failed", notices: [...view.notices, { code: "connection", message }] }));
  }

  private finish(id: number, change: (view: TurnView) => TurnView): void {
    this.update(id, change);
    this.speaker.finish(id);
    if (this.playing.value === id && this.find(id)?.samplesReceived === 0) {
      this.playing.value = null;
    }
    this.endings.get(id)?.();
  }

  private nextId(): number {
    return (this.current.value?.id ?? 0) + 1;
  }

  private open(turn: TurnView): TurnView {
    this.turns.value = [...this.turns.value, turn];
    return turn;
  }

  private remove(id: number): void {
    this.turns.value = this.turns.value.filter((turn) => turn.id !== id);
  }

  private find(id: number): TurnView | undefined {
    return this.turns.value.findLast((turn) => turn.id === id);
  }

  private update(id: number, change: (view: TurnView) => TurnView): void {
    this.turns.value = this.turns.value.map((turn) => (turn.id === id ? change(turn) : turn));
  }
}
