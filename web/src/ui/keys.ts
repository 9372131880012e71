/** Space belongs to the control that has the focus, unless that is the page or the talk button itself. */
export function belongsToControl(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest("input, textarea, select, a, summary, dialog, button:not(.talk-button)") !== null;
}
