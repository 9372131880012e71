/**
 * Tells speech from pauses in the browser: by level over a noise floor that is learnt, and, while the TA speaks, over the echo
 * that is to be expected of it. Quicker and looser than the server's, which decides; this one only ducks and saves bandwidth.
 * Pure; one per microphone.
 */

export interface VoiceWindow {
  /** The window holds sound that may be speech. */
  active: boolean;
  /** Speech began with this window. */
  begins: boolean;
  /** Level in dBFS. */
  level: number;
}

/** Samples of a window: 20 ms at 16 kHz. */
export const windowSamples = 320;

export const windowMs = 20;

const recentWindows = 4;
const onsetWindows = 3;
const speechOverNoise = 9;
const quietestSpeech = -50;
const lowestFloor = -75;
const highestFloor = -35;
const floorRise = 0.03; // per window, 1.5 dB a second: a fan is learnt in seconds, a sentence is not

/** What the microphone takes up of the speaker after the browser's echo cancellation, before anything was learnt. */
const firstCoupling = -24;
const lowestCoupling = -60;
const couplingFall = 0.05;
const speechOverEcho = 6;
/** Sound from the speaker arrives late and rings on: this many windows are looked back. */
const referenceWindows = 15;
/** Windows without sound after which speech counts as over. */
const endWindows = 10;

export class VoiceDetector {
  private floor = -60;
  private coupling = firstCoupling;
  private readonly recent: boolean[] = [];
  private readonly references: number[] = [];
  private quiet = 0;

  /** Somebody speaks; true through short pauses. */
  isSpeaking = false;

  /** @param reference Level of what the page plays in dBFS; -Infinity while it is silent. */
  push(samples: Float32Array, reference: number): VoiceWindow {
    const level = decibels(samples);
    this.references.push(reference);
    if (this.references.length > referenceWindows) {
      this.references.shift();
    }
    const loudest = Math.max(...this.references);
    const overNoise = level > Math.max(this.floor + speechOverNoise, quietestSpeech);
    const active = overNoise && level > loudest + this.coupling + speechOverEcho;
    this.learn(level, loudest, active);
    return { active, begins: this.follow(active), level };
  }

  /** What was taken for speech was the page's own echo, or noise: from now on it takes more. */
  wasWrong(): void {
    this.coupling = Math.min(0, this.coupling + speechOverEcho);
    this.isSpeaking = false;
    this.recent.length = 0;
  }

  private learn(level: number, loudest: number, active: boolean): void {
    if (loudest === -Infinity) {
      const next = level < this.floor ? 0.8 * this.floor + 0.2 * level : this.floor + floorRise;
      this.floor = Math.min(highestFloor, Math.max(lowestFloor, next));
    } else if (!active && loudest > -40) {
      // The echo canceller converges: what it leaves is followed up at once and down slowly.
      this.coupling = Math.max(lowestCoupling, Math.max(level - loudest, this.coupling - couplingFall));
    }
  }

  private follow(active: boolean): boolean {
    this.recent.push(active);
    if (this.recent.length > recentWindows) {
      this.recent.shift();
    }
    this.quiet = active ? 0 : this.quiet + 1;
    if (this.isSpeaking) {
      this.isSpeaking = this.quiet < endWindows;
      return false;
    }
    this.isSpeaking = this.recent.filter(Boolean).length >= onsetWindows;
    return this.isSpeaking;
  }
}

export function decibels(samples: Float32Array): number {
  let energy = 0;
  for (let i = 0; i < samples.length; i++) {
    energy += samples[i]! * samples[i]!;
  }
  return samples.length === 0 ? -120 : 10 * Math.log10(Math.max(energy / samples.length, 1e-12));
}
