/** Joins the clock of this browser with the server's, by the least round trip of the last readings (agent.md §10). Pure but for ServerClockReader. */

import type { ServerClock } from "./calls";

const kept = 16;

interface Reading {
  roundTrip: number;
  offset: number;
}

export class ClockEstimate {
  private readings: Reading[] = [];

  /** @param sentMs,receivedMs Of performance.now(), around the call. @param serverMs What the server answered. */
  add(sentMs: number, receivedMs: number, serverMs: number): void {
    this.readings.push({ roundTrip: receivedMs - sentMs, offset: serverMs - (sentMs + receivedMs) / 2 });
    if (this.readings.length > kept) {
      this.readings.shift();
    }
  }

  /** The server was started again: its clock is another. */
  reset(): void {
    this.readings = [];
  }

  private get best(): Reading | null {
    return this.readings.reduce<Reading | null>((best, reading) => (best === null || reading.roundTrip <= best.roundTrip ? reading : best), null);
  }

  /** How far the estimate may be off, in milliseconds; null before the first reading. */
  get errorMs(): number | null {
    return this.best === null ? null : this.best.roundTrip / 2;
  }

  /** A moment of performance.now() on the server's clock; null before the first reading. */
  toServer(ms: number): number | null {
    return this.best === null ? null : ms + this.best.offset;
  }
}

const firstReadings = 5;
const firstPauseMs = 150;
const pauseMs = 10_000;
const answerMs = 4_000;

/** Reads the server's clock now and then, and notices another server behind the same address. */
export class ServerClockReader {
  readonly estimate = new ClockEstimate();
  private readonly read: () => Promise<ServerClock>;
  private run: string | null = null;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(read: () => Promise<ServerClock>) {
    this.read = read;
  }

  /** Begins anew after every connection. @returns Whether the server is the one it was. */
  async connect(): Promise<boolean> {
    clearTimeout(this.timer);
    const before = this.run;
    await this.take();
    this.follow(1);
    return before === null || before === this.run;
  }

  /** Whether the connection still carries an answer: after sleep it may be dead without knowing. */
  async isAlive(): Promise<boolean> {
    const late = new Promise<boolean>((resolve) => setTimeout(() => resolve(false), answerMs));
    return Promise.race([this.take(), late]);
  }

  private follow(readings: number): void {
    this.timer = setTimeout(
      () => void this.take().then(() => this.follow(readings + 1)),
      readings < firstReadings ? firstPauseMs : pauseMs,
    );
  }

  private async take(): Promise<boolean> {
    try {
      const sent = performance.now();
      const clock = await this.read();
      const received = performance.now();
      if (clock.run !== this.run) {
        this.run = clock.run;
        this.estimate.reset();
      }
      this.estimate.add(sent, received, clock.nowMs);
      return true;
    } catch {
      return false; // the connection is being mended; the next reading comes with it
    }
  }
}
