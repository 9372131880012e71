import { useSignal } from "@preact/signals";
import type { Citation } from "../../hub/events";
import { languageName } from "../../lecture/language";
import { ReadingSize } from "../../lecture/reading-size";
import { RoomAnswer, RoomSources } from "../../lecture/room-answer";
import { ConnectionLine, RoomBar, Switch } from "../../lecture/room-bar";
import { givenAnswers, queueOf, turnOf, withVote, type RoomState } from "../../lecture/room-state";
import type { RoomSession } from "../../lecture/session";
import type { AnswerStatus } from "../../lecture/wire";
import { SetAside, StudentQueue } from "../../lecture/student-queue";
import { Icon } from "../../ui/icons";
import { PassageDrawer } from "../../ui/passage-drawer";
import { AskDock } from "./ask-dock";
import { RoomAnnouncer } from "./room-announcer";

/** The student's phone: what is answered now, the queue, and the way to ask. */
export function StudentPage({ session }: { session: RoomSession }) {
  const state = session.state.value;
  if (state === null) {
    return (
      <main class="page joining">
        <h1>Joining the lecture…</h1>
        <ConnectionLine state={session.hub.state.value} />
      </main>
    );
  }
  return <Room session={session} state={state} />;
}

function Room({ session, state }: { session: RoomSession; state: RoomState }) {
  const opened = useSignal<Citation | null>(null);
  const { room, me } = state;
  const open = (citation: Citation) => (opened.value = citation);
  const setAside = [...state.questions.values()].filter(
    ({ number, status }) =>
      (status === "dismissed" && (me.asked.includes(number) || me.voted.includes(number))) || (status === "merged" && me.asked.includes(number)),
  );
  const vote = async (question: number, isUp: boolean) => {
    const kept = await session.run(() => session.hub.vote(question, isUp));
    if (kept !== null && session.state.value !== null) {
      session.state.value = withVote(session.state.value, question, isUp);
    }
  };
  const report = session.voice.latest.value;
  return (
    <div
      class="page student"
      data-connection={session.hub.state.value}
      data-played-answer={report?.turn ?? ""}
      data-audible-samples={report?.audible ?? 0}
      data-codec={session.voice.codec.value ?? ""}
    >
      {!room.isClosed && (
        <a class="skip" href="#ask-text">
          Skip to the question field
        </a>
      )}
      <RoomBar title={room.title} facts={<StudentFacts code={room.code} language={room.language} />} />
      <ConnectionLine state={session.hub.state.value} />
      {room.isClosed && <p class="status-line">This lecture is over. You can still read it.</p>}
      <main class="student-main">
        <div class="student-tools">
          <Switch label="Listen on this device" on={session.listens.value} onChange={(on) => void session.listen(on)} />
          <ReadingSize />
        </div>
        <NowCard session={session} state={state} onOpen={open} />
        <PrivateCard session={session} state={state} onOpen={open} />
        <section aria-labelledby="queue-title">
          <h2 id="queue-title">{room.isClosed ? "Left open" : "Questions"}</h2>
          <StudentQueue
            questions={queueOf(state)}
            me={me}
            isClosed={room.isClosed}
            onVote={(question, isUp) => void vote(question, isUp)}
            onWithdraw={(question) => void session.run(() => session.hub.withdraw(question))}
          />
          {setAside.length > 0 && <SetAside questions={setAside} textOf={(number) => state.questions.get(number)?.text ?? `Question ${number}`} />}
        </section>
        <Earlier state={state} onOpen={open} />
      </main>
      {!room.isClosed && <AskDock session={session} state={state} />}
      <RoomAnnouncer session={session} state={state} />
      {opened.value !== null && (
        <PassageDrawer key={opened.value.passageId} course={room.course} citation={opened.value} onClose={() => (opened.value = null)} />
      )}
    </div>
  );
}

