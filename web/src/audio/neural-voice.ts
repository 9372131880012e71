import type { MicVAD } from "@ricky0123/vad-web";
import type { OpenMicrophone } from "./microphone";
import { SecondOpinion } from "./second-opinion";

/** Where the build puts the model, its runtime and the worklet (vite.config.ts): served by us, never by anybody else. */
const assets = "/vad/";

/**
 * A second opinion on whether a sound is speech, by the Silero network of @ricky0123/vad-web. Loaded when a microphone is opened;
 * until then, and where it cannot be loaded, it agrees with everybody.
 */
export class NeuralVoice {
  private running: Promise<MicVAD | null> = Promise.resolve(null);
  private opinion = new SecondOpinion();

  /** Listens to this microphone from now on. */
  attach(microphone: OpenMicrophone): void {
    this.running = this.running.then(async (before) => {
      await before?.destroy().catch(() => {});
      return this.load(microphone).catch(() => null);
    });
  }

  /** To be asked with every frame of the microphone. @returns Whether the last sounds may have been speech. */
  agrees(frameMs: number): boolean {
    return this.opinion.agrees(frameMs);
  }

  private async load({ stream, context }: OpenMicrophone): Promise<MicVAD> {
    const opinion = (this.opinion = new SecondOpinion());
    const { MicVAD } = await import("@ricky0123/vad-web");
    return MicVAD.new({
      model: "v5",
      audioContext: context,
      baseAssetPath: assets,
      onnxWASMBasePath: assets,
      getStream: () => Promise.resolve(stream),
      pauseStream: () => Promise.resolve(), // the stream belongs to the microphone
      resumeStream: () => Promise.resolve(stream),
      onFrameProcessed: ({ isSpeech }) => opinion.hear(isSpeech),
    });
  }
}
