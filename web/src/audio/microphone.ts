import workletUrl from "./capture.worklet.ts?worker&url";
import { createContext } from "./context";
import { FrameClock } from "./frame-clock";
import type { CaptureReport } from "./worklet-messages";

const wireRate = 16_000;

/** Frames kept from before the press: people begin to speak while they press. */
const preRollFrames = 10;

/** The microphone is let go after this long without a question. */
const idleMs = 45_000;

/** A microphone problem in words for people. */
export class MicrophoneError extends Error {}

export interface OpenMicrophone {
  stream: MediaStream;
  context: AudioContext;
}

/** Takes a frame and the time of performance.now() at which its end was at the microphone. */
export type FrameListener = (samples: Float32Array, capturedAt: number) => void;

/** The microphone as frames of 20 ms at 16 kHz; opened at the first question, released when unused. */
export class Microphone {
  private open: Promise<OpenMicrophone> | null = null;
  private idle: ReturnType<typeof setTimeout> | undefined;
  private preRoll: [Float32Array, number][] = [];
  private listener: FrameListener | null = null;
  private device = "";

  /** Called when the microphone in use is gone and no other took its place. */
  onLost: (problem: MicrophoneError) => void = () => {};

  /** Called when another microphone took the place of the one in use. */
  onOpened: (microphone: OpenMicrophone) => void = () => {};

  constructor() {
    navigator.mediaDevices?.addEventListener("devicechange", () => void this.follow());
  }

  /** Delivers frames until `stop`, those just before this call included. */
  async start(listener: FrameListener): Promise<OpenMicrophone> {
    clearTimeout(this.idle);
    this.open ??= this.acquire();
    let microphone: OpenMicrophone;
    try {
      microphone = await this.open;
      if (microphone.context.state !== "running") {
        await microphone.context.resume();
      }
    } catch (error) {
      this.open = null;
      throw explain(error);
    }
    for (const [samples, capturedAt] of this.preRoll) {
      listener(samples, capturedAt);
    }
    this.preRoll = [];
    this.listener = listener;
    return microphone;
  }

  /** Delivers no more; the microphone stays ready for the next question for a while. */
  stop(): void {
    this.listener = null;
    clearTimeout(this.idle);
    this.idle = setTimeout(() => void this.release(), idleMs);
  }

  /** Delivers no more and lets the microphone go, so that its light goes out. */
  close(): void {
    this.listener = null;
    clearTimeout(this.idle);
    void this.release();
  }

  /** After a device came or went: goes on with the one that is the default now. */
  private async follow(): Promise<void> {
    const open = await this.open?.catch(() => null);
    if (!open) {
      return;
    }
    const isGone = open.stream.getAudioTracks().every((track) => track.readyState === "ended");
    if (!isGone && (await defaultDevice()) === this.device) {
      return;
    }
    const listener = this.listener;
    await this.release();
    if (listener !== null) {
      await this.start(listener).then(this.onOpened, (error: unknown) => this.onLost(explain(error)));
    }
  }

  private async acquire(): Promise<OpenMicrophone> {
    if (!navigator.mediaDevices?.getUserMedia) {
      throw new MicrophoneError("This page may use the microphone only over https or on localhost. Type your question instead.");
    }
    const prepared = createContext(wireRate);
    // Side by side, so that no first syllable is lost while the worklet loads.
    const [stream] = await Promise.all([
      navigator.mediaDevices.getUserMedia({
        audio: { channelCount: 1, echoCancellation: true, noiseSuppression: true, autoGainControl: true },
      }),
      prepared.audioWorklet.addModule(workletUrl),
    ]);
    const { context, source } = await connect(prepared, stream);
    const node = new AudioWorkletNode(context, "virtualta-capture", { numberOfOutputs: 0, channelCount: 1, channelCountMode: "explicit" });
    const clock = new FrameClock();
    node.port.onmessage = ({ data }: MessageEvent<CaptureReport>) =>
      this.receive(data.samples, clock.toPerformanceTime(data.contextTime, performance.now()));
    source.connect(node);
    for (const track of stream.getAudioTracks()) {
      track.addEventListener("ended", () => void this.follow()); // unplugged
    }
    this.device = await defaultDevice();
    return { stream, context };
  }

  private receive(samples: Float32Array, capturedAt: number): void {
    if (this.listener !== null) {
      this.listener(samples, capturedAt);
      return;
    }
    this.preRoll.push([samples, capturedAt]);
    if (this.preRoll.length > preRollFrames) {
      this.preRoll.shift();
    }
  }

  private async release(): Promise<void> {
    const open = this.open;
    this.open = null;
    this.preRoll = [];
    const microphone = await open?.catch(() => null);
    microphone?.stream.getTracks().forEach((track) => track.stop());
    await microphone?.context.close();
  }
}

/** The microphone that is the default now: where its name is the system's choice, the device behind it. */
async function defaultDevice(): Promise<string> {
  const inputs = (await navigator.mediaDevices.enumerateDevices()).filter((device) => device.kind === "audioinput");
  return `${inputs[0]?.deviceId} ${inputs[0]?.groupId}`;
}

/** Some browsers refuse a microphone in a context of another rate; then a context of the microphone's own is made. */
async function connect(prepared: AudioContext, stream: MediaStream): Promise<{ context: AudioContext; source: MediaStreamAudioSourceNode }> {
  try {
    return { context: prepared, source: prepared.createMediaStreamSource(stream) };
  } catch {
    await prepared.close();
    const context = new AudioContext({ latencyHint: "interactive" });
    await context.audioWorklet.addModule(workletUrl);
    return { context, source: context.createMediaStreamSource(stream) };
  }
}

function explain(error: unknown): MicrophoneError {
  if (error instanceof MicrophoneError) {
    return error;
  }
  switch (error instanceof DOMException ? error.name : "") {
    case "NotAllowedError":
      return new MicrophoneError("The microphone is blocked. Allow it in the address bar of the browser, or type your question.");
    case "NotFoundError":
      return new MicrophoneError("No microphone was found. Plug one in, or type your question.");
    case "NotReadableError":
      return new MicrophoneError("The microphone is used by another program. Close that program, or type your question.");
    default:
      return new MicrophoneError("The microphone could not be opened. Type your question instead.");
  }
}
