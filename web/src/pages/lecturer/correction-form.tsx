import { useSignal } from "@preact/signals";
import { useMemo, useState } from "preact/hooks";
import { Form } from "../../lecture/inline-form";
import { PressToTalk } from "../../lecture/press-to-talk";
import { Switch } from "../../lecture/room-bar";
import type { RoomState } from "../../lecture/room-state";
import type { RoomSession } from "../../lecture/session";
import { VoiceQuestion } from "../../lecture/voice-question";
import { Refusal, type AnswerView } from "../../lecture/wire";

interface CorrectionFormProps {
  session: RoomSession;
  state: RoomState;
  answer: AnswerView;
  onDone: () => void;
}

/** The right answer, written or dictated; from then on it is the approved one. */
export function CorrectionForm({ session, state, answer, onDone }: CorrectionFormProps) {
  const [dictated, setDictated] = useState<string | null>(null);
  const aloud = useSignal(false);
  const voice = useMemo(
    () =>
      new VoiceQuestion(() =>
        session.hub.hear(
          (speech) => setDictated(speech.text),
          (error) => (session.problem.value = error instanceof Refusal ? error.message : "The correction was not understood. Type it instead."),
        ),
      ),
    [session],
  );
  const correct = async (text: string) => {
    const kept = await session.run(async () => {
      await session.hub.correct(answer.number, text);
      if (aloud.value) {
        await session.hub.speak(answer.question, text);
      }
      return true;
    });
    if (kept !== null) {
      onDone();
    }
  };
  const written = answer.correction ?? answer.text.replace(/\s*\[\d+\]/g, "");
  return (
    <Form
      key={dictated}
      label="The right answer. It replaces this one on every screen and is given when the question comes again."
      value={dictated ?? written}
      lines
      submit="Correct"
      onSubmit={(text) => void correct(text)}
      onCancel={onDone}
    >
      {state.room.canHear && <PressToTalk question={voice} disabled={false} hint="or tap: say the correction instead of typing it" label="Hold to dictate" />}
      {voice.problem.value !== null && <p class="hint">{voice.problem.value}</p>}
      <Switch label="Say it to the hall now" on={aloud.value} disabled={state.room.isPaused} onChange={(on) => (aloud.value = on)} />
    </Form>
  );
}
