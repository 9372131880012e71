import { render } from "preact";
import { tokenOfLink } from "../lecture/identity";
import { RoomSession } from "../lecture/session";
import { LecturerPage } from "./lecturer/lecturer-page";
import { OpenPage } from "./lecturer/open-page";
import "../ui/styles/base.css";
import "../ui/styles/chat.css";
import "../ui/styles/turn.css";
import "../ui/styles/drawer.css";
import "../ui/styles/lecture.css";
import "../ui/styles/queue.css";
import "../ui/styles/doors.css";
import "../ui/styles/said.css";
import "../ui/styles/lecturer.css";

const place = document.getElementById("app")!;

function show(token: string): void {
  const session = new RoomSession(token);
  render(<LecturerPage session={session} />, place);
  void session.start();
}

const token = tokenOfLink();
if (token === null) {
  render(
    <OpenPage
      onOpened={(lecturerLink) => {
        history.replaceState(null, "", lecturerLink); // the address is the key to the room: it can be kept and opened again
        show(tokenOfLink()!);
      }}
    />,
    place,
  );
} else {
  show(token);
}
