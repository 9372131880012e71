const beatMs = 1_000;

/** A page in the background is asked to beat once a minute; a longer silence was sleep. */
const sleepMs = 90_000;

/** Tells when the page was asleep or hidden and is looked at again: connections may have died without knowing it. */
export function watchSleep(onWake: () => void): void {
  let last = Date.now(); // performance.now() stands still in sleep on some systems
  setInterval(() => {
    const now = Date.now();
    if (now - last > sleepMs) {
      onWake();
    }
    last = now;
  }, beatMs);
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden) {
      onWake();
    }
  });
}
