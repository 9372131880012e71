import { render } from "preact";

render(<main>VirtualTA</main>, document.getElementById("app")!);
