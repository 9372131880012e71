import { choices } from "../pages/chat/choices";
import { Notice } from "./notice";

/** What one sees before the first question. */
export function Welcome() {
  const status = choices.status.value;
  const course = status?.courses.find((known) => known.name === choices.course.value);
  return (
    <section class="welcome">
      <h1>Ask the course out&nbsp;loud.</h1>
      <p class="lead">
        {choices.microphone.value === "open"
          ? "Open the microphone and speak; interrupt whenever you like."
          : "Hold the button, say your question, let go."}{" "}
        The answer is read to you, and every sentence points to the page it comes from.
      </p>
      {course !== undefined && (
        <p class="facts">
          <b>{course.title}</b>
          <span>
            {course.documents} {course.documents === 1 ? "document" : "documents"}, {course.passages.toLocaleString("en")} passages
          </span>
        </p>
      )}
      {status !== null && status.courses.length === 0 && (
        <Notice code="course-unknown" message="This server has no course material yet. Add a course with “virtualta ingest”, then reload the page." />
      )}
      {status !== null && !status.recognizer.available && <Notice code="recognizer-missing" message={status.recognizer.remedy ?? ""} />}
      {status !== null && !status.synthesizer.available && <Notice code="synthesizer-missing" message={status.synthesizer.remedy ?? ""} />}
    </section>
  );
}
