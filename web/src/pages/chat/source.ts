import type { Citation } from "../../hub/events";

/** Places that say nothing without the name of their document. */
const position = /^(page|slide|line|p\.)\s*\d+|^\d+(:\d\d)+/i;

/** How a source is called: by its headings where it has some, otherwise by its document. */
export function nameSource(citation: Citation): { title: string; place: string } {
  const { source, locator } = citation;
  return locator === "" || position.test(locator) ? { title: source, place: locator } : { title: locator, place: source };
}
