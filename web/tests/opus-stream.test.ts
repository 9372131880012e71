import { describe, expect, it } from "vitest";
import { thin } from "../src/lecture/opus-stream";

describe("decoded Opus", () => {
  it("comes at the rate of the wire", () => {
    expect([...thin(Float32Array.from({ length: 12 }, (_, i) => i), 3)]).toEqual([0, 3, 6, 9]);
  });

  it("keeps a tone that the wire can hold", () => {
    const tone = (rate: number, length: number) => Float32Array.from({ length }, (_, i) => Math.sin((2 * Math.PI * 1_000 * i) / rate));
    const thinned = thin(tone(48_000, 960), 3);
    const direct = tone(16_000, 320);
    expect(thinned.length).toBe(320);
    thinned.forEach((sample, i) => expect(sample).toBeCloseTo(direct[i]!, 5));
  });
});
