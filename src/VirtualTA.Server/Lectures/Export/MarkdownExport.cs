using System.Text;

namespace VirtualTA.Server.Lectures.Export;

/// <summary>A lecture as Markdown.</summary>
internal static class MarkdownExport
{
    public static string Write(LectureDocument document)
    {
        var text = new StringBuilder();
        text.Append($"# {Escape(document.Title)}\n\nQuestions and answers, {ExportText.Date(document.OpenedAt)}. Course: {document.Course}.\n");
        foreach (var entry in document.Entries)
        {
            text.Append($"\n## {entry.Number}. {Escape(entry.Question)}\n\n{Escape(ExportText.Asked(entry))}\n");
            foreach (var answer in entry.Answers)
            {
                Write(text, answer);
            }

            if (entry.Settlement is { } settlement)
            {
                text.Append($"\n**The lecturer:** {Escape(settlement)}\n");
            }

            if (ExportText.Outcome(entry) is { Length: > 0 } outcome)
            {
                text.Append($"\n*{Escape(outcome)}*\n");
            }
        }

        return text.ToString();
    }

    private static void Write(StringBuilder text, DocumentAnswer answer)
    {
        if (answer.Correction is { } correction)
        {
            text.Append($"\n**Corrected by the lecturer:** {Escape(correction)}\n\nThe assistant had said at {ExportText.Clock(answer.At)}: ~~{Escape(answer.Text)}~~\n");
            return;
        }

        text.Append($"\n**Answer at {ExportText.Clock(answer.At)}{(answer.IsStopped ? " (stopped)" : "")}:** {Escape(answer.Text)}\n");
        foreach (var citation in answer.Citations)
        {
            text.Append($"\n- [{citation.Number}] {Escape(ExportText.Source(citation))}: “{Escape(citation.Quote)}”");
        }

        text.Append(answer.Citations.Count > 0 ? "\n" : "");
    }

    private static string Escape(string text) =>
        string.Concat(text.ReplaceLineEndings(" ").Select(c => c is '\\' or '`' or '*' or '_' or '[' or ']' or '<' or '>' or '#' or '|' or '~' ? $"\\{c}" : $"{c}"));
}
