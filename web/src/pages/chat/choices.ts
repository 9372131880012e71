import { effect, signal } from "@preact/signals";
import { fetchStatus, type AskRequest, type ServerStatus } from "../../hub/calls";

export type Theme = "system" | "light" | "dark";

/** How one speaks: while a button is held, or whenever one likes. */
export type MicrophoneMode = "hold" | "open";

/** What the person chose, kept from visit to visit, and what the server has to choose from. */
export const choices = {
  status: signal<ServerStatus | null>(null),
  course: signal<string | null>(recall("course")),
  voice: signal<string | null>(recall("voice")),
  speak: signal(recall("speak") !== "no"),
  microphone: signal<MicrophoneMode>(recall("microphone") === "open" ? "open" : "hold"),
  theme: signal<Theme>(readTheme(recall("theme"))),
};

/** Reads what the server has; a course or voice that is gone is chosen no longer. */
export async function refreshStatus(): Promise<void> {
  const status = await fetchStatus();
  choices.status.value = status;
  if (!status.courses.some((course) => course.name === choices.course.value)) {
    choices.course.value = status.courses[0]?.name ?? null;
  }
  if (!status.voices.some((voice) => voice.name === choices.voice.value)) {
    choices.voice.value = status.voices[0]?.name ?? null;
  }
}

/** What every question takes along. */
export function chosenForQuestions(): Pick<AskRequest, "course" | "voice" | "speak"> {
  const { course, voice, speak } = choices;
  return {
    speak: speak.value,
    ...(course.value === null ? {} : { course: course.value }),
    ...(voice.value === null ? {} : { voice: voice.value }),
  };
}

effect(() => remember("course", choices.course.value));
effect(() => remember("voice", choices.voice.value));
effect(() => remember("speak", choices.speak.value ? null : "no"));
effect(() => remember("microphone", choices.microphone.value === "open" ? "open" : null));
effect(() => {
  const theme = choices.theme.value;
  remember("theme", theme === "system" ? null : theme);
  if (theme === "system") {
    delete document.documentElement.dataset["theme"];
  } else {
    document.documentElement.dataset["theme"] = theme;
  }
});

function readTheme(text: string | null): Theme {
  return text === "light" || text === "dark" ? text : "system";
}

/** Storage may be refused by the browser; then choices last as long as the page. */
function recall(key: string): string | null {
  try {
    return localStorage.getItem(`virtualta.${key}`);
  } catch {
    return null;
  }
}

function remember(key: string, value: string | null): void {
  try {
    if (value === null) {
      localStorage.removeItem(`virtualta.${key}`);
    } else {
      localStorage.setItem(`virtualta.${key}`, value);
    }
  } catch {
    // see above
  }
}
