import workletUrl from "./capture.worklet.ts?worker&url";
import { createContext } from "./context";
import type { CaptureReport } from "./worklet-messages";

const wireRate = 16_000;

/** Frames kept from before the press: people begin to speak while they press. */
const preRollFrames = 5;

/** The microphone is let go after this long without a question. */
const idleMs = 45_000;

/** A microphone problem in words for people. */
export class MicrophoneError extends Error {}

interface OpenMicrophone {
  stream: MediaStream;
  context: AudioContext;
}

/** The microphone as frames of 40 ms at 16 kHz; opened at the first question, released when unused. */
export class Microphone {
  private open: Promise<OpenMicrophone> | null = null;
  private idle: ReturnType<typeof setTimeout> | undefined;
  private preRoll: Float32Array[] = [];
  private listener: ((samples: Float32Array) => void) | null = null;

  /** Delivers frames until `stop`, those just before this call included. */
  async start(listener: (samples: Float32Array) => void): Promise<void> {
    clearTimeout(this.idle);
    this.open ??= this.acquire();
    try {
      const { context } = await this.open;
      if (context.state !== "running") {
        await context.resume();
      }
    } catch (error) {
      this.open = null;
      throw explain(error);
    }
    for (const frame of this.preRoll) {
      listener(frame);
    }
    this.preRoll = [];
    this.listener = listener;
  }

  stop(): void {
    this.listener = null;
    clearTimeout(this.idle);
    this.idle = setTimeout(() => void this.release(), idleMs);
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
    node.port.onmessage = (message: MessageEvent<CaptureReport>) => this.receive(message.data.samples);
    source.connect(node);
    for (const track of stream.getAudioTracks()) {
      track.addEventListener("ended", () => void this.release()); // unplugged: the next question opens the new default
    }
    return { stream, context };
  }

  private receive(samples: Float32Array): void {
    if (this.listener !== null) {
      this.listener(samples);
      return;
    }
    this.preRoll.push(samples);
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
