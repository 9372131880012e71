using VirtualTA.Core.Contracts;
using VirtualTA.Knowledge.Answering;
using VirtualTA.Knowledge.Courses;

namespace VirtualTA.Knowledge.Tests;

/// <summary>An answer that was collected to its end.</summary>
internal sealed record CollectedAnswer(string Text, string Spoken, IReadOnlyList<Citation> Citations, AnswerOutcome Outcome, string? Rule, IReadOnlyList<AnswerPart> Parts)
{
    public int Words => Text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length;

    public Exchange AsExchange(string question) => new(question, Text, Citations);
}

internal static class Asking
{
    public static readonly CourseLibrary DemoLibrary = new(new CourseOptions { DataDirectory = Path.Combine(Path.GetTempPath(), "virtualta-no-such-folder") });

    public static Task<CollectedAnswer> AskDemoAsync(string question, params Exchange[] history) =>
        new ExtractiveAnswerer(DemoLibrary).CollectAsync(new Question(question, "speech-synthesis") { History = history });

    public static async Task<CollectedAnswer> CollectAsync(this IAnswerer answerer, Question question)
    {
        var parts = new List<AnswerPart>();
        await foreach (var part in answerer.AnswerAsync(question))
        {
            parts.Add(part);
        }

        var completed = Assert.IsType<AnswerCompleted>(parts[^1]);
        return new CollectedAnswer(
            string.Concat(parts.OfType<AnswerText>().Select(t => t.Text)),
            string.Concat(parts.OfType<AnswerText>().Select(t => t.Spoken)),
            [.. parts.OfType<AnswerCited>().Select(c => c.Citation)],
            completed.Outcome,
            completed.Rule,
            parts);
    }
}
