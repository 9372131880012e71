import { describe, expect, it } from "vitest";
import { decodeBase64, encodeBase64 } from "../src/audio/base64";
import { decodePcm, encodePcm, rms, toFloat, toPcm16 } from "../src/audio/pcm";
import { Resampler } from "../src/audio/resampler";

describe("base64", () => {
  it("agrees with the platform for every byte and length", () => {
    for (const length of [0, 1, 2, 3, 255, 20_000]) {
      const bytes = Uint8Array.from({ length }, (_, i) => (i * 7 + (i >> 8)) & 255);
      expect(encodeBase64(bytes)).toBe(btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join("")));
      expect(decodeBase64(encodeBase64(bytes))).toEqual(bytes);
    }
  });

  it("refuses what is none", () => {
    expect(() => decodeBase64("%%%")).toThrow();
  });
});

describe("PCM", () => {
  it("is little-endian on the wire", () => {
    expect(Array.from(decodeBase64(encodePcm(Int16Array.of(1, -2))))).toEqual([1, 0, 254, 255]);
  });

  it("comes back sample for sample", () => {
    const samples = Int16Array.of(0, 1, -1, 32_767, -32_768, 12_345);
    expect(decodePcm(encodePcm(samples))).toEqual(samples);
    expect(toPcm16(toFloat(samples))).toEqual(samples);
  });

  it("is clipped, not wrapped", () => {
    expect(toPcm16(Float32Array.of(1.5, -1.5))).toEqual(Int16Array.of(32_767, -32_768));
  });

  it("must be whole samples", () => {
    expect(() => decodePcm(encodeBase64(Uint8Array.of(1, 2, 3)))).toThrow(/3 bytes/);
  });
});

describe("the resampler", () => {
  const tone = (rate: number, hertz: number, seconds: number) =>
    Float32Array.from({ length: rate * seconds }, (_, i) => 0.5 * Math.sin((2 * Math.PI * hertz * i) / rate));
  const run = (resampler: Resampler, input: Float32Array, block: number) => {
    const output: number[] = [];
    for (let i = 0; i < input.length; i += block) {
      output.push(...resampler.process(input.subarray(i, i + block)));
    }
    return Float32Array.from(output);
  };

  it.each([
    [48_000, 16_000],
    [44_100, 16_000],
    [16_000, 48_000],
    [16_000, 44_100],
  ])("keeps a tone from %d to %d Hz", (from, to) => {
    const output = run(new Resampler(from, to), tone(from, 1_000, 0.5), 128);
    const wanted = tone(to, 1_000, 0.5);
    expect(Math.abs(output.length - wanted.length)).toBeLessThan((40 * to) / Math.min(from, to) + 2);
    const error = output.slice(200, 4_000).map((value, i) => value - wanted[i + 200]!);
    expect(rms(error)).toBeLessThan(1e-3);
  });

  it("removes what the lower rate cannot hold", () => {
    const output = run(new Resampler(48_000, 16_000), tone(48_000, 11_000, 0.5), 128);
    expect(rms(output.slice(200))).toBeLessThan(1e-3);
  });

  it("gives the same samples however its input is cut", () => {
    const input = tone(44_100, 440, 0.2);
    const whole = run(new Resampler(44_100, 16_000), input, input.length);
    const pieces = run(new Resampler(44_100, 16_000), input, 37);
    expect(pieces.length).toBe(whole.length);
    whole.forEach((value, i) => expect(pieces[i]).toBeCloseTo(value, 5));
  });
});
