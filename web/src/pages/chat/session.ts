import { effect, signal } from "@preact/signals";
import { Microphone, MicrophoneError } from "../../audio/microphone";
import { encodePcm, rms, toPcm16 } from "../../audio/pcm";
import { wireSampleRate, type AskRequest } from "../../hub/calls";
import { HubClient, type ConverseListener, type TurnListener, type Upload } from "../../hub/client";
import type { TurnEvent } from "../../hub/events";
import { choices, chosenForQuestions } from "./choices";
import type { ListeningHost } from "./listening-host";
import { OpenMicrophone } from "./open-microphone";
import { TurnPlayback } from "./playback";
import { TurnList } from "./turn-list";
import { Reports } from "./reports";
import { Resumption, type ResumptionHost } from "./resumption";
import { watchSleep } from "./sleep";
import { newTurn, reduce, type TurnView } from "./turn-state";

/** Kept listening after the release, because fingers are quicker than last syllables. */
const tailMs = 120;

const page = "chat";

/** A conversation as the page has it: what is asked, shown, played and reported. */
export class ChatSession implements ListeningHost, ResumptionHost {
  readonly hub = new HubClient();
  readonly turns = new TurnList();
  readonly playback = new TurnPlayback(
    this.turns,
    new Reports(this.hub, (turn) => (turn.number !== null && this.turns.numbered(turn.number)?.id === turn.id ? this.conversationId : null)),
  );
  readonly recording = signal(false);
  /** What keeps the person from speaking, in words for people. */
  readonly problem = signal<string | null>(null);
  /** Length of the question spoken last, so far. */
  readonly recordedMs = signal(0);
  /** Loudness of the microphone, 0 to 1, one value per 40 ms; only the newest. */
  readonly microphoneLevel = signal(0);

  private readonly microphone = new Microphone();
  /** Listening without a button. */
  readonly listening = new OpenMicrophone(this, this.microphone);
  private readonly endings = new Map<number, () => void>();
  private running: Promise<void> = Promise.resolve();
  private upload: Upload | null = null;
  private conversationId: string | null = null;
  private readonly resumption = new Resumption(this);

  constructor() {
    this.hub.onBack = (isSameServer) => this.reconnected(isSameServer);
    this.microphone.onLost = (problem) => this.loseMicrophone(problem);
    effect(() => this.listening.renew(chosenForQuestions()));
    effect(() => this.listening.follow(choices.microphone.value));
    watchSleep(() => void this.hub.checkAlive());
  }

