/** What the browser asks of the server: hub calls and HTTP endpoints. */

/** The one sample rate on the wire, in hertz. */
export const wireSampleRate = 16_000;

/** A question; its sound travels beside it as a stream of base64 PCM pieces. */
export interface AskRequest {
  conversationId?: string;
  course?: string;
  voice?: string;
  text?: string;
  sampleRate?: number;
  speak?: boolean;
  seed?: number;
  /** The page that asks, for the latency dashboard. */
  page?: string;
}

/** The server's clock; runs change with every start of the server. */
export interface ServerClock {
  nowMs: number;
  run: string;
}

/** What this browser measured of one answer; times on the server's clock as estimated here. */
export interface PlaybackMeasurement {
  lastSpeechMs: number | null;
  firstAudibleMs: number | null;
  clockErrorMs: number;
  underruns: number;
  jitterBufferMs: number;
}

export interface EngineStatus {
  name: string | null;
  available: boolean;
  remedy: string | null;
}

export interface VoiceDescription {
  name: string;
  description: string;
  language: string;
}

export interface CourseDescription {
  name: string;
  title: string;
  documents: number;
  passages: number;
}

/** Answer of GET /api/status. */
export interface ServerStatus {
  recognizer: EngineStatus;
  synthesizer: EngineStatus;
  answerer: { name: string };
  voices: VoiceDescription[];
  courses: CourseDescription[];
  limits: ServerLimits;
}

export interface ServerLimits {
  minimumSpeechSeconds: number;
  maximumSpeechSeconds: number;
  maximumQuestionLength: number;
  sampleRate: number;
  resumeSeconds: number;
}

/** Answer of GET /api/courses/{course}/passages/{id}. */
export interface Passage {
  id: string;
  source: string;
  locator: string;
  text: string;
  before: string;
  after: string;
}

export async function fetchStatus(): Promise<ServerStatus> {
  return fetchJson<ServerStatus>("/api/status");
}

export async function fetchPassage(course: string, id: string): Promise<Passage> {
  return fetchJson<Passage>(`/api/courses/${encodeURIComponent(course)}/passages/${encodeURIComponent(id)}`);
}

/** Where the picture of a passage's page is; null where its place is no page. */
export function pagePath(course: string, citation: { passageId: string; locator: string }): string | null {
  return /^page \d/.test(citation.locator)
    ? `/api/courses/${encodeURIComponent(course)}/passages/${encodeURIComponent(citation.passageId)}/page.png`
    : null;
}

async function fetchJson<T>(path: string): Promise<T> {
  const response = await fetch(path);
  if (!response.ok) {
    throw new Error(`${path} answered ${response.status}`);
  }
  return (await response.json()) as T;
}
