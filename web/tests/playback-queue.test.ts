import { describe, expect, it } from "vitest";
import { defaultPlaybackOptions, PlaybackQueue } from "../src/audio/playback-queue";

const options = { ...defaultPlaybackOptions, sampleRate: 1_000, jitterMs: 10, fadeMs: 4 };
const ramp = (first: number, count: number) => Float32Array.from({ length: count }, (_, i) => (first + i + 1) / 1_000);

function started(samples = 40): PlaybackQueue {
  const queue = new PlaybackQueue(options);
  queue.begin(1);
  queue.push(1, 0, ramp(0, samples));
  return queue;
}

function read(queue: PlaybackQueue, count: number): Float32Array {
  const output = new Float32Array(count);
  queue.read(output);
  return output;
}

describe("playback", () => {
  it("waits for the jitter buffer, then plays every sample in order", () => {
    const queue = new PlaybackQueue(options);
    queue.begin(1);
    queue.push(1, 0, ramp(0, 6));
    expect(read(queue, 4)).toEqual(new Float32Array(4));
    queue.push(1, 6, ramp(6, 10));
    expect(read(queue, 8)).toEqual(ramp(0, 8));
    expect(read(queue, 8)).toEqual(ramp(8, 8));
    expect(queue.played).toBe(16);
  });

  it("does not wait for ever for a first chunk smaller than the buffer", () => {
    const queue = started(6);
    read(queue, 5);
    read(queue, 5);
    expect(read(queue, 5)).toEqual(ramp(0, 5));
  });

  it("plays a short answer at once when it is complete", () => {
    const queue = started(3);
    queue.finish(1);
    expect(read(queue, 4)).toEqual(Float32Array.of(0.001, 0.002, 0.003, 0));
    read(queue, 1);
    expect(queue.state).toBe("done");
    expect(queue.underruns).toBe(0);
  });

  it("counts an underrun, fills it with silence and buffers a little more", () => {
    const queue = started(12);
    const output = read(queue, 16);
    expect(output.slice(12)).toEqual(new Float32Array(4));
    expect(queue.underruns).toBe(1);
    expect(queue.jitterMs).toBe(15);
    queue.push(1, 12, ramp(12, 15));
    expect(read(queue, 4)).toEqual(ramp(12, 4));
  });

  it("plays repeated sound once and keeps its place over missing sound", () => {
    const queue = started(20);
    queue.push(1, 10, ramp(10, 20));
    queue.push(1, 40, ramp(40, 10));
    expect(read(queue, 30)).toEqual(ramp(0, 30));
    expect(read(queue, 10)).toEqual(new Float32Array(10));
    expect(read(queue, 10)).toEqual(ramp(40, 10));
  });

  it("drops the sound of another turn", () => {
    const queue = started(12);
    queue.push(2, 12, ramp(500, 12));
    queue.begin(3);
    queue.push(1, 0, ramp(0, 12));
    expect(queue.buffered).toBe(0);
  });
});

describe("the jitter buffer", () => {
  it("grows by half of a long silence, within its limits", () => {
    const queue = started(12);
    read(queue, 16);
    read(queue, 96);
    queue.push(1, 12, ramp(12, 400));
    read(queue, 4);
    expect(queue.jitterMs).toBeGreaterThanOrEqual(10 + 50);
    expect(queue.jitterMs).toBeLessThanOrEqual(10 + 60);
  });

  it("shrinks with every answer that never ran dry, down to its least", () => {
    const queue = new PlaybackQueue({ ...options, jitterMs: 50 });
    const seen = [1, 2, 3].map((turn) => {
      queue.begin(turn);
      queue.push(turn, 0, ramp(0, 100));
      queue.finish(turn);
      read(queue, 120);
      return queue.jitterMs;
    });
    expect(seen).toEqual([45, 40, 40]);
  });
});

describe("silence", () => {
  it("is reached within the fade and nothing is played after it", () => {
    const queue = started(40);
    read(queue, 10);
    queue.stop();
    const output = read(queue, 20);
    expect(output[0]!).toBeLessThan(0.011);
    expect(output.slice(4)).toEqual(new Float32Array(16));
    expect(queue.state).toBe("done");
    expect(queue.played).toBeLessThanOrEqual(14);
    queue.push(1, 40, ramp(40, 40));
    expect(read(queue, 20)).toEqual(new Float32Array(20));
  });

  it("is immediate when nothing has been played", () => {
    const queue = started(6);
    queue.stop();
    expect(queue.state).toBe("done");
  });

  it("loses no sample when playback is only held", () => {
    const queue = started(60);
    read(queue, 10);
    queue.hold();
    read(queue, 10);
    const heldAt = queue.played;
    expect(queue.state).toBe("held");
    expect(read(queue, 10)).toEqual(new Float32Array(10));
    queue.resume();
    const after = read(queue, 12);
    expect(after.slice(6)).toEqual(ramp(heldAt + 6, 6));
    expect(queue.played).toBe(heldAt + 12);
  });

  it("does not count as audible", () => {
    const queue = new PlaybackQueue(options);
    queue.begin(1);
    queue.push(1, 0, Float32Array.of(...new Array<number>(12).fill(0), 0.5, 0.5));
    queue.finish(1);
    read(queue, 20);
    expect(queue.firstAudible).toBe(12);
    expect(queue.audible).toBe(2);
  });
});
