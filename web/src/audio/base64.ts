/** Base64 as the JSON protocol carries bytes. */

const encodeBlock = 8_192;

export function encodeBase64(bytes: Uint8Array): string {
  let binary = "";
  for (let start = 0; start < bytes.length; start += encodeBlock) {
    // In blocks, because every byte becomes an argument and engines limit those.
    binary += String.fromCharCode(...bytes.subarray(start, start + encodeBlock));
  }
  return btoa(binary);
}

export function decodeBase64(text: string): Uint8Array<ArrayBuffer> {
  const binary = atob(text);
  const bytes = new Uint8Array(binary.length);
  for (let i = 0; i < binary.length; i++) {
    bytes[i] = binary.charCodeAt(i);
  }
  return bytes;
}
