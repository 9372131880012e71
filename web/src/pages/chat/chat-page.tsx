import { useSignal, useSignalEffect } from "@preact/signals";
import { useRef } from "preact/hooks";
import { AskField } from "../../ui/ask-field";
import { Header, QuestionChoices } from "../../ui/header";
import { ListenBar } from "../../ui/listen-bar";
import { LiveRegion } from "../../ui/live-region";
import { MicrophoneModeBar } from "../../ui/microphone-mode";
import { Notice } from "../../ui/notice";
import { PassageDrawer } from "../../ui/passage-drawer";
import { TalkBar } from "../../ui/talk-bar";
import { TurnCard } from "../../ui/turn-card";
import { Welcome } from "../../ui/welcome";
import type { Citation } from "../../hub/events";
import { choices } from "./choices";
import type { ChatSession } from "./session";
import { taState } from "./ta-state";

/** The voice chat: the conversation above, the talk bar below. */
export function ChatPage({ session }: { session: ChatSession }) {
  const opened = useSignal<{ course: string; citation: Citation } | null>(null);
  const connection = session.hub.state.value;
  const playback = session.playback.latest.value;
  const turns = session.turns.all.value;
  const cannotSpeak = connection !== "connected" || choices.status.value?.recognizer.available === false;

  const shown = useRef({ turn: 0, growth: "" });
  useSignalEffect(() => {
    const turn = session.turns.current.value;
    const { current } = shown;
    const growth = turn === null ? "" : [turn.phase, turn.pieces.length, turn.stamps.firstAudible].join();
    if (turn !== null && (turn.id !== current.turn || growth !== current.growth)) {
      // A new question begins at the top; after that the page moves only as far as new lines need.
      const block = turn.id === current.turn ? "nearest" : "start";
      shown.current = { turn: turn.id, growth };
      requestAnimationFrame(() => document.querySelector(`[data-turn="${turn.id}"]`)?.scrollIntoView({ block }));
    }
  });

  return (
    <div
      class="page"
      data-connection={connection}
      data-recorded-ms={session.recordedMs.value}
      data-recording={session.recording.value}
      data-playing={session.playback.playing.value ?? ""}
      data-playback={playback?.kind ?? ""}
      data-played-turn={playback?.turn ?? ""}
      data-played-samples={playback?.sample ?? 0}
      data-audible-samples={playback?.audible ?? 0}
      data-microphone={session.listening.state.value}
      data-ta={taState(session)}
      data-silent-at={session.playback.silentAt.value ?? ""}
      data-underruns={playback?.underruns ?? 0}
    >
      <a class="skip" href="#question">
        Skip to the question field
      </a>
      <Header page="chat">
        <QuestionChoices />
      </Header>
      <main class={turns.length === 0 ? "conversation empty" : "conversation"} aria-label="Conversation">
        {turns.length === 0 ? <Welcome /> : <h1 class="visually-hidden">Conversation</h1>}
        {turns.map((turn) => (
          <TurnCard
            key={turn.id}
            session={session}
            turn={turn}
            onOpen={(citation) => (opened.value = { course: turn.course ?? choices.course.value ?? "", citation })}
          />
        ))}
      </main>
      <footer class="dock" aria-label="Ask">
        {connection === "reconnecting" && (
          <p class="banner" role="status">
            The connection was lost. Reconnecting; a running answer goes on where it stopped.
          </p>
        )}
        {session.problem.value !== null && <Notice code="microphone" message={session.problem.value} />}
        <MicrophoneModeBar session={session} />
        {choices.microphone.value === "open" ? (
          <ListenBar session={session} disabled={cannotSpeak} />
        ) : (
          <TalkBar session={session} disabled={cannotSpeak} />
        )}
        <AskField disabled={connection !== "connected"} onAsk={(text) => void session.askText(text)} />
      </footer>
      <LiveRegion session={session} />
      {opened.value !== null && (
        <PassageDrawer
          key={opened.value.citation.passageId}
          course={opened.value.course}
          citation={opened.value.citation}
          onClose={() => (opened.value = null)}
        />
      )}
    </div>
  );
}
