import { render } from "preact";
import { tokenOfLink } from "../lecture/identity";
import { RoomSession } from "../lecture/session";
import { ProjectorPage, ProjectorWithoutRoom } from "./projector/projector-page";
import "../ui/styles/base.css";
import "../ui/styles/turn.css";
import "../ui/styles/lecture.css";
import "../ui/styles/queue.css";
import "../ui/styles/captions.css";
import "../ui/styles/projector.css";

const token = tokenOfLink();
const place = document.getElementById("app")!;
if (token === null) {
  render(<ProjectorWithoutRoom />, place);
} else {
  const session = new RoomSession(token, true);
  render(<ProjectorPage session={session} />, place);
  void session.start();
}
