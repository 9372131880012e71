import { render } from "preact";
import { JoinPage } from "./lecture/join-page";
import "../ui/styles/base.css";
import "../ui/styles/chat.css";
import "../ui/styles/turn.css";
import "../ui/styles/drawer.css";
import "../ui/styles/lecture.css";
import "../ui/styles/queue.css";
import "../ui/styles/doors.css";
import "../ui/styles/student.css";

render(<JoinPage code={new URLSearchParams(location.search).get("code")} />, document.getElementById("app")!);
