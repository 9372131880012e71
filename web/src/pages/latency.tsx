import { render } from "preact";
import { LatencyDashboard } from "./latency/dashboard";
import { LatencyFeed } from "./latency/feed";
import "uplot/dist/uPlot.min.css";
import "../ui/styles/base.css";
import "../ui/styles/latency.css";

const feed = new LatencyFeed();
render(<LatencyDashboard feed={feed} />, document.getElementById("app")!);
feed.start();
