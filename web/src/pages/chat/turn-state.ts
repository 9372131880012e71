/** One question and its answer as the page shows them, and how each event changes them. Pure; tested without a browser. */

import type { Citation, SpokenWord, TurnEndReason, TurnEvent } from "../../hub/events";

export type TurnPhase = "recording" | "understanding" | "thinking" | "answering" | "over";

/** A piece of the answer: where it stands on the screen and in what the voice says. */
export interface AnswerPiece {
  text: string;
  textStart: number;
  spoken: string;
  spokenStart: number;
}

export interface TurnNotice {
  code: string;
  message: string;
}

/** Stamps of this browser's own clock (performance.now), in milliseconds. */
export interface BrowserStamps {
  /** The button was released, or the typed question sent. */
  committed: number | null;
  /** The first audible sample reached the ear. */
  firstAudible: number | null;
}

export interface TurnView {
  /** Number given by the page. */
  id: number;
  /** Number given by the server; null until its first event. */
  number: number | null;
  course: string | null;
  spoken: boolean;
  phase: TurnPhase;
  question: string;
  questionIsFinal: boolean;
  confidence: number;
  pieces: AnswerPiece[];
  citations: Citation[];
  words: SpokenWord[];
  notices: TurnNotice[];
  stagesMs: Record<string, number>;
  rules: string[];
  endReason: TurnEndReason | null;
  /** First sample of every chunk received. */
  chunkStarts: number[];
  samplesReceived: number;
  /** Samples heard when playback was cut off; null while it was not. */
  cutAt: number | null;
  stamps: BrowserStamps;
}

export function newTurn(id: number, spoken: boolean, course: string | null, question = ""): TurnView {
  return {
    id,
    number: null,
    course,
    spoken,
    phase: spoken ? "recording" : "thinking",
    question,
    questionIsFinal: !spoken,
    confidence: 1,
    pieces: [],
    citations: [],
    words: [],
    notices: [],
    stagesMs: {},
    rules: [],
    endReason: null,
    chunkStarts: [],
    samplesReceived: 0,
    cutAt: null,
    stamps: { committed: null, firstAudible: null },
  };
}

export function answerText(turn: TurnView): string {
  return turn.pieces.map((piece) => piece.text).join("");
}

/** Samples of a base64 text of 16-bit PCM, without decoding it. */
export function sampleCount(pcm: string): number {
  const padding = pcm.endsWith("==") ? 2 : pcm.endsWith("=") ? 1 : 0;
  return ((pcm.length / 4) * 3 - padding) / 2;
}

export function reduce(turn: TurnView, event: TurnEvent): TurnView {
  const next: TurnView = event.turn > 0 ? { ...turn, number: event.turn } : { ...turn };
  switch (event.type) {
    case "partialTranscript":
      return turn.questionIsFinal ? next : { ...next, question: event.text };
    case "finalTranscript":
      return { ...next, question: event.text, questionIsFinal: true, confidence: event.confidence, phase: later(turn.phase, "thinking") };
    case "thinking":
      return { ...next, phase: later(turn.phase, "thinking") };
    case "answerDelta":
      return { ...next, phase: later(turn.phase, "answering"), pieces: [...turn.pieces, nextPiece(turn.pieces, event.text, event.spoken)] };
    case "citation":
      return { ...next, citations: [...turn.citations, event.citation] };
    case "audioChunk":
      return addChunk(next, event.chunk, event.firstSample, sampleCount(event.pcm), event.words);
    case "notice":
      return { ...next, notices: [...turn.notices, { code: event.code, message: event.message }] };
    case "latency":
      return { ...next, stagesMs: event.stagesMs, rules: event.rules };
    case "turnEnded":
      return { ...next, phase: "over", endReason: event.reason, questionIsFinal: true };
  }
}

/** What the server sends once more after a reconnection is forgotten first; sound is kept, it comes only from there on. */
export function rewind(turn: TurnView): TurnView {
  return { ...turn, pieces: [], citations: [], notices: [] };
}

/** The chunk that holds a sample, for the report of what was heard. */
export function chunkOf(turn: TurnView, sample: number): number {
  let chunk = 0;
  for (let i = 0; i < turn.chunkStarts.length && turn.chunkStarts[i]! <= sample; i++) {
    chunk = i;
  }
  return chunk;
}

/** Index of the word being heard; -1 before the first. */
export function wordAt(words: readonly SpokenWord[], sample: number): number {
  let low = 0;
  let high = words.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (words[middle]!.startSample <= sample) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low - 1;
}

/** Number of words heard to their end. */
export function wordsHeard(words: readonly SpokenWord[], sample: number): number {
  return words.filter((word) => word.endSample <= sample).length;
}

const phases: TurnPhase[] = ["recording", "understanding", "thinking", "answering", "over"];

function later(now: TurnPhase, wanted: TurnPhase): TurnPhase {
  return phases.indexOf(wanted) > phases.indexOf(now) ? wanted : now;
}

function nextPiece(pieces: readonly AnswerPiece[], text: string, spoken: string): AnswerPiece {
  const last = pieces.at(-1);
  return {
    text,
    textStart: last === undefined ? 0 : last.textStart + last.text.length,
    spoken,
    spokenStart: last === undefined ? 0 : last.spokenStart + last.spoken.length,
  };
}

function addChunk(turn: TurnView, chunk: number, firstSample: number, samples: number, words: SpokenWord[]): TurnView {
  if (chunk < turn.chunkStarts.length) {
    return turn; // received before the connection was lost
  }
  return {
    ...turn,
    phase: later(turn.phase, "answering"),
    chunkStarts: [...turn.chunkStarts, firstSample],
    samplesReceived: firstSample + samples,
    words: [...turn.words, ...words],
  };
}
