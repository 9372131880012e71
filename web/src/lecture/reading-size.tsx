import { effect, signal } from "@preact/signals";

const key = "virtualta.reading-size";
const sizes = [1, 1.2, 1.45, 1.75] as const;

/** Step of the size in which questions and answers are read. */
const step = signal(readStep());

effect(() => {
  document.documentElement.style.setProperty("--reading-size", String(sizes[step.value]));
  try {
    localStorage.setItem(key, String(step.value));
  } catch {
    // Storage may be refused by the browser; then the size lasts as long as the page.
  }
});

/** Smaller and larger. */
export function ReadingSize() {
  return (
    <div class="reading-size" role="group" aria-label="Reading size">
      <button type="button" class="tool" aria-label="A− smaller text" disabled={step.value === 0} onClick={() => step.value--}>
        <span aria-hidden="true">A−</span>
      </button>
      <button type="button" class="tool" aria-label="A+ larger text" disabled={step.value === sizes.length - 1} onClick={() => step.value++}>
        <span aria-hidden="true">A+</span>
      </button>
    </div>
  );
}

function readStep(): number {
  try {
    const kept = Number(localStorage.getItem(key));
    return kept in sizes ? kept : 0;
  } catch {
    return 0;
  }
}
