/** What page and worklets tell each other. Turns are numbered by the page; samples are those of the wire. */

export type PlaybackCommand =
  | { kind: "begin"; turn: number }
  | { kind: "push"; turn: number; firstSample: number; samples: Float32Array }
  | { kind: "finish"; turn: number }
  | { kind: "hold" }
  | { kind: "resume" }
  | { kind: "stop" };

/** Where playback is; contextTime is when `sample` enters the context's output. */
export interface PlaybackReport {
  kind: "first-audible" | "position" | "held" | "stopped" | "drained";
  turn: number;
  sample: number;
  contextTime: number;
  buffered: number;
  audible: number;
  underruns: number;
  jitterMs: number;
}

/** A frame of the microphone; contextTime is when its last block was taken up. */
export interface CaptureReport {
  samples: Float32Array<ArrayBuffer>;
  contextTime: number;
}
