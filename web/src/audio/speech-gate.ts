/** Which frames of an open microphone travel to the server: speech, what was just before it, and the pauses that end a question. Pure. */

export interface SpeechGateOptions {
  /** Frames kept from before the gate opens. */
  preRollFrames: number;
  /** Frames that still travel after the last one with speech: longer than the longest pause that does not end a question. */
  hangoverFrames: number;
  /** The same while the TA is audible, when what follows speech is mostly its echo. */
  audibleHangoverFrames: number;
  /** While the gate is shut every so many frames one travels, so that the server knows the microphone is alive and how loud the room is. */
  keepAliveFrames: number;
}

export const defaultGateOptions: SpeechGateOptions = {
  preRollFrames: 20, // 400 ms, as much as the server keeps itself
  hangoverFrames: 160,
  audibleHangoverFrames: 40,
  keepAliveFrames: 100,
};

export class SpeechGate<T> {
  private readonly options: SpeechGateOptions;
  private readonly before: T[] = [];
  private sinceActive = Infinity;
  private wasActive = false;
  private untilKeepAlive = 0;

  constructor(options: SpeechGateOptions = defaultGateOptions) {
    this.options = options;
  }

  /**
   * @param active The frame may hold speech.
   * @param attended The server follows somebody speaking, so that it needs every frame.
   * @param audible The TA is being heard.
   * @returns What is to be sent now, oldest first.
   */
  push(frame: T, active: boolean, attended: boolean, audible: boolean): T[] {
    const opens = active && this.wasActive; // one loud window is a click
    this.wasActive = active;
    const limit = audible && !attended ? this.options.audibleHangoverFrames : this.options.hangoverFrames;
    if (opens) {
      this.sinceActive = 0;
    } else {
      this.sinceActive++;
    }
    if (attended || this.sinceActive < limit) {
      this.untilKeepAlive = this.options.keepAliveFrames;
      return [...this.before.splice(0), frame];
    }
    this.before.push(frame);
    if (this.before.length > this.options.preRollFrames) {
      this.before.shift();
    }
    if (--this.untilKeepAlive <= 0) {
      this.untilKeepAlive = this.options.keepAliveFrames;
      return this.before.splice(0, 1);
    }
    return [];
  }
}
