import { signal } from "@preact/signals";

/** How the student signs questions; for as long as the page is open, because a phone may be another's tomorrow. */
export const myName = {
  shown: signal(""),
  /** The name may stand in the export. */
  keeps: signal(false),
};
