import { lectures } from "./rest";

/** Codes as people write them: K7M-4PX. */
export function tidyCode(text: string): string {
  return text.trim().toUpperCase().replace(/\s+/g, "");
}

/** The token of this browser in a room; it is who the student is, so that votes and questions are found again after a reload. */
export async function studentToken(code: string): Promise<string> {
  const kept = recall(code);
  if (kept !== null && Date.parse(kept.expiresAt) > Date.now()) {
    return kept.token;
  }
  const { token, expiresAt } = await lectures.join(code);
  remember(code, { token, expiresAt });
  return token;
}

/** The kept token is no longer good. */
export function forgetToken(code: string): void {
  try {
    localStorage.removeItem(keyOf(code));
  } catch {
    // see recall
  }
}

/** A token from the link of a lecturer or projector; null without one. */
export function tokenOfLink(): string | null {
  return new URLSearchParams(location.hash.slice(1)).get("token");
}

interface KeptToken {
  token: string;
  expiresAt: string;
}

const keyOf = (code: string) => `virtualta.lecture.${code.replace(/-/g, "")}`;

/** Storage may be refused by the browser; then a reload is somebody new. */
function recall(code: string): KeptToken | null {
  try {
    const kept = localStorage.getItem(keyOf(code));
    return kept === null ? null : (JSON.parse(kept) as KeptToken);
  } catch {
    return null;
  }
}

function remember(code: string, token: KeptToken): void {
  try {
    localStorage.setItem(keyOf(code), JSON.stringify(token));
  } catch {
    // see recall
  }
}
