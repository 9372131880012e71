/** Times by which the current place can follow the lecture. */

import type { SlidePlace } from "./rest";
import type { TimelineCue } from "./wire";

const longestPlace = 120;

/** What the server takes as one place: several documents have a slide 3. */
const longestName = 200;

/** A place with its document. */
export function placeOf({ source, locator }: SlidePlace): string {
  const place = `${source}, ${locator}`;
  const isNamed = locator === source || locator.startsWith(`${source} ›`); // headings begin with their document's
  return isNamed || place.length > longestName ? locator : place;
}

/** The start of every cue; its identifier is the place, or else what it says. */
export function cuesOfVtt(text: string): TimelineCue[] {
  return text
    .replace(/\r\n?/g, "\n")
    .split(/\n{2,}/)
    .flatMap((block) => {
      const lines = block.trim().split("\n");
      const at = lines.findIndex((line) => line.includes("-->"));
      const start = at < 0 ? null : secondsOf(lines[at]!.split("-->")[0]!);
      const place = (lines[at - 1] ?? lines[at + 1] ?? "").trim().slice(0, longestPlace);
      return start === null || place === "" ? [] : [{ locator: place, atSeconds: start }];
    });
}

/** Documents of the course whose places are times, such as transcripts, with the cues that follow them. */
export function timelinesOf(slides: readonly SlidePlace[]): Map<string, TimelineCue[]> {
  const timelines = new Map<string, TimelineCue[]>();
  for (const slide of slides) {
    const { source } = slide;
    const atSeconds = secondsOf(slide.locator.split("–")[0]!);
    if (atSeconds !== null) {
      timelines.set(source, [...(timelines.get(source) ?? []), { locator: placeOf(slide), atSeconds }]);
    }
  }
  return timelines;
}

function secondsOf(time: string): number | null {
  const match = /^\s*(?:(\d+):)?(\d{1,2}):(\d{1,2}(?:[.,]\d+)?)\s*$/.exec(time);
  return match === null ? null : Number(match[1] ?? 0) * 3_600 + Number(match[2]) * 60 + Number(match[3]!.replace(",", "."));
}
