import type { ComponentChildren } from "preact";
import { choices, type Theme } from "../pages/chat/choices";
import { Icon } from "./icons";

const themes: Record<Theme, { next: Theme; label: string }> = {
  system: { next: "dark", label: "Colours: like the system" },
  dark: { next: "light", label: "Colours: dark" },
  light: { next: "system", label: "Colours: light" },
};

/** The name, the pages, and the choices that hold for every question. */
export function Header({ page, children }: { page: "chat" | "latency" | "lecture"; children?: ComponentChildren }) {
  return (
    <header class="top">
      <a class="wordmark" href="/" aria-current={page === "chat" ? "page" : undefined}>
        <Mark />
        VirtualTA
      </a>
      <div class="top-choices">{children}</div>
      <nav class="top-tools" aria-label="Pages and colours">
        <a class="tool-link" href="/lecture" aria-current={page === "lecture" ? "page" : undefined}>
          <Icon name="hall" />
          Lecture
        </a>
        <a class="tool-link" href="/latency" aria-current={page === "latency" ? "page" : undefined}>
          <Icon name="chart" />
          Latency
        </a>
        <ThemeTool />
      </nav>
    </header>
  );
}

/** The sign of VirtualTA: a voice on a blackboard. */
export function Mark() {
  return (
    <svg viewBox="0 0 32 32" width="30" height="30" aria-hidden="true">
      <rect width="32" height="32" rx="8" class="mark-board" />
      <path d="M6 17v-2M10 20v-8M14 24V8M18 19v-6M22 22V10M26 17v-2" class="mark-wave" />
    </svg>
  );
}

/** Goes round dark, light, and like the system. */
export function ThemeTool() {
  const theme = choices.theme.value;
  return (
    <button
      type="button"
      class="tool"
      title={themes[theme].label}
      aria-label={themes[theme].label}
      onClick={() => (choices.theme.value = themes[theme].next)}
    >
      <Icon name={theme} />
    </button>
  );
}

/** Course, voice, and whether answers are read out. */
export function QuestionChoices() {
  const { status, course, voice, speak } = choices;
  const courses = status.value?.courses ?? [];
  const voices = status.value?.voices ?? [];
  return (
    <>
      {courses.length > 0 && (
        <label class="choice">
          <span>Course</span>
          <select value={course.value ?? ""} onChange={(event) => (course.value = event.currentTarget.value)}>
            {courses.map((known) => (
              <option key={known.name} value={known.name}>
                {known.title}
              </option>
            ))}
          </select>
        </label>
      )}
      {voices.length > 0 && (
        <label class="choice">
          <span>Voice</span>
          <select value={voice.value ?? ""} onChange={(event) => (voice.value = event.currentTarget.value)}>
            {voices.map((known) => (
              <option key={known.name} value={known.name} title={known.description}>
                {known.description || known.name}
              </option>
            ))}
          </select>
        </label>
      )}
      <button
        type="button"
        class="tool"
        aria-pressed={speak.value}
        title={speak.value ? "Answers are read out" : "Answers are only written"}
        aria-label="Read answers out"
        onClick={() => (speak.value = !speak.value)}
      >
        <Icon name={speak.value ? "voice" : "mute"} />
      </button>
    </>
  );
}
