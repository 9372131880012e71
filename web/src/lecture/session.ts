import { computed, signal } from "@preact/signals";
import { LectureHub } from "./hub";
import { applyEvent, turnOf, type RoomState } from "./room-state";
import { canDecodeOpus } from "./opus-stream";
import { RoomVoice } from "./room-voice";
import { Refusal, type Joining, type RoomEvent } from "./wire";

/** Refusals of a token: the page is no longer part of the room. */
const outside = new Set(["token-invalid", "token-revoked", "room-unknown"]);

/** A page's part in a room: connected, joined again after every loss, and told what happens. */
export class RoomSession {
  readonly hub = new LectureHub();
  readonly state = signal<RoomState | null>(null);
  readonly voice: RoomVoice;
  /** What went wrong last, in words for people. */
  readonly problem = signal<string | null>(null);
  /** Why this page is out of the room; null while it is in. */
  readonly removed = signal<string | null>(null);
  /** Whether this device plays the voice. */
  readonly listens = signal(false);
  /** Counts uploads, so that what depends on the course is read again. */
  readonly uploads = signal(0);
  /** Counts decisions about approved answers, so that their list is read again. */
  readonly approvals = signal(0);
  /** What this device asked for itself alone. */
  readonly privateQuestion = signal("");
  /** The answer on the screen: the one being given, or else the last one. */
  readonly turn = computed(() => {
    const state = this.state.value;
    return state === null || state.shown === null ? null : turnOf(state, state.shown);
  });

  token: string;

  /** The hall's own loudspeaker gets the sound as it was made; phones may get it small. */
  private takesOpus: Promise<boolean>;

  constructor(token: string, isProjector = false) {
    this.token = token;
    this.takesOpus = isProjector ? Promise.resolve(false) : canDecodeOpus();
    this.voice = new RoomVoice({
      find: (answer) => (this.state.value === null ? null : turnOf(this.state.value, answer)),
      onHeard: (answer, sample, isOver) => isProjector && this.hub.heard(answer, sample, isOver),
      onUndecodable: () => {
        this.takesOpus = Promise.resolve(false);
        void this.join();
      },
    });
    this.hub.onEvent = (event) => this.receive(event);
    this.hub.onReconnected = () => void this.join();
  }

  async start(): Promise<void> {
    await this.hub.start();
    await this.join();
  }

  /** Sound on this device, on or off. Must be called from a press or a key. */
  async listen(on: boolean): Promise<void> {
    this.listens.value = on;
    if (on) {
      this.voice.unlock();
    } else {
      this.voice.silence();
    }
    await this.run(() => this.hub.listen(on));
  }

  /** Does something and shows why not, if not. @returns The value; null if it was refused. */
  async run<T>(action: () => Promise<T>): Promise<T | null> {
    try {
      const value = await action();
      this.problem.value = null;
      return value;
    } catch (error) {
      this.problem.value = error instanceof Refusal ? error.message : "That did not work. Try again.";
      return null;
    }
  }

  private async join(): Promise<void> {
    const joining: Joining = { token: this.token, listens: this.listens.value, takesOpus: await this.takesOpus };
    if (this.voice.received !== null && this.listens.value) {
      Object.assign(joining, this.voice.received);
    }
    try {
      await this.hub.join(joining);
    } catch (error) {
      if (error instanceof Refusal && outside.has(error.code)) {
        this.removed.value = error.message;
      } else {
        this.problem.value = error instanceof Refusal ? error.message : "The room cannot be joined just now.";
      }
    }
  }

  private receive(event: RoomEvent): void {
    this.state.value = applyEvent(this.state.value, event);
    switch (event.type) {
      case "snapshot":
        if (event.current !== null) {
          this.voice.follows(event.current.answer, event.current.heard);
        } else {
          this.voice.silence();
        }
        break;
      case "turn":
        if (event.event.type === "audioChunk") {
          this.voice.push(event.answer, event.isPrivate, event.event, event.opus);
        } else if (event.event.type === "turnEnded") {
          this.voice.finish(event.answer);
        }
        break;
      case "answer":
        if (event.answer.status === "stopped" || event.answer.status === "failed") {
          this.silence(event.answer.number);
        }
        if (event.answer.status !== "speaking") {
          this.voice.over(event.answer.number);
        }
        break;
      case "position":
        this.voice.follows(event.answer, event.sample);
        break;
      case "notice":
        this.problem.value = event.message;
        break;
      case "removed":
        this.removed.value = event.message;
        this.voice.silence();
        break;
    }
  }

  private silence(answer: number): void {
    const playing = this.voice.playing.value;
    if (playing === null || playing === answer) {
      this.voice.silence();
    }
  }
}
