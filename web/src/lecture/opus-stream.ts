import { decodeBase64 } from "../audio/base64";
import { wireSampleRate } from "../hub/calls";

/** Samples of the wire by which the encoder delays the sound: 6.5 ms. */
const encoderDelay = 104;
const packetMicroseconds = 20_000;

/** Opus is always decoded at its own rate, whatever rate it was made from. */
const config: AudioDecoderConfig = { codec: "opus", sampleRate: 48_000, numberOfChannels: 1 };

/** Whether this browser decodes Opus itself. */
export async function canDecodeOpus(): Promise<boolean> {
  try {
    return typeof AudioDecoder !== "undefined" && (await AudioDecoder.isConfigSupported(config)).supported === true;
  } catch {
    return false;
  }
}

/** Decodes the packets of one answer, in order. */
export class OpusStream {
  private readonly decoder: AudioDecoder;
  private readonly onSamples: (samples: Float32Array<ArrayBuffer>) => void;
  private packets = 0;
  private toSkip = encoderDelay;

  /** @param onSamples Told the sound at the wire's rate, piece by piece. @param onError Told once if the packets cannot be decoded. */
  constructor(onSamples: (samples: Float32Array<ArrayBuffer>) => void, onError: () => void) {
    this.onSamples = onSamples;
    this.decoder = new AudioDecoder({ output: (data) => this.take(data), error: onError });
    this.decoder.configure(config);
  }

  push(packets: readonly string[]): void {
    for (const packet of packets) {
      if (this.decoder.state === "configured") {
        this.decoder.decode(new EncodedAudioChunk({ type: "key", timestamp: this.packets++ * packetMicroseconds, data: decodeBase64(packet) }));
      }
    }
  }

  /** Resolves when everything pushed so far has been handed on. */
  async flush(): Promise<void> {
    if (this.decoder.state === "configured") {
      await this.decoder.flush().catch(() => undefined); // closed meanwhile
    }
  }

  close(): void {
    if (this.decoder.state !== "closed") {
      this.decoder.close();
    }
  }

  private take(data: AudioData): void {
    const decoded = new Float32Array(data.numberOfFrames);
    data.copyTo(decoded, { planeIndex: 0, format: "f32-planar" });
    const step = data.sampleRate / wireSampleRate;
    data.close();
    const samples = thin(decoded, step);
    const skipped = Math.min(this.toSkip, samples.length);
    this.toSkip -= skipped;
    if (skipped < samples.length) {
      this.onSamples(samples.slice(skipped));
    }
  }
}

/** Every so-manieth sample; nothing is folded over, because the encoder was given no frequencies above the wire's. */
export function thin(samples: Float32Array, step: number): Float32Array<ArrayBuffer> {
  const thinned = new Float32Array(Math.floor(samples.length / step));
  for (let i = 0; i < thinned.length; i++) {
    thinned[i] = samples[Math.round(i * step)] ?? 0;
  }
  return thinned;
}
