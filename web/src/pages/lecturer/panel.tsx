import type { ComponentChildren } from "preact";
import type { RoomSession } from "../../lecture/session";
import type { RoomState } from "../../lecture/room-state";

export interface PanelProps {
  session: RoomSession;
  state: RoomState;
}

/** A part of the desk that is out of the way until it is wanted. */
export function Panel({ title, note, open = false, children }: { title: string; note?: string; open?: boolean; children: ComponentChildren }) {
  return (
    <details class="panel" open={open}>
      <summary>
        <h2>{title}</h2>
        {note !== undefined && <span>{note}</span>}
      </summary>
      <div class="panel-body">{children}</div>
    </details>
  );
}
