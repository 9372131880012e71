/** Length of the network's frames. */
const opinionMs = 32;

/** Opinions of which the highest counts: speech is not voiced all the time. */
const remembered = 4;

const speechProbability = 0.4;

/** A network further behind the microphone than this talks of other sounds; then it is not waited for. */
const longestLagMs = 100;

/**
 * Whether a network that listens beside us takes the last sounds for speech. It may only object: while it says nothing yet, or is
 * late because the machine is busy, it agrees. Pure.
 */
export class SecondOpinion {
  private readonly probabilities: number[] = [];
  private lag = 0;
  private leastLag = Infinity;

  /** @param probability Of speech in the network's next frame. */
  hear(probability: number): void {
    this.lag -= opinionMs;
    this.leastLag = Math.min(this.leastLag, this.lag);
    this.probabilities.push(probability);
    if (this.probabilities.length > remembered) {
      this.probabilities.shift();
    }
  }

  /** @param frameMs Length of the microphone's frame that has just come. */
  agrees(frameMs: number): boolean {
    this.lag += frameMs;
    return (
      this.probabilities.length === 0 ||
      this.lag - this.leastLag > longestLagMs ||
      this.probabilities.some((probability) => probability >= speechProbability)
    );
  }
}
