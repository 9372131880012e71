import { render } from "preact";
import { ChatPage } from "./chat/chat-page";
import { refreshStatus } from "./chat/choices";
import { ChatSession } from "./chat/session";
import "../ui/styles/base.css";
import "../ui/styles/chat.css";
import "../ui/styles/listening.css";
import "../ui/styles/turn.css";
import "../ui/styles/drawer.css";

const session = new ChatSession();
render(<ChatPage session={session} />, document.getElementById("app")!);
void session.hub.start().then(() => refreshStatus());
