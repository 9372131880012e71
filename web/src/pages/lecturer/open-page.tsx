import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { Segments } from "../../lecture/room-bar";
import { lectures } from "../../lecture/rest";
import { languageName } from "../../lecture/language";
import { Refusal, type LectureMode } from "../../lecture/wire";
import { Header } from "../../ui/header";
import { Notice } from "../../ui/notice";
import { choices, refreshStatus } from "../chat/choices";

const modes = [
  ["manual", "I decide"],
  ["auto", "By itself, if sure"],
] as const;

const languages = ["en", "ar", "cs", "da", "de", "el", "es", "fi", "fr", "hi", "hu", "it", "ja", "ko", "nl", "no", "pl", "pt", "ro", "ru", "sv", "tr", "uk", "zh"];

/** Opens a room. */
export function OpenPage({ onOpened }: { onOpened: (lecturerLink: string) => void }) {
  const title = useSignal("");
  const language = useSignal("en");
  const mode = useSignal<LectureMode>("manual");
  const hours = useSignal(4);
  const keepDays = useSignal(30);
  const key = useSignal("");
  const needsKey = useSignal(false);
  const problem = useSignal<string | null>(null);
  const isBusy = useSignal(false);
  useEffect(() => {
    refreshStatus().catch(() => (problem.value = "The server cannot be reached. Reload the page in a moment."));
  }, []);
  const status = choices.status.value;

  const open = async () => {
    isBusy.value = true;
    try {
      const opened = await lectures.open(
        {
          title: title.value.trim(),
          course: choices.course.value ?? "",
          voice: choices.voice.value,
          language: language.value,
          rules: { mode: mode.value },
          hours: hours.value,
          keepDays: keepDays.value,
        },
        key.value,
      );
      onOpened(opened.lecturerLink);
    } catch (error) {
      problem.value = error instanceof Refusal ? error.message : "The room could not be opened. Try again.";
      needsKey.value ||= error instanceof Refusal && error.code === "forbidden";
    }
    isBusy.value = false;
  };

  return (
    <div class="page">
      <Header page="lecture" />
      <main class="doors">
        <section aria-labelledby="open-title">
          <h1 id="open-title">Open a room</h1>
          <form
            onSubmit={(event) => {
              event.preventDefault();
              void open();
            }}
          >
            <label class="field">
              <span>Title, as the hall will see it</span>
              <input type="text" required maxLength={120} value={title.value} onInput={(event) => (title.value = event.currentTarget.value)} />
            </label>
            <label class="field">
              <span>Course whose material answers</span>
              <select value={choices.course.value ?? ""} onChange={(event) => (choices.course.value = event.currentTarget.value)}>
                {(status?.courses ?? []).map((course) => (
                  <option key={course.name} value={course.name}>
                    {course.title}
                  </option>
                ))}
              </select>
            </label>
            <label class="field">
              <span>Voice that answers</span>
              <select value={choices.voice.value ?? ""} onChange={(event) => (choices.voice.value = event.currentTarget.value)}>
                {(status?.voices ?? []).map((voice) => (
                  <option key={voice.name} value={voice.name}>
                    {voice.description || voice.name}
                  </option>
                ))}
              </select>
            </label>
            <label class="field">
              <span>Language of questions and answers</span>
              <select value={language.value} onChange={(event) => (language.value = event.currentTarget.value)}>
                {languages.map((code) => (
                  <option key={code} value={code}>
                    {languageName(code)}
                  </option>
                ))}
              </select>
              {language.value !== "en" && <small class="hint">Needs Whisper weights to hear it and a language model to answer in it; the built-in ones know English.</small>}
            </label>
            <div class="field">
              <span>Who decides that a question is answered aloud</span>
              <Segments label="Who decides that a question is answered aloud" name="mode" value={mode.value} choices={modes} onChange={(chosen) => (mode.value = chosen)} />
            </div>
            <div class="field-pair">
              <NumberField label="Open for (hours)" value={hours.value} least={1} most={24} onChange={(value) => (hours.value = value)} />
              <NumberField label="Keep the record (days)" value={keepDays.value} least={1} most={365} onChange={(value) => (keepDays.value = value)} />
            </div>
            {needsKey.value && (
              <label class="field">
                <span>Key for opening rooms, if this server asks for one</span>
                <input type="password" autocomplete="off" value={key.value} onInput={(event) => (key.value = event.currentTarget.value)} />
              </label>
            )}
            <div role="alert">{problem.value !== null && <Notice code="open" message={problem.value} />}</div>
            <button type="submit" class="button primary" disabled={isBusy.value || status === null}>
              Open the room
            </button>
          </form>
        </section>
        <section aria-labelledby="how-title">
          <h2 id="how-title">Then</h2>
          <ol class="steps">
            <li>Put the projector’s page on the screen of the hall. It shows the code and speaks the answers.</li>
            <li>Students scan the code and ask by voice or in writing. Equal questions are counted together.</li>
            <li>You let questions in, see the answer before it is spoken, take a question yourself, or silence everything with one key.</li>
            <li>Afterwards you take the record with sources along: as page, Markdown, captions or table.</li>
          </ol>
          <p class="hint">Keep the address of the next page: it is the key to your room.</p>
        </section>
      </main>
    </div>
  );
}

interface NumberFieldProps {
  label: string;
  value: number;
  least: number;
  most: number;
  onChange: (value: number) => void;
}

function NumberField({ label, value, least, most, onChange }: NumberFieldProps) {
  return (
    <label class="field">
      <span>{label}</span>
      <input type="number" min={least} max={most} value={value} onInput={(event) => onChange(Number(event.currentTarget.value))} />
    </label>
  );
}
