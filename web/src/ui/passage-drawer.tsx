import { useEffect, useRef, useState } from "preact/hooks";
import { fetchPassage, type Passage } from "../hub/calls";
import type { Citation } from "../hub/events";
import { findQuote } from "../pages/chat/quote";
import { nameSource } from "../pages/chat/source";
import { Icon } from "./icons";

interface PassageDrawerProps {
  course: string;
  citation: Citation;
  onClose: () => void;
}

/** The passage a citation points to, with the quoted words marked and what stands around it. */
export function PassageDrawer({ course, citation, onClose }: PassageDrawerProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [passage, setPassage] = useState<Passage | null>(null);
  const [failed, setFailed] = useState(false);
  const { title, place } = nameSource(citation);

  useEffect(() => {
    dialog.current?.showModal();
    let wanted = true;
    fetchPassage(course, citation.passageId).then(
      (found) => wanted && setPassage(found),
      () => wanted && setFailed(true),
    );
    return () => {
      wanted = false;
    };
  }, [course, citation]);

  return (
    <dialog
      ref={dialog}
      class="drawer"
      aria-labelledby="drawer-title"
      onClose={onClose}
      onClick={(event) => event.target === dialog.current && dialog.current?.close()}
    >
      <div class="drawer-body">
        <header>
          <div>
            <p class="drawer-locator">{place}</p>
            <h2 id="drawer-title">{title}</h2>
          </div>
          <button type="button" class="tool" aria-label="Close the passage" onClick={() => dialog.current?.close()}>
            <Icon name="close" />
          </button>
        </header>
        {passage !== null && (
          <>
            {passage.before !== "" && <p class="around">{passage.before}</p>}
            <QuotedText text={passage.text} quote={citation.quote} />
            {passage.after !== "" && <p class="around">{passage.after}</p>}
          </>
        )}
        {passage === null && (
          <>
            <p class="passage">
              <mark>{citation.quote}</mark>
            </p>
            <p class="hint">{failed ? "The whole passage could not be opened. This is the part that was quoted." : "Opening the passage…"}</p>
          </>
        )}
      </div>
    </dialog>
  );
}

/** A passage with the quoted words marked. */
export function QuotedText({ text, quote }: { text: string; quote: string }) {
  const range = findQuote(text, quote);
  if (range === null) {
    return <p class="passage">{text}</p>;
  }
  return (
    <p class="passage">
      {text.slice(0, range.start)}
      <mark>{text.slice(range.start, range.end)}</mark>
      {text.slice(range.end)}
    </p>
  );
}
