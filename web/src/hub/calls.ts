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
}

export interface EngineStatus {
  name: string;
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
