import type { ComponentChildren } from "preact";
import { Icon } from "./icons";

interface NoticeProps {
  code: string;
  message: string;
  children?: ComponentChildren;
}

/** Something went wrong or is missing, and what to do about it. */
export function Notice({ code, message, children }: NoticeProps) {
  return (
    <div class="notice" data-code={code} role="note">
      <Icon name="warning" />
      <p>{message}</p>
      {children}
    </div>
  );
}
