/**
 * The events of a turn, as the server sends them over the hub.
 * The C# twin is src/VirtualTA.Core/Conversation/TurnEvents.cs; a test of the server compares the two files.
 */
export type TurnEvent =
  | PartialTranscriptEvent
  | FinalTranscriptEvent
  | ThinkingEvent
  | AnswerDeltaEvent
  | CitationEvent
  | AudioChunkEvent
  | NoticeEvent
  | LatencyEvent
  | TurnEndedEvent;

/** What has been understood so far. */
export interface PartialTranscriptEvent {
  type: "partialTranscript";
  turn: number;
  text: string;
}

/** The question as understood; confidence from 0 to 1, 1 for typed text. */
export interface FinalTranscriptEvent {
  type: "finalTranscript";
  turn: number;
  text: string;
  confidence: number;
}

/** The answer is being looked for. */
export interface ThinkingEvent {
  type: "thinking";
  turn: number;
}

/** More of the answer: text for the screen, spoken for the voice. */
export interface AnswerDeltaEvent {
  type: "answerDelta";
  turn: number;
  text: string;
  spoken: string;
}

/** The source of text sent before. */
export interface CitationEvent {
  type: "citation";
  turn: number;
  citation: Citation;
}

/** A piece of the answer's sound: base64 of mono 16-bit little-endian PCM at 16 kHz. */
export interface AudioChunkEvent {
  type: "audioChunk";
  turn: number;
  chunk: number;
  firstSample: number;
  pcm: string;
  words: SpokenWord[];
}

/** Something the person should know; turn is 0 where no turn was begun. */
export interface NoticeEvent {
  type: "notice";
  turn: number;
  code: string;
  message: string;
}

/** Milliseconds from the start of the turn to each stage reached, and the rules that fired to keep it in time. */
export interface LatencyEvent {
  type: "latency";
  turn: number;
  stagesMs: Record<string, number>;
  rules: string[];
}

/** The last event of every turn. */
export interface TurnEndedEvent {
  type: "turnEnded";
  turn: number;
  reason: TurnEndReason;
}

export type TurnEndReason = "answered" | "abstained" | "degraded" | "interrupted" | "abandoned" | "rejected" | "failed";

/** A place in the course that supports textLength characters of the answer from textStart. */
export interface Citation {
  number: number;
  source: string;
  locator: string;
  quote: string;
  passageId: string;
  textStart: number;
  textLength: number;
}

/** A spoken word on the turn's sample clock; textStart is an index into the spoken text of the turn. */
export interface SpokenWord {
  word: string;
  startSample: number;
  endSample: number;
  textStart: number;
}

/** What an open microphone hears besides the events of turns: speech began or ended; turn is the number it will have. */
export interface ListeningEvent {
  type: "listening";
  turn: number;
  isSpeaking: boolean;
}

/** Somebody speaks over an answer: mute it at once, or let it go on where it was muted. */
export interface OverlapEvent {
  type: "overlap";
  turn: number;
  state: OverlapState;
}

export type OverlapState = "ducked" | "resumed";

/** Everything that the call Converse streams. */
export type ConverseEvent = TurnEvent | ListeningEvent | OverlapEvent;
