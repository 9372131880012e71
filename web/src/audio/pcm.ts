/** 16-bit PCM on the wire, 32-bit float (-1 to 1) inside the browser. */

import { decodeBase64, encodeBase64 } from "./base64";

/** Samples of at most this magnitude are silence: -60 dBFS, the server's own limit for "audible". */
export const audibleLevel = 32 / 32_768;

export function toPcm16(samples: Float32Array): Int16Array<ArrayBuffer> {
  const pcm = new Int16Array(samples.length);
  for (let i = 0; i < samples.length; i++) {
    const scaled = Math.round((samples[i] ?? 0) * 32_768);
    pcm[i] = Math.max(-32_768, Math.min(32_767, scaled));
  }
  return pcm;
}

export function toFloat(pcm: Int16Array): Float32Array<ArrayBuffer> {
  const samples = new Float32Array(pcm.length);
  for (let i = 0; i < pcm.length; i++) {
    samples[i] = (pcm[i] ?? 0) / 32_768;
  }
  return samples;
}

/** Little-endian bytes whatever the machine's own order. */
export function encodePcm(pcm: Int16Array): string {
  const bytes = new Uint8Array(pcm.length * 2);
  const view = new DataView(bytes.buffer);
  for (let i = 0; i < pcm.length; i++) {
    view.setInt16(i * 2, pcm[i] ?? 0, true);
  }
  return encodeBase64(bytes);
}

/** @throws RangeError if the bytes are not whole samples. */
export function decodePcm(text: string): Int16Array<ArrayBuffer> {
  const bytes = decodeBase64(text);
  if (bytes.length % 2 !== 0) {
    throw new RangeError(`${bytes.length} bytes are not a whole number of 16-bit samples`);
  }
  const view = new DataView(bytes.buffer);
  const pcm = new Int16Array(bytes.length / 2);
  for (let i = 0; i < pcm.length; i++) {
    pcm[i] = view.getInt16(i * 2, true);
  }
  return pcm;
}

/** Root mean square, 0 to 1. */
export function rms(samples: ArrayLike<number>): number {
  let energy = 0;
  for (let i = 0; i < samples.length; i++) {
    const value = samples[i] ?? 0;
    energy += value * value;
  }
  return samples.length === 0 ? 0 : Math.sqrt(energy / samples.length);
}
