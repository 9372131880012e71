import { signal } from "@preact/signals";
import { MicrophoneError, type Microphone } from "../../audio/microphone";
import { NeuralVoice } from "../../audio/neural-voice";
import { encodePcm, rms, toPcm16 } from "../../audio/pcm";
import { SpeechGate } from "../../audio/speech-gate";
import { VoiceDetector, windowMs } from "../../audio/voice-detector";
import type { Upload } from "../../hub/client";
import type { ConverseEvent, ListeningEvent, OverlapEvent, TurnEvent } from "../../hub/events";
import type { MicrophoneMode } from "./choices";
import type { ListeningHost } from "./listening-host";
import { LocalDuck } from "./local-duck";
import { SpokenQuestion } from "./spoken-question";

const retryMs = 1_000;
const maximumSilentEnds = 3;

/**
 * Listening without a button: sends what may be speech, ducks the answer the moment somebody speaks over it, and shows what the
 * server makes of it. The server decides where a question ends and what interrupts.
 */
export class OpenMicrophone {
  readonly state = signal<"off" | "opening" | "open">("off");
  /** Somebody speaks. */
  readonly hearing = signal(false);
  /** Loudness of the microphone, 0 to 1; only the newest. */
  readonly level = signal(0);

  private readonly host: ListeningHost;
  private readonly microphone: Microphone;
  private readonly duck: LocalDuck;
  private readonly neural = new NeuralVoice();
  private detector = new VoiceDetector();
  private gate = new SpeechGate<Float32Array>();
  private upload: Upload | null = null;
  private isConnecting = false;
  private silentEnds = 0;
  private attended = false;
  /** A sound began of which it is not known whether it is speech. */
  private undecided = false;
  /** The answer that the server ducked and has not decided about. */
  private ducked: number | null = null;
  private readonly question: SpokenQuestion;
  private lastActiveAt: number | null = null;
  private spokenUntil: number | null = null;

  constructor(host: ListeningHost, microphone: Microphone) {
    this.host = host;
    this.microphone = microphone;
    microphone.onOpened = (opened) => this.neural.attach(opened);
    this.duck = new LocalDuck(host.playback);
    this.question = new SpokenQuestion(host);
  }

  get isOpen(): boolean {
    return this.state.value !== "off";
  }

  /** Must be called from a press or a key. */
  async open(): Promise<void> {
    if (this.isOpen) {
      return;
    }
    this.state.value = "opening";
    this.host.problem.value = null;
    this.host.playback.unlock();
    this.detector = new VoiceDetector();
    this.gate = new SpeechGate();
    this.silentEnds = 0;
    try {
      this.neural.attach(await this.microphone.start((samples, capturedAt) => this.hear(samples, capturedAt)));
    } catch (error) {
      this.lost(error);
      return;
    }
    if (this.state.value !== "opening") {
      this.microphone.close(); // changed their mind while the browser asked for permission
      return;
    }
    this.state.value = "open";
    await this.connect();
  }

  /** Stops listening and lets the microphone go; an answer goes on. */
  close(): void {
    this.state.value = "off";
    this.microphone.close();
    this.upload?.complete();
    this.upload = null;
    this.rest();
    this.question.abandon();
    this.host.playback.resume();
  }

  /** The microphone is gone. */
  lost(problem: unknown): void {
    this.close();
    this.host.problem.value = problem instanceof MicrophoneError ? problem.message : "The microphone could not be opened. Type your question instead.";
  }

  /** Begins anew with another course or voice, once the running answer is over. */
  renew(_choice: object): void {
    this.upload?.complete();
  }

  follow(mode: MicrophoneMode): void {
    if (mode === "hold") {
      this.close();
    }
  }

  reconnected(): void {
    this.silentEnds = 0;
    void this.connect();
  }

  private async connect(): Promise<void> {
    if (this.state.value !== "open" || this.upload !== null || this.isConnecting) {
      return;
    }
    this.isConnecting = true;
    try {
      await this.host.settled();
      const request = await this.host.request();
      if (this.state.value === "open") {
        const listener = { event: (event: ConverseEvent) => this.receive(event), ended: (error: unknown) => this.upload === upload && this.ended(error) };
        const upload = this.host.converse(request, listener);
        this.upload = upload;
      }
    } catch {
      // the connection is being mended; its return opens the stream
    } finally {
      this.isConnecting = false;
    }
  }

