import type { ComponentChildren } from "preact";
import type { ConnectionState } from "../hub/link";
import { Mark, ThemeTool } from "../ui/header";
import { qrPath } from "./rest";

interface RoomBarProps {
  title: string;
  /** What stands under the title. */
  facts: ComponentChildren;
  children?: ComponentChildren;
}

/** The top of a room's pages: which lecture this is, and what holds for all of it. */
export function RoomBar({ title, facts, children }: RoomBarProps) {
  return (
    <header class="room-bar">
      <a class="wordmark" href="/lecture" aria-label="VirtualTA, all lectures">
        <Mark />
      </a>
      <div class="room-name">
        <h1>{title}</h1>
        <p>{facts}</p>
      </div>
      {children}
      <ThemeTool />
    </header>
  );
}

/** Says that the connection is lost, for as long as it is. */
export function ConnectionLine({ state }: { state: ConnectionState }) {
  return (
    <div role="status">
      {state === "reconnecting" && <p class="status-line">The connection was lost. Reconnecting; nothing that was sent is lost.</p>}
    </div>
  );
}

/** The way into the room for phones. */
export function QrCode({ code }: { code: string }) {
  return <img class="qr" src={qrPath(code)} alt={`QR code to join with the code ${code}`} />;
}

interface SwitchProps {
  label: string;
  on: boolean;
  disabled?: boolean;
  onChange: (on: boolean) => void;
}

/** On or off, at once. */
export function Switch({ label, on, disabled = false, onChange }: SwitchProps) {
  return (
    <label class="switch">
      <input type="checkbox" role="switch" checked={on} disabled={disabled} onChange={(event) => onChange(event.currentTarget.checked)} />
      {label}
    </label>
  );
}

interface SegmentsProps<T extends string> {
  /** Read out before the choices. */
  label: string;
  name: string;
  value: T;
  choices: readonly (readonly [T, string])[];
  onChange: (value: T) => void;
}

/** One of a few choices, all in view. */
export function Segments<T extends string>({ label, name, value, choices, onChange }: SegmentsProps<T>) {
  return (
    <fieldset class="segments" aria-label={label}>
      {choices.map(([choice, text]) => (
        <label key={choice}>
          <input type="radio" name={name} checked={choice === value} onChange={() => onChange(choice)} />
          {text}
        </label>
      ))}
    </fieldset>
  );
}
