import { useSignal } from "@preact/signals";
import { Switch } from "../../lecture/room-bar";
import type { LectureRules } from "../../lecture/wire";
import { Panel, type PanelProps } from "./panel";

/** How the room is run. Every change holds at once. */
export function RulesPanel({ session, state }: PanelProps) {
  const { rules } = state.room;
  const words = useSignal<string | null>(null);
  const set = (change: Partial<LectureRules>) => session.run(() => session.hub.setRules({ ...rules, ...change }));
  return (
    <Panel title="Rules">
      <Switch label="Questions wait until I let them in" on={rules.isModerated} onChange={(isModerated) => void set({ isModerated })} />
      <Switch label="Students may ask for themselves alone" on={rules.allowsPrivate} onChange={(allowsPrivate) => void set({ allowsPrivate })} />
      <Switch label="Students may show a name" on={rules.allowsNames} onChange={(allowsNames) => void set({ allowsNames })} />
      <label class="field">
        <span>Questions a minute from one person</span>
        <input
          type="number"
          min={1}
          max={600}
          value={rules.questionsPerMinute}
          onChange={(event) => void set({ questionsPerMinute: Number(event.currentTarget.value) })}
        />
      </label>
      <form
        class="inline-form"
        onSubmit={(event) => {
          event.preventDefault();
          const bannedWords = (words.value ?? "").split(/[\n,]/).map((word) => word.trim()).filter((word) => word !== "");
          void set({ bannedWords }).then((kept) => kept !== null && (words.value = null));
        }}
      >
        <label class="field">
          <span>Words that no question and no name may contain, one a line</span>
          <textarea rows={3} value={words.value ?? rules.bannedWords.join("\n")} onInput={(event) => (words.value = event.currentTarget.value)} />
        </label>
        <button type="submit" class="button small" disabled={words.value === null}>
          Ban these words
        </button>
      </form>
    </Panel>
  );
}
