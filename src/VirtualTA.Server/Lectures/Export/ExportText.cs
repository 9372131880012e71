using System.Globalization;
using VirtualTA.Core.Contracts;
using VirtualTA.Core.Lectures.Queue;

namespace VirtualTA.Server.Lectures.Export;

/// <summary>Pieces of text that several forms share.</summary>
internal static class ExportText
{
    public static string Clock(TimeSpan time) => time.ToString(@"h\:mm\:ss", CultureInfo.InvariantCulture);

    public static string Date(DateTimeOffset moment) => moment.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);

    public static string Source(Citation citation) => $"{citation.Source}, {citation.Locator}";

    public static string Outcome(DocumentEntry entry) => entry.Status switch
    {
        QuestionStatus.Dismissed => $"Not answered: {entry.Reason}",
        QuestionStatus.Taken => "Taken by the lecturer.",
        QuestionStatus.Answered when entry.Answers.Count == 0 && entry.Settlement is null => "Answered by the lecturer in person.",
        QuestionStatus.Open or QuestionStatus.Answering => "Left open.",
        _ => "",
    };

    public static string Asked(DocumentEntry entry)
    {
        var who = entry.Names.Count > 0 ? $" by {string.Join(", ", entry.Names)}" : "";
        return $"{Clock(entry.At)}, asked by {Count(entry.Askers, "person", "people")}{(who.Length > 0 ? $" ({who.Trim()})" : "")}, {Count(entry.Votes, "vote", "votes")}";
    }

    private static string Count(int number, string one, string many) => $"{number} {(number == 1 ? one : many)}";
}