  private hear(samples: Float32Array, capturedAt: number): void {
    const { playback } = this.host;
    const played = rms(playback.waveform());
    const { active, begins } = this.detector.push(samples, played > 3e-5 ? 20 * Math.log10(played) : -Infinity);
    this.level.value = Math.min(1, rms(samples) * 4);
    if (active) {
      this.lastActiveAt = capturedAt;
    }
    const mayBeSpeech = this.neural.agrees(windowMs); // asked every time: it counts
    this.undecided = this.detector.isSpeaking && (begins || this.undecided);
    if (this.undecided && mayBeSpeech) {
      this.undecided = false;
      this.duck.begin(capturedAt);
    }
    if (this.duck.isMistaken(this.detector.isSpeaking, capturedAt)) {
      this.detector.wasWrong();
    }
    this.hearing.value = this.attended || this.detector.isSpeaking;
    for (const frame of this.gate.push(samples, active, this.attended || this.duck.isHolding, playback.isAudible)) {
      this.upload?.send(encodePcm(toPcm16(frame)));
    }
  }

  private receive(converseEvent: ConverseEvent): void {
    this.silentEnds = converseEvent.turn > 0 ? 0 : this.silentEnds; // a stream that only refuses must not be opened for ever
    switch (converseEvent.type) {
      case "listening":
        this.attend(converseEvent);
        break;
      case "overlap":
        this.overlap(converseEvent);
        break;
      default:
        this.answer(converseEvent);
    }
  }

  private attend(event: ListeningEvent): void {
    this.attended = this.hearing.value = event.isSpeaking;
    this.question.follow(event);
    if (event.isSpeaking) {
      return;
    }
    this.spokenUntil = this.lastActiveAt;
    if (this.ducked !== null) {
      this.interrupt(); // what was said over the answer is taken as a question
    }
  }

  private overlap(event: OverlapEvent): void {
    this.duck.settle();
    if (event.state === "resumed") {
      this.ducked = null;
      this.host.playback.resume();
    } else if (this.host.turns.numbered(event.turn)?.id === this.host.playback.playing.value) {
      this.ducked = event.turn;
      this.host.playback.hold();
    }
  }

  /** The answer that waits will not go on. */
  private interrupt(): void {
    this.ducked = null;
    this.host.playback.silence();
  }

  private answer(event: TurnEvent): void {
    if (event.turn === 0) {
      this.refuse(event);
      return;
    }
    if (this.ducked !== null && event.turn > this.ducked) {
      this.interrupt();
    }
    const id = this.host.turns.numbered(event.turn)?.id ?? this.question.show(event.turn);
    if (event.type !== "partialTranscript" && this.question.id === id) {
      this.question.commit(id, this.spokenUntil);
      this.host.begin(id);
    }
    this.host.receive(id, event);
    if (event.type === "turnEnded") {
      this.end(id, event.turn);
    }
  }

  private end(id: number, number: number): void {
    if (this.ducked === number) {
      this.interrupt();
    }
    const turn = this.host.turns.find(id);
    if (turn?.endReason === "interrupted" && turn.pieces.length === 0 && this.attended) {
      this.host.turns.remove(id); // the speaker only went on: the next turn has all of the question
    }
  }

  /** What the server says of no turn in particular: of the question being spoken, or of the microphone. */
  private refuse(event: TurnEvent): void {
    if (event.type === "notice" && event.code === "conversation-unknown") {
      this.host.forgetConversation();
    } else if (event.type === "notice" && this.question.id === null && event.code !== "overloaded") {
      this.host.problem.value = event.code === "audio-interrupted" ? null : event.message;
    } else if (event.type === "notice" || this.question.id !== null) {
      const id = this.question.id ?? this.question.show(event.turn);
      if (event.type === "audioChunk" && event.chunk === 0) {
        this.host.begin(id); // a spoken apology
      }
      this.host.receive(id, event);
      this.question.id = event.type === "turnEnded" ? null : id;
    }
  }

  private ended(error: unknown): void {
    this.upload = null;
    const isOverAnswer = this.ducked !== null;
    const spokenUntil = this.attended ? this.lastActiveAt : this.spokenUntil;
    this.rest();
    const current = this.host.turns.current.value;
    if (error === null) {
      this.question.fail();
    } else if (current !== null && current.phase !== "over" && current.number !== null && current.questionIsFinal) {
      this.host.lose(current.id);
    } else if (!isOverAnswer) {
      this.question.lose(spokenUntil);
    }
    this.host.playback.resume();
    if (this.state.value === "open" && ++this.silentEnds > maximumSilentEnds) {
      this.close();
      this.host.problem.value ??= "The microphone was closed, because the server does not listen. Open it again, or type your question.";
    } else {
      setTimeout(() => void this.connect(), error === null && this.silentEnds === 1 ? 0 : retryMs);
    }
  }

  private rest(): void {
    this.attended = this.hearing.value = false;
    this.level.value = 0;
    this.ducked = null;
    this.duck.settle();
  }
}
