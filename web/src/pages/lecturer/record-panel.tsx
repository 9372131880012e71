import { useSignal } from "@preact/signals";
import { exportFormats, lectures, type ExportFormat } from "../../lecture/rest";
import { Panel, type PanelProps } from "./panel";

const names: Record<ExportFormat, string> = {
  html: "Web page",
  md: "Markdown",
  vtt: "Captions (WebVTT)",
  srt: "Captions (SRT)",
  csv: "Table (CSV)",
  json: "Data (JSON)",
};

/** The record of the lecture, its end, and its deletion. */
export function RecordPanel({ session, state }: PanelProps) {
  const { room } = state;
  const deleting = useSignal(false);
  const ending = useSignal(false);
  const remove = () => session.run(() => lectures.remove(room.room, session.token));
  return (
    <Panel title="Record and end">
      <ul class="downloads" aria-label="Downloads">
        {exportFormats.map((format) => (
          <li key={format}>
            <a href={lectures.exportLink(room.room, session.token, format)} download>
              {names[format]}
            </a>
          </li>
        ))}
      </ul>
      <p class="hint">Names are left out unless a student asked to keep theirs. The record is deleted on {new Date(room.deleteAt).toLocaleDateString()}.</p>
      <p class="button-row">
        {!room.isClosed && (
          <button type="button" class="button" aria-expanded={ending.value} onClick={() => (ending.value = !ending.value)}>
            End the lecture
          </button>
        )}
        <button type="button" class="button" aria-expanded={deleting.value} onClick={() => (deleting.value = !deleting.value)}>
          Delete everything
        </button>
      </p>
      {ending.value && !room.isClosed && (
        <div class="inline-form" role="group" aria-label="End the lecture">
          <p>No more questions, votes and answers. Reading and the record go on; a room that was ended is not opened again.</p>
          <p class="button-row">
            <button type="button" class="button danger" onClick={() => void session.run(() => session.hub.close())}>
              End it now
            </button>
            <button type="button" class="button" onClick={() => (ending.value = false)}>
              Go on
            </button>
          </p>
        </div>
      )}
      {deleting.value && (
        <div class="inline-form" role="group" aria-label="Delete everything">
          <p>Questions, answers, votes and sound of this room are gone for good, for everybody.</p>
          <p class="button-row">
            <button type="button" class="button danger" onClick={() => void remove()}>
              Delete for good
            </button>
            <button type="button" class="button" onClick={() => (deleting.value = false)}>
              Keep
            </button>
          </p>
        </div>
      )}
    </Panel>
  );
}
