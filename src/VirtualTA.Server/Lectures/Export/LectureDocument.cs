using VirtualTA.Core.Contracts;
using VirtualTA.Core.Lectures;
using VirtualTA.Core.Lectures.Queue;

namespace VirtualTA.Server.Lectures.Export;

/// <summary>A lecture as it is handed on: no keys of students, no names but of those who wanted it, corrections in place.</summary>
internal sealed record LectureDocument(
    string Title,
    string Course,
    string Language,
    DateTimeOffset OpenedAt,
    IReadOnlyList<DocumentEntry> Entries,
    IReadOnlyList<DocumentAnswer> Spoken)
{
    /// <summary>The document of a room.</summary>
    public static LectureDocument Of(LectureRoom room)
    {
        var start = room.Settings.OpenedAt;
        return new LectureDocument(
            room.Settings.Title,
            room.Settings.Course,
            room.Settings.Language,
            start,
            [.. room.Questions.Values
                .Where(question => question.Status is not (QuestionStatus.Withdrawn or QuestionStatus.Merged or QuestionStatus.Pending))
                .Select(question => DocumentEntry.Of(room, question, start))],
            [.. room.Answers.Values
                .Where(answer => answer.Status != AnswerStatus.Failed && answer.Words.Count > 0)
                .Select(answer => DocumentAnswer.Of(answer, room.Questions[answer.Question].Text, start))]);
    }
}

/// <summary>A question and what became of it.</summary>
/// <param name="Number">Number of the question.</param>
/// <param name="At">Time from the start of the lecture at which it was first asked.</param>
/// <param name="Question">Its words, as edited by the lecturer.</param>
/// <param name="Names">Names of those who asked and wanted to be named.</param>
/// <param name="Askers">How many asked it.</param>
/// <param name="Votes">How many wanted it answered.</param>
/// <param name="Status">What became of it.</param>
/// <param name="Reason">Why it was dismissed; null otherwise.</param>
/// <param name="Settlement">What the lecturer wrote for an answer in person; null if nothing.</param>
/// <param name="Answers">Its answers in order.</param>
internal sealed record DocumentEntry(
    int Number,
    TimeSpan At,
    string Question,
    IReadOnlyList<string> Names,
    int Askers,
    int Votes,
    QuestionStatus Status,
    string? Reason,
    string? Settlement,
    IReadOnlyList<DocumentAnswer> Answers)
{
    public static DocumentEntry Of(LectureRoom room, LectureQuestion question, DateTimeOffset start) => new(
        question.Number,
        question.AskedAt - start,
        question.Text,
        [.. question.Askers.Where(asker => asker is { KeepsName: true, Name: not null }).Select(asker => asker.Name!).Distinct()],
        question.Askers.Count,
        question.Voters.Count,
        question.Status,
        question.Reason,
        question.Settlement,
        [.. room.Answers.Values
            .Where(answer => answer.Question == question.Number && answer.Status != AnswerStatus.Failed)
            .Select(answer => DocumentAnswer.Of(answer, question.Text, start))]);
}

/// <summary>An answer with its times.</summary>
/// <param name="Number">Number of the answer.</param>
/// <param name="At">Time from the start of the lecture.</param>
/// <param name="Question">What was asked.</param>
/// <param name="Text">What was answered.</param>
/// <param name="Correction">What the lecturer put in its place; null if nothing.</param>
/// <param name="IsStopped">Whether it was stopped before its end.</param>
/// <param name="Citations">Its sources.</param>
/// <param name="Words">Its spoken words, with times from the start of the lecture.</param>
internal sealed record DocumentAnswer(
    int Number,
    TimeSpan At,
    string Question,
    string Text,
    string? Correction,
    bool IsStopped,
    IReadOnlyList<Citation> Citations,
    IReadOnlyList<DocumentWord> Words)
{
    public static DocumentAnswer Of(LectureAnswer answer, string question, DateTimeOffset start)
    {
        var at = answer.At - start;
        return new DocumentAnswer(
            answer.Number,
            at,
            question,
            answer.Text,
            answer.Correction,
            answer.Status == AnswerStatus.Stopped,
            answer.Citations,
            [.. answer.Words.Select(word => new DocumentWord(word.Word, at + Time(word.StartSample), at + Time(word.EndSample)))]);
    }

    private static TimeSpan Time(long sample) => TimeSpan.FromSeconds((double)sample / AudioFrame.SampleRate);
}

/// <summary>A spoken word on the clock of the lecture.</summary>
internal sealed record DocumentWord(string Word, TimeSpan Start, TimeSpan End);
