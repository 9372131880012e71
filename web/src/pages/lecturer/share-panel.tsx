import { useSignal } from "@preact/signals";
import { QrCode } from "../../lecture/room-bar";
import { Panel, type PanelProps } from "./panel";

/** The ways into the room. */
export function SharePanel({ session, state }: PanelProps) {
  const { hub } = session;
  const { room } = state;
  const link = new URL(room.studentLink, location.origin);
  const projector = useSignal<string | null>(null);
  const makeLink = async () => {
    const token = await session.run(() => hub.newToken("projector"));
    if (token !== null) {
      projector.value = `${location.origin}/projector#token=${encodeURIComponent(token)}`;
    }
  };
  const revoke = async (role: "student" | "projector") => {
    projector.value = null;
    await session.run(() => hub.revokeTokens(role));
  };
  const renew = async () => {
    const token = await session.run(() => hub.revokeTokens("lecturer"));
    if (token !== null) {
      location.hash = `token=${encodeURIComponent(token)}`;
      location.reload();
    }
  };
  const isLocal = link.hostname === "localhost" || link.hostname === "127.0.0.1";
  return (
    <Panel title="Links and code" note={room.code} open={room.projectors === 0}>
      <div class="share">
        <QrCode code={room.code} />
        <div>
          <p>
            Students open{" "}
            <a href={link.href}>
              {link.host}
              <wbr />
              /lecture
            </a>{" "}
            and enter <b class="room-code">{room.code}</b>
          </p>
        </div>
      </div>
      {isLocal && <p class="hint">“{link.hostname}” is this machine alone. Open this page under the machine’s name in the network, so that phones find it.</p>}
      {projector.value === null ? (
        <button type="button" class="button" onClick={() => void makeLink()}>
          Make the projector link
        </button>
      ) : (
        <p class="button-row">
          <a class="button primary" href={projector.value} target="_blank" rel="noopener">
            Open the projector
          </a>
          <button type="button" class="button" onClick={() => void navigator.clipboard.writeText(projector.value ?? "")}>
            Copy its link
          </button>
        </p>
      )}
      <p class="button-row">
        <button type="button" class="button small" onClick={() => void revoke("projector")}>
          Shut out all projectors
        </button>
        <button type="button" class="button small" onClick={() => void revoke("student")}>
          Shut out all students
        </button>
        <button type="button" class="button small" onClick={() => void renew()}>
          Change the desk’s address
        </button>
      </p>
      <p class="hint">
        Has somebody seen the address of this page? Change it: the old one opens nothing any more. Projectors and students who were shut out need the new link or
        the code.
      </p>
    </Panel>
  );
}