/** The code to tell others, and the language that holds for everybody in the room. */
function StudentFacts({ code, language }: { code: string; language: string }) {
  return (
    <span class="student-facts">
      <span class="room-code">{code}</span>
      <span>
        <Icon name="lock" />
        <span class="visually-hidden">Questions and answers are in </span>
        {languageName(language)}
      </span>
    </span>
  );
}

interface CardProps {
  session: RoomSession;
  state: RoomState;
  onOpen: (citation: Citation) => void;
}

const kinds: Record<AnswerStatus, string> = {
  speaking: "Being answered now",
  spoken: "Answered last",
  stopped: "Stopped by the lecturer",
  failed: "This could not be answered",
};

/** The answer being given, or the last one. */
function NowCard({ session, state, onOpen }: CardProps) {
  const turn = session.turn.value;
  const answer = turn === null ? null : (state.answers.get(turn.id) ?? null);
  if (turn === null || answer === null) {
    return null;
  }
  const speaking = session.voice.speaking.value;
  const word = speaking?.answer === turn.id ? speaking.word : -1;
  return (
    <section class="room-now" aria-labelledby="now-title" tabIndex={-1} data-answer={answer.number} data-status={answer.status}>
      <p class="turn-kind">
        {kinds[answer.status]}
        {answer.isApproved && " · approved by the lecturer"}
      </p>
      <h2 class="question" id="now-title">
        {state.questions.get(answer.question)?.text ?? `Question ${answer.question}`}
      </h2>
      <RoomAnswer turn={turn} answer={answer} word={word} onOpen={onOpen} />
      <RoomSources turn={turn} answer={answer} word={word} onOpen={onOpen} />
    </section>
  );
}

/** The answer to "ask only me". */
function PrivateCard({ session, state, onOpen }: CardProps) {
  const turn = state.privateAnswer === null ? null : turnOf(state, state.privateAnswer);
  if (turn === null) {
    return null;
  }
  const speaking = session.voice.speaking.value;
  const word = speaking?.answer === turn.id ? speaking.word : -1;
  const isOver = turn.phase === "over" && session.voice.playing.value !== turn.id;
  return (
    <section class="room-now private" aria-labelledby="private-title" data-phase={turn.phase}>
      <p class="turn-kind">Only you see this</p>
      <h2 class="question" id="private-title">
        {session.privateQuestion.value}
      </h2>
      <RoomAnswer turn={turn} answer={null} word={word} onOpen={onOpen} />
      <RoomSources turn={turn} answer={null} word={word} onOpen={onOpen} />
      {!isOver && (
        <button
          type="button"
          class="button small"
          onClick={() => {
            session.voice.silence();
            void session.run(() => session.hub.stopPrivate());
          }}
        >
          Stop
        </button>
      )}
    </section>
  );
}

/** What was answered before, to read again. */
function Earlier({ state, onOpen }: { state: RoomState; onOpen: (citation: Citation) => void }) {
  const answers = givenAnswers(state).filter((answer) => answer.number !== state.shown);
  const settled = [...state.questions.values()].filter(
    ({ status, settlement, answer }) => settlement !== null || (status === "answered" && answer === null),
  );
  if (answers.length === 0 && settled.length === 0) {
    return null;
  }
  return (
    <section class="earlier" aria-labelledby="earlier-title">
      <h2 id="earlier-title">Answered</h2>
      {settled.map((question) => (
        <details key={`q${question.number}`}>
          <summary>{question.text}</summary>
          <p class="answer">
            <span class="badge marked">The lecturer</span> {question.settlement ?? "Answered in person."}
          </p>
        </details>
      ))}
      {answers.map((answer) => {
        const turn = turnOf(state, answer.number);
        return (
          <details key={answer.number} data-answer={answer.number}>
            <summary>{state.questions.get(answer.question)?.text ?? `Question ${answer.question}`}</summary>
            {turn !== null && <RoomAnswer turn={turn} answer={answer} word={-1} onOpen={onOpen} />}
            {turn !== null && <RoomSources turn={turn} answer={answer} word={-1} onOpen={onOpen} />}
          </details>
        );
      })}
    </section>
  );
}
