import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { forgetToken, studentToken, tidyCode } from "../../lecture/identity";
import { RoomSession } from "../../lecture/session";
import { Refusal } from "../../lecture/wire";
import { Header } from "../../ui/header";
import { Notice } from "../../ui/notice";
import { StudentPage } from "./student-page";

/** The door of a lecture: by the code in the link, or by one that is typed. */
export function JoinPage({ code }: { code: string | null }) {
  const session = useSignal<RoomSession | null>(null);
  const problem = useSignal<string | null>(null);
  const typed = useSignal(code ?? "");
  const isBusy = useSignal(false);

  const join = async (wanted: string) => {
    isBusy.value = true;
    problem.value = null;
    try {
      const joined = new RoomSession(await studentToken(wanted));
      history.replaceState(null, "", `/lecture?code=${encodeURIComponent(wanted)}`);
      session.value = joined;
      await joined.start();
    } catch (error) {
      problem.value = error instanceof Refusal ? error.message : "The lecture cannot be joined just now. Try again.";
    }
    isBusy.value = false;
  };
  useEffect(() => {
    if (code !== null) {
      void join(tidyCode(code));
    }
  }, [code]);

  if (session.value !== null && session.value.removed.value === null) {
    return <StudentPage session={session.value} />;
  }
  const message = session.value?.removed.value ?? problem.value;
  return (
    <div class="page">
      <Header page="lecture" />
      <main class="doors">
        <section aria-labelledby="join-title">
          <h1 id="join-title">Join a lecture</h1>
          <form
            onSubmit={(event) => {
              event.preventDefault();
              if (session.value !== null) {
                session.value = null;
                forgetToken(tidyCode(typed.value)); // the kept one was refused: whoever comes in again is somebody new
              }
              void join(tidyCode(typed.value));
            }}
          >
            <label class="field">
              <span>Code, as the projector shows it</span>
              <input
                class="code-field"
                type="text"
                value={typed.value}
                maxLength={12}
                autocomplete="off"
                autocapitalize="characters"
                spellcheck={false}
                placeholder="K7M-4PX"
                onInput={(event) => (typed.value = event.currentTarget.value)}
              />
            </label>
            <button type="submit" class="button primary" disabled={isBusy.value || tidyCode(typed.value) === ""}>
              Join
            </button>
            <p class="hint">No account. You are anonymous unless you show a name with a question.</p>
          </form>
          <div role="alert">{message !== null && <Notice code="join" message={message} />}</div>
        </section>
        <section aria-labelledby="open-title">
          <h2 id="open-title">You lecture?</h2>
          <p>Open a room. You get a link for yourself, one for the projector, and a code for the hall.</p>
          <p>
            <a class="button" href="/lecturer">
              Open a room
            </a>
          </p>
        </section>
      </main>
    </div>
  );
}
