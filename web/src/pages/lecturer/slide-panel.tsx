import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { lectures, type SlidePlace } from "../../lecture/rest";
import { cuesOfVtt, placeOf, timelinesOf } from "../../lecture/timeline";
import type { TimelineCue } from "../../lecture/wire";
import { Panel, type PanelProps } from "./panel";

/** Where the lecture is; answers from there are preferred. By hand, or following the clock of a caption file or a PowerPoint show. */
export function SlidePanel({ session, state }: PanelProps) {
  const { hub } = session;
  const { room } = state;
  const slides = useSignal<readonly SlidePlace[]>([]);
  const timeline = useSignal<string | null>(null);
  useEffect(() => {
    lectures.slides(room.room, session.token).then(
      (found) => (slides.value = found),
      () => (slides.value = []),
    );
  }, [room.room, room.course, session.uploads.value]);
  const known = slides.value;
  const named = known.findIndex((slide) => placeOf(slide) === room.place);
  const index = named >= 0 ? named : known.findIndex((slide) => slide.locator === room.place);
  const go = (place: string | null) => void session.run(() => hub.setSlide(place));
  const follow = async (name: string, cues: TimelineCue[]) => {
    if ((await session.run(() => hub.followTimeline(cues))) !== null) {
      timeline.value = name;
    }
  };
  const followFile = async (file: File | undefined) => {
    if (file === undefined) {
      return;
    }
    const isShow = /\.pptx$/i.test(file.name);
    const cues = isShow ? await session.run(() => lectures.timeline(room.room, session.token, file)) : cuesOfVtt(await file.text());
    if (cues?.length === 0) {
      session.problem.value = `${file.name} has no cues. Choose a WebVTT file whose cues are named after the slides.`;
    } else if (cues !== null) {
      await follow(file.name, cues);
    }
  };
  return (
    <Panel title="Current slide" note={room.place ?? "not set"} open>
      <div class="slide-steps">
        <button type="button" class="button" disabled={index <= 0} onClick={() => go(placeOf(known[index - 1]!))}>
          Previous
        </button>
        <button type="button" class="button" disabled={known.length === 0 || index === known.length - 1} onClick={() => go(placeOf(known[index + 1]!))}>
          Next
        </button>
      </div>
      <label class="field">
        <span>Place in the course</span>
        <select value={index < 0 ? (room.place ?? "") : placeOf(known[index]!)} onChange={(event) => go(event.currentTarget.value === "" ? null : event.currentTarget.value)}>
          <option value="">not set</option>
          {room.place !== null && index < 0 && <option value={room.place}>{room.place}</option>}
          {known.map((slide) => (
            <option key={placeOf(slide)} value={placeOf(slide)}>
              {placeOf(slide)}
            </option>
          ))}
        </select>
      </label>
      {room.followsTimeline ? (
        <p class="button-row">
          <span>Follows the clock{timeline.value === null ? "" : ` of ${timeline.value}`}</span>
          <button type="button" class="button small" onClick={() => void session.run(() => hub.stopTimeline())}>
            Set by hand
          </button>
        </p>
      ) : (
        <>
          {[...timelinesOf(known)].map(([source, cues]) => (
            <button key={source} type="button" class="button" onClick={() => void follow(source, cues)}>
              Follow the clock of {source}, from now
            </button>
          ))}
          <label class="field">
            <span>Follow a file from now: WebVTT with cues named after the slides, or PowerPoint with recorded times</span>
            <input type="file" accept=".vtt,text/vtt,.pptx" onChange={(event) => void followFile(event.currentTarget.files?.[0])} />
          </label>
        </>
      )}
    </Panel>
  );
}
