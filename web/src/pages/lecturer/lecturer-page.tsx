import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { Citation } from "../../hub/events";
import { ConnectionLine, RoomBar, Segments } from "../../lecture/room-bar";
import type { RoomState } from "../../lecture/room-state";
import type { RoomSession } from "../../lecture/session";
import type { Draft, LectureMode } from "../../lecture/wire";
import { Notice } from "../../ui/notice";
import { PassageDrawer } from "../../ui/passage-drawer";
import { ApprovedPanel } from "./approved-panel";
import { FilesPanel } from "./files-panel";
import { NowPanel } from "./now-panel";
import { QueuePanel } from "./queue-panel";
import { RecordPanel } from "./record-panel";
import { RulesPanel } from "./rules-panel";
import { SharePanel } from "./share-panel";
import { SlidePanel } from "./slide-panel";

const modes = [
  ["manual", "I decide"],
  ["auto", "Auto"],
] as const;

/** The lecturer's desk: the queue to the left, the answer in the middle, everything else to the right. */
export function LecturerPage({ session }: { session: RoomSession }) {
  const state = session.state.value;
  const removed = session.removed.value;
  if (removed !== null) {
    return (
      <main class="page joining">
        <h1>This room is closed to you</h1>
        <p>{removed}</p>
        <p>
          <a class="button" href="/lecturer">
            Open another room
          </a>
        </p>
      </main>
    );
  }
  if (state === null) {
    return (
      <main class="page joining">
        <h1>Opening the desk…</h1>
        <ConnectionLine state={session.hub.state.value} />
      </main>
    );
  }
  return <Desk session={session} state={state} />;
}

function Desk({ session, state }: { session: RoomSession; state: RoomState }) {
  const opened = useSignal<Citation | null>(null);
  const draft = useSignal<Draft | null>(null);
  const { room } = state;
  const { hub } = session;
  const problem = session.problem.value;

  useEffect(() => {
    const key = (event: KeyboardEvent) => {
      if (event.key === "Escape" && !event.defaultPrevented && document.querySelector("dialog[open]") === null) {
        event.preventDefault();
        void session.run(() => (event.shiftKey ? hub.panic(true) : hub.stop()));
      }
    };
    addEventListener("keydown", key);
    return () => removeEventListener("keydown", key);
  }, [session, hub]);

  return (
    <div class="page lecturer" data-connection={hub.state.value} data-paused={room.isPaused}>
      <a class="skip" href="#queue-title">
        Skip to the queue
      </a>
      <RoomBar title={room.title} facts={<RoomFacts state={state} />}>
        {!room.isClosed && (
          <>
            <Segments
              label="Who decides that a question is answered"
              name="mode"
              value={room.rules.mode}
              choices={modes}
              onChange={(mode: LectureMode) => void session.run(() => hub.setRules({ ...room.rules, mode }))}
            />
            <button
              type="button"
              class="button danger panic"
              aria-pressed={room.isPaused}
              onClick={() => void session.run(() => hub.panic(!room.isPaused))}
            >
              {room.isPaused ? "Let it speak again" : "Silence everything"}
              {!room.isPaused && <kbd>⇧ Esc</kbd>}
            </button>
          </>
        )}
      </RoomBar>
      <ConnectionLine state={hub.state.value} />
      <div role="status">
        {room.isPaused && !room.isClosed && <p class="status-line">The assistant is silent. It collects questions and speaks again when you let it.</p>}
        {room.isClosed && <p class="status-line">The lecture is over. Reading and export go on.</p>}
      </div>
      <div role="alert" class="desk-problem">
        {problem !== null && (
          <Notice code="refused" message={problem}>
            <button type="button" class="button small" onClick={() => (session.problem.value = null)}>
              Close
            </button>
          </Notice>
        )}
      </div>
      <main class="desk">
        <QueuePanel session={session} state={state} onDraft={(made) => (draft.value = made)} />
        <NowPanel
          session={session}
          state={state}
          draft={draft.value}
          onDraftDone={() => (draft.value = null)}
          onOpen={(citation) => (opened.value = citation)}
        />
        <div class="desk-side">
          <SlidePanel session={session} state={state} />
          <SharePanel session={session} state={state} />
          <FilesPanel session={session} state={state} />
          <ApprovedPanel session={session} state={state} />
          <RulesPanel session={session} state={state} />
          <RecordPanel session={session} state={state} />
        </div>
      </main>
      {opened.value !== null && (
        <PassageDrawer key={opened.value.passageId} course={room.course} citation={opened.value} onClose={() => (opened.value = null)} />
      )}
    </div>
  );
}

/** How the room and the voice are. */
function RoomFacts({ state }: { state: RoomState }) {
  const { code, students, listeners, projectors, canSpeak, canHear, latencyMs } = state.room;
  return (
    <span class="room-facts">
      <span class="room-code">{code}</span>
      <span>
        {students} {students === 1 ? "student" : "students"}, {listeners} listening
      </span>
      <span class={projectors === 0 ? "badge marked" : ""}>{projectors === 0 ? "no projector" : "projector on"}</span>
      <span>{canSpeak ? "voice ready" : "no voice"}</span>
      {!canHear && <span>typed questions only</span>}
      {latencyMs !== null && <span>{Math.round(latencyMs)} ms to first sound</span>}
    </span>
  );
}