  /** Begins a spoken question; an answer still being given is stopped. */
  async startTalking(): Promise<void> {
    if (this.recording.value || this.listening.isOpen) {
      return;
    }
    this.recording.value = true;
    this.recordedMs.value = 0;
    this.problem.value = null;
    this.playback.unlock();
    this.stop();
    const turn = this.turns.add(newTurn(this.turns.nextId(), true, choices.course.value));
    const waiting: string[] = [];
    let upload: Upload | null = null;
    const send = (samples: Float32Array) => {
      this.recordedMs.value += (samples.length / wireSampleRate) * 1_000;
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
      this.turns.remove(turn.id);
      this.problem.value = error instanceof MicrophoneError ? error.message : "The microphone could not be opened. Type your question instead.";
      return;
    }
    if (!this.recording.value) {
      this.endRecording();
      this.turns.remove(turn.id);
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
    const turn = this.turns.current.value;
    if (!this.recording.value || turn === null) {
      return;
    }
    this.recording.value = false;
    const committed = performance.now();
    this.turns.update(turn.id, (view) => ({ ...view, phase: "understanding", stamps: { ...view.stamps, committed } }));
    setTimeout(() => this.finishUpload(turn.id), tailMs);
  }

  async askText(text: string): Promise<void> {
    this.problem.value = null;
    this.playback.unlock();
    this.stop();
    const turn = this.turns.add(newTurn(this.turns.nextId(), false, choices.course.value, text));
    this.turns.update(turn.id, (view) => ({ ...view, stamps: { ...view.stamps, committed: performance.now() } }));
    (await this.ask(turn.id, { text }))?.complete();
  }

  /** Silences at once and ends the running turn. */
  stop(): void {
    const turn = this.turns.current.value;
    this.playback.silence();
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

  private async ask(id: number, request: AskRequest): Promise<Upload | null> {
    await this.running; // the server answers one question at a time, and the last one may still be ending
    if (this.turns.find(id)?.phase === "over") {
      return null;
    }
    let call: AskRequest;
    try {
      call = { ...request, ...(await this.request()) };
    } catch {
      this.fail(id, "The server cannot be reached. The question was not sent; please ask again in a moment.");
      return null;
    }
    this.begin(id);
    return this.hub.ask(call, this.listener(id));
  }

  course(): string | null {
    return choices.course.value;
  }

  /** Conversation, course and voice as they are chosen now. */
  async request(): Promise<AskRequest> {
    this.conversationId = await this.hub.conversationId();
    return { ...chosenForQuestions(), conversationId: this.conversationId, page };
  }

  converse(request: AskRequest, listener: ConverseListener): Upload {
    return this.hub.converse({ ...request, sampleRate: wireSampleRate }, listener);
  }

  begin(id: number): void {
    if (this.endings.has(id)) {
      return;
    }
    this.running = new Promise((resolve) => this.endings.set(id, resolve));
    this.playback.silence();
    if (choices.speak.value) {
      this.playback.begin(id);
    }
  }

  knownConversation(): string | null {
    return this.conversationId;
  }

  forgetConversation(): void {
    this.hub.forgetConversation();
    this.conversationId = null;
    this.turns.forgetNumbers();
  }

  listener(id: number): TurnListener {
    return { event: (turnEvent) => this.receive(id, turnEvent), ended: (error) => this.streamEnded(id, error) };
  }

  receive(id: number, turnEvent: TurnEvent): void {
    const before = this.turns.find(id);
    if (before === undefined || before.phase === "over") {
      return;
    }
    if (turnEvent.type === "notice" && turnEvent.code === "turn-unknown" && !before.questionIsFinal) {
      this.giveUp(before);
      return;
    }
    if (before.number === null && turnEvent.turn > 0) {
      this.turns.know(turnEvent.turn, id);
    }
    this.turns.update(id, (view) => reduce(view, turnEvent));
    if (turnEvent.type === "audioChunk" && turnEvent.chunk >= before.chunkStarts.length) {
      this.playback.push(id, turnEvent);
    } else if (turnEvent.type === "turnEnded") {
      if (turnEvent.reason === "interrupted" && this.playback.playing.value === id) {
        this.playback.silence(); // somebody spoke over it
      }
      this.playback.finish(id);
      this.endRecording();
      this.endings.get(id)?.();
    } else if (turnEvent.type === "notice" && turnEvent.code === "conversation-unknown") {
      this.forgetConversation();
    }
  }

  private streamEnded(id: number, error: unknown): void {
    const turn = this.turns.find(id);
    if (turn === undefined || turn.phase === "over") {
      this.endings.get(id)?.();
      return;
    }
    this.endRecording();
    if (error !== null && turn.number !== null && (turn.questionIsFinal || turn.phase !== "recording")) {
      this.lose(id);
    } else {
      this.fail(id, "The connection was lost before the question was complete. Please ask again.");
    }
  }

  /** The question was lost before its end. */
  private giveUp(turn: TurnView): void {
    this.turns.forgetNumber(turn.id);
    this.fail(turn.id, "The connection was lost before the question was complete. Please ask again.");
    if (turn.question === "") {
      this.turns.remove(turn.id); // there may have been none
    }
  }

  lose(id: number): void {
    this.resumption.lose(id);
  }

  private reconnected(isSameServer: boolean): void {
    if (!isSameServer) {
      this.forgetConversation();
      this.problem.value = "The server was started again and no longer knows this conversation. What is written here stays; questions begin anew.";
      this.resumption.fail("The server was started again in the middle of the answer. Please ask again.");
    }
    this.resumption.resume();
    this.listening.reconnected();
  }

  private loseMicrophone(problem: MicrophoneError): void {
    if (this.listening.isOpen) {
      this.listening.lost(problem);
    } else {
      this.stopTalking();
      this.problem.value = problem.message;
    }
  }

  settled(): Promise<void> {
    return this.resumption.settled();
  }

  private finishUpload(id: number): void {
    if (this.turns.current.value?.id === id && !this.recording.value) {
      const upload = this.upload;
      this.endRecording();
      upload?.complete();
    }
  }

  private endRecording(): void {
    this.recording.value = false;
    this.upload = null;
    if (!this.listening.isOpen) {
      this.microphone.stop();
      this.microphoneLevel.value = 0;
    }
  }

  fail(id: number, message: string): void {
    this.finish(id, (view) => ({ ...view, phase: "over", endReason: "failed", notices: [...view.notices, { code: "connection", message }] }));
  }

  private finish(id: number, change: (view: TurnView) => TurnView): void {
    this.turns.update(id, change);
    this.playback.finish(id);
    this.endings.get(id)?.();
  }
}
