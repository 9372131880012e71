import { describe, expect, it } from "vitest";
import { FrameClock } from "../src/audio/frame-clock";
import { SecondOpinion } from "../src/audio/second-opinion";
import { SpeechGate } from "../src/audio/speech-gate";
import { VoiceDetector, windowSamples } from "../src/audio/voice-detector";
import { ClockEstimate } from "../src/hub/clock";
import { LocalDuck } from "../src/pages/chat/local-duck";

/** A window of noise at a level in dBFS; the same every time. */
function sound(level: number, seed = 1): Float32Array {
  let state = seed;
  const amplitude = 10 ** (level / 20) * Math.sqrt(3);
  return Float32Array.from({ length: windowSamples }, () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return (state / 1_073_741_824 - 1) * amplitude;
  });
}

function listen(detector: VoiceDetector, windows: number, level: number, reference = -Infinity) {
  const heard = Array.from({ length: windows }, (_, i) => detector.push(sound(level, i + 1), reference));
  return { begins: heard.findIndex((window) => window.begins), active: heard.filter((window) => window.active).length };
}

describe("the voice detector", () => {
  it("hears speech begin within three windows, and end", () => {
    const detector = new VoiceDetector();
    listen(detector, 50, -62);
    expect(listen(detector, 20, -25).begins).toBe(2);
    expect(detector.isSpeaking).toBe(true);
    listen(detector, 5, -62);
    expect(detector.isSpeaking).toBe(true);
    listen(detector, 10, -62);
    expect(detector.isSpeaking).toBe(false);
  });

  it("takes a click for no speech, and a steady noise only until it knows it", () => {
    const detector = new VoiceDetector();
    listen(detector, 50, -62);
    expect(listen(detector, 2, -20).begins).toBe(-1);
    listen(detector, 1_000, -42);
    expect(listen(detector, 100, -42).active).toBe(0);
  });

  it("takes the TA's own echo for no speech, but somebody louder than it", () => {
    const detector = new VoiceDetector();
    listen(detector, 50, -62);
    expect(listen(detector, 100, -45, -20).begins).toBe(-1);
    expect(listen(detector, 20, -25, -20).begins).toBe(2);
  });

  it("learns from an echo that it took for speech", () => {
    const detector = new VoiceDetector();
    listen(detector, 50, -62);
    expect(listen(detector, 10, -36, -20).begins).toBe(2);
    detector.wasWrong();
    expect(listen(detector, 50, -36, -20).begins).toBe(-1);
  });

  it("follows an echo canceller that gets better", () => {
    const detector = new VoiceDetector();
    listen(detector, 50, -70);
    listen(detector, 600, -70, -20);
    expect(listen(detector, 20, -45, -20).begins).toBe(2);
  });
});

describe("the speech gate", () => {
  const options = { preRollFrames: 3, hangoverFrames: 5, audibleHangoverFrames: 2, keepAliveFrames: 10 };
  const send = (gate: SpeechGate<number>, first: number, active: boolean[], attended = false, audible = false) =>
    active.flatMap((is, i) => gate.push(first + i, is, attended, audible));
  const quiet = (count: number) => new Array<boolean>(count).fill(false);

  it("sends speech with what was before it and the pause after it", () => {
    const gate = new SpeechGate<number>(options);
    send(gate, 0, quiet(8));
    expect(send(gate, 8, [true, true, ...quiet(8)])).toEqual([6, 7, 8, 9, 10, 11, 12, 13]);
  });

  it("sends no click, but a sign of life", () => {
    const gate = new SpeechGate<number>(options);
    send(gate, 0, quiet(1));
    expect(send(gate, 1, [false, true, ...quiet(20)]).length).toBe(2);
  });

  it("sends everything while the server follows somebody", () => {
    const gate = new SpeechGate<number>(options);
    send(gate, 0, quiet(4));
    expect(send(gate, 4, quiet(20), true).length).toBe(23);
  });

  it("ends sooner while the TA is audible, because what follows is its echo", () => {
    const gate = new SpeechGate<number>(options);
    send(gate, 0, quiet(4));
    expect(send(gate, 4, [true, true, ...quiet(6)], false, true)).toEqual([2, 3, 4, 5, 6]);
  });
});

describe("a duck", () => {
  const playback = () => ({ isAudible: true, log: "", hold() { this.log += "h"; }, resume() { this.log += "r"; } });

  it("goes on when the server hears nobody", () => {
    const voice = playback();
    const duck = new LocalDuck(voice);
    duck.begin(0);
    expect(duck.isMistaken(true, 200)).toBe(false);
    expect(duck.isMistaken(false, 500)).toBe(false);
    expect(duck.isMistaken(false, 600)).toBe(true);
    expect(voice.log).toBe("hr");
  });

  it("leaves the decision to the server once it has spoken", () => {
    const voice = playback();
    const duck = new LocalDuck(voice);
    duck.begin(0);
    duck.settle();
    expect(duck.isMistaken(false, 5_000)).toBe(false);
    expect(voice.log).toBe("h");
  });

  it("does nothing while nothing is heard", () => {
    const voice = { ...playback(), isAudible: false };
    const duck = new LocalDuck(voice);
    duck.begin(0);
    expect(duck.isHolding).toBe(false);
  });
});

describe("a second opinion", () => {
  /** The microphone goes on for so long, and the network keeps up with it. */
  const listen = (opinion: SecondOpinion, ms: number, probability: number) => {
    let agrees = true;
    for (let at = 0, heard = 0; at < ms; at += 20) {
      agrees = opinion.agrees(20);
      for (; heard + 32 <= at + 20; heard += 32) {
        opinion.hear(probability);
      }
    }
    return agrees;
  };

  it("agrees until there is one, objects to noise, and agrees with speech", () => {
    const opinion = new SecondOpinion();
    expect(opinion.agrees(20)).toBe(true);
    expect(listen(opinion, 1_600, 0.05)).toBe(false);
    expect(listen(opinion, 160, 0.9)).toBe(true);
  });

  it("is not waited for when it is late", () => {
    const opinion = new SecondOpinion();
    listen(opinion, 1_600, 0.05);
    expect(Array.from({ length: 10 }, () => opinion.agrees(20)).at(-1)).toBe(true);
  });
});

describe("clocks", () => {
  it("are joined by the shortest round trip, whose half is the error", () => {
    const clock = new ClockEstimate();
    expect(clock.toServer(0)).toBeNull();
    clock.add(100, 180, 5_130);
    clock.add(200, 206, 5_203);
    clock.add(300, 420, 5_390);
    expect(clock.toServer(1_000)).toBe(6_000);
    expect(clock.errorMs).toBe(3);
  });

  it("forget what is long ago", () => {
    const clock = new ClockEstimate();
    clock.add(0, 2, 1_001);
    for (let i = 1; i <= 16; i++) {
      clock.add(i * 100, i * 100 + 10, i * 100 + 2_005);
    }
    expect(clock.toServer(0)).toBe(2_000);
  });

  it("do not take a late message for a late frame", () => {
    const clock = new FrameClock(10);
    expect(clock.toPerformanceTime(1, 1_505)).toBe(1_505);
    expect(clock.toPerformanceTime(1.02, 1_523)).toBeCloseTo(1_523);
    expect(clock.toPerformanceTime(1.04, 1_600)).toBeCloseTo(1_543);
  });
});
