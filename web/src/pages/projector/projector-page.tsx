import type { ComponentChildren } from "preact";
import { useLayoutEffect } from "preact/hooks";
import { captionAt } from "../../lecture/caption-lines";
import { placeOf } from "../../lecture/room-answer";
import { ConnectionLine, QrCode } from "../../lecture/room-bar";
import { queueOf, type RoomState } from "../../lecture/room-state";
import type { RoomSession } from "../../lecture/session";
import type { QuestionView } from "../../lecture/wire";
import { answerText, type TurnView } from "../../pages/chat/turn-state";
import { ThemeTool } from "../../ui/header";
import { Stage, TakenStage } from "./stage";

const shownQuestions = 4;

/** The hall's screen and voice: nothing to click after the first gesture. */
export function ProjectorPage({ session }: { session: RoomSession }) {
  const state = session.state.value;
  const removed = session.removed.value;
  if (removed !== null) {
    return <ProjectorWithoutRoom message={removed} />;
  }
  if (state === null) {
    return (
      <main class="page joining">
        <h1>Joining the lecture…</h1>
        <ConnectionLine state={session.hub.state.value} />
      </main>
    );
  }
  return <Screen session={session} state={state} />;
}

/** What is shown without a room to show. */
export function ProjectorWithoutRoom({ message = "This link has no room in it." }: { message?: string }) {
  return (
    <main class="page joining">
      <h1>No lecture here</h1>
      <p>{message} Open the projector link from the lecturer’s page.</p>
    </main>
  );
}

function Screen({ session, state }: { session: RoomSession; state: RoomState }) {
  const { room } = state;
  const turn = session.turn.value;
  const answer = turn === null ? undefined : state.answers.get(turn.id);
  const queue = queueOf(state).filter((question) => question.status === "open" || question.status === "taken");
  const isSpeaking = answer?.status === "speaking";
  const taken = isSpeaking || room.isClosed ? null : (queue.find((question) => question.status === "taken") ?? null);
  const next = <NextQuestions queue={room.isClosed ? [] : queue.filter((question) => question !== taken)} />;
  const speaking = session.voice.speaking.value;
  const word = turn !== null && speaking?.answer === turn.id ? speaking.word : -1;
  const report = session.voice.latest.value;
  const link = new URL(room.studentLink, location.origin);
  return (
    <div
      class="projector"
      data-connection={session.hub.state.value}
      data-listens={session.listens.value}
      data-played-answer={report?.turn ?? ""}
      data-played-samples={report?.sample ?? 0}
      data-audible-samples={report?.audible ?? 0}
      data-codec={session.voice.codec.value ?? ""}
      data-underruns={report?.underruns ?? 0}
      data-playing={session.voice.playing.value ?? ""}
      data-first-audible-at={session.voice.firstAudibleAt.value ?? ""}
    >
      <header class="bar">
        <h1>{room.title}</h1>
        {(turn !== null || taken !== null) && !room.isClosed && (
          <p class="join">
            <span>
              Ask at {link.host}/lecture
              <br />
              <b>{room.code}</b>
            </span>
            <QrCode code={room.code} />
          </p>
        )}
        <ThemeTool />
      </header>
      {taken !== null ? (
        <TakenStage question={taken}>{next}</TakenStage>
      ) : turn === null || answer === undefined ? (
        <Waiting host={link.host} code={room.code} isClosed={room.isClosed}>
          {next}
        </Waiting>
      ) : (
        <Stage room={room} turn={turn} answer={answer} question={state.questions.get(answer.question)?.text ?? ""} word={word}>
          {next}
        </Stage>
      )}
      <CaptionStrip turn={turn} word={word} isPaused={room.isPaused} isClosed={room.isClosed} taken={taken} />
      <ConnectionLine state={session.hub.state.value} />
      {!session.listens.value && <Unlock session={session} />}
    </div>
  );
}

interface WaitingProps {
  host: string;
  code: string;
  isClosed: boolean;
  children: ComponentChildren;
}

function Waiting({ host, code, isClosed, children }: WaitingProps) {
  if (isClosed) {
    return (
      <main class="waiting">
        <h2>Thank you for your questions.</h2>
      </main>
    );
  }
  return (
    <main class="waiting">
      <div>
        <h2>Ask the lecture.</h2>
        <p class="where">
          Scan the code, or open {host}/lecture and enter <b>{code}</b>
        </p>
        {children}
      </div>
      <QrCode code={code} />
    </main>
  );
}

function NextQuestions({ queue }: { queue: readonly QuestionView[] }) {
  const more = queue.length - shownQuestions;
  if (queue.length === 0) {
    return null;
  }
  return (
    <section class="stage-queue" aria-labelledby="next-title">
      <h2 id="next-title">Next questions</h2>
      <ol>
        {queue.slice(0, shownQuestions).map((question) => (
          <li key={question.number} data-question={question.number}>
            <b>
              {question.votes}
              <span class="visually-hidden"> votes</span>
            </b>
            {question.text}
          </li>
        ))}
      </ol>
      {more > 0 && <p class="stage-kind">and {more} more</p>}
    </section>
  );
}

interface CaptionStripProps {
  turn: TurnView | null;
  word: number;
  isPaused: boolean;
  isClosed: boolean;
  taken: QuestionView | null;
}

/** The line being spoken, large; without one, what the room waits for. */
function CaptionStrip({ turn, word, isPaused, isClosed, taken }: CaptionStripProps) {
  const place = turn === null ? null : placeOf(turn, word);
  if (turn !== null && place !== null) {
    const caption = captionAt(answerText(turn), place);
    return (
      <div class="captions" aria-hidden="true">
        <p>
          {caption.before}
          <span class="now">{caption.now}</span>
          <span class="later">{caption.after}</span>
        </p>
      </div>
    );
  }
  return (
    <footer class="captions">
      <p class="saying" role="status">
        {stateOf(turn, isPaused, isClosed, taken)}
      </p>
    </footer>
  );
}

function stateOf(turn: TurnView | null, isPaused: boolean, isClosed: boolean, taken: QuestionView | null): string {
  if (isClosed) {
    return "The lecture is over.";
  }
  if (taken !== null) {
    return "The lecturer answers this one.";
  }
  if (isPaused) {
    return "The assistant is silent. Questions are still collected.";
  }
  return turn !== null && turn.phase !== "over" ? "Looking in the course…" : "Questions and votes are open.";
}

/** Browsers play nothing before somebody touched the page: any key or press will do, once. */
function Unlock({ session }: { session: RoomSession }) {
  // Before the line is to be seen: a key pressed as soon as it is would be lost.
  useLayoutEffect(() => {
    const unlock = () => void session.listen(true);
    addEventListener("keydown", unlock);
    return () => removeEventListener("keydown", unlock);
  }, [session]);
  return (
    <button type="button" class="unlock" onClick={() => void session.listen(true)}>
      <span>Press any key to turn the voice on</span>
    </button>
  );
}
