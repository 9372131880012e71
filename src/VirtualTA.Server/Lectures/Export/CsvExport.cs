using System.Globalization;

namespace VirtualTA.Server.Lectures.Export;

/// <summary>A lecture as a table, one line for each question (RFC 4180).</summary>
internal static class CsvExport
{
    private static readonly string[] Head = ["number", "time", "question", "names", "askers", "votes", "status", "reason", "answered_at", "answer", "correction", "lecturer", "sources"];

    public static string Write(LectureDocument document) => string.Join("\r\n", document.Entries.Select(Line).Prepend(string.Join(',', Head))) + "\r\n";

    private static string Line(DocumentEntry entry)
    {
        var answer = entry.Answers.Count > 0 ? entry.Answers[^1] : null;
        string[] cells =
        [
            entry.Number.ToString(CultureInfo.InvariantCulture),
            ExportText.Clock(entry.At),
            entry.Question,
            string.Join("; ", entry.Names),
            entry.Askers.ToString(CultureInfo.InvariantCulture),
            entry.Votes.ToString(CultureInfo.InvariantCulture),
            entry.Status.ToString().ToLowerInvariant(),
            entry.Reason ?? "",
            answer is null ? "" : ExportText.Clock(answer.At),
            answer?.Text ?? "",
            answer?.Correction ?? "",
            entry.Settlement ?? "",
            answer is null ? "" : string.Join("; ", answer.Citations.Select(ExportText.Source)),
        ];
        return string.Join(',', cells.Select(Cell));
    }

    // A cell that begins like a formula is run by spreadsheets; students write these cells.
    private static string Cell(string text)
    {
        var safe = text.Length > 0 && "=+-@\t\r".Contains(text[0], StringComparison.Ordinal) ? "'" + text : text;
        return safe.AsSpan().ContainsAny(",\"\r\n") ? $"\"{safe.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : safe;
    }
}
