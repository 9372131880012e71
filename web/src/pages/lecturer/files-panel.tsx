import { useSignal } from "@preact/signals";
import { uploadFiles, type UploadReport } from "../../lecture/rest";
import { Panel, type PanelProps } from "./panel";

const kinds = ".md,.txt,.html,.htm,.pdf,.pptx,.vtt,.srt,.ipynb";

/** New material for the course, answered from as soon as it is read. */
export function FilesPanel({ session, state }: PanelProps) {
  const sent = useSignal<number | null>(null);
  const report = useSignal<UploadReport | null>(null);
  const upload = async (files: File[]) => {
    if (files.length === 0) {
      return;
    }
    report.value = null;
    sent.value = 0;
    report.value = await session.run(() => uploadFiles(state.room.room, session.token, files, (part) => (sent.value = part)));
    sent.value = null;
    session.uploads.value++;
  };
  return (
    <Panel title="Course files" note={state.room.course}>
      <label class="field drop">
        <span>Slides, notes, captions: PPTX, PDF, Markdown, HTML, WebVTT, notebooks</span>
        <input
          type="file"
          multiple
          accept={kinds}
          disabled={sent.value !== null}
          onChange={(event) => void upload([...(event.currentTarget.files ?? [])])}
        />
      </label>
      {sent.value !== null && (
        <label class="field">
          <span>{sent.value < 1 ? "Sending" : "Reading"}</span>
          {sent.value < 1 ? <progress max={1} value={sent.value} /> : <progress max={1} />}
        </label>
      )}
      <div role="status">
        {report.value !== null && (
          <>
            <p>
              The course has {report.value.documents} documents, {report.value.passages} passages.
            </p>
            <ul class="file-report">
              {report.value.files.map((file) => (
                <li key={file.file} data-result={file.result}>
                  <b>{file.file}</b> <span class="badge">{file.result}</span>{" "}
                  {file.message ?? (file.passages === 1 ? "1 passage" : `${file.passages} passages`)}
                </li>
              ))}
            </ul>
          </>
        )}
      </div>
    </Panel>
  );
}
