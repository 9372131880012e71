using System.Net;
using System.Text;

namespace VirtualTA.Server.Lectures.Export;

/// <summary>A lecture as one page that works without scripts, with a screen reader, on paper and in the dark.</summary>
internal static class HtmlExport
{
    private const string Style = """
        :root{color-scheme:light dark}body{font:1.0625rem/1.6 system-ui,sans-serif;max-width:46rem;margin:2rem auto;padding:0 1rem}
        h2{font-size:1.2rem;margin:2.5rem 0 .25rem}.meta{opacity:.75;font-size:.9rem}blockquote{margin:.25rem 0;padding-left:1rem;border-left:.25rem solid currentColor}
        a:focus-visible{outline:.2rem solid}.skip{position:absolute;left:-99rem}.skip:focus{left:1rem}
        """;

    public static string Write(LectureDocument document)
    {
        var text = new StringBuilder();
        text.Append($"""
            <!doctype html>
            <html lang="{Safe(document.Language)}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
            <title>{Safe(document.Title)}: questions and answers</title><style>{Style}</style></head>
            <body><a class="skip" href="#questions">Skip to the questions</a>
            <header><h1>{Safe(document.Title)}</h1><p class="meta">Questions and answers, <time datetime="{document.OpenedAt:O}">{ExportText.Date(document.OpenedAt)}</time>. Course: {Safe(document.Course)}.</p></header>
            <main id="questions">

            """);
        foreach (var entry in document.Entries)
        {
            Write(text, entry);
        }

        return text.Append("</main></body></html>\n").ToString();
    }

    private static void Write(StringBuilder text, DocumentEntry entry)
    {
        text.Append($"<article aria-labelledby=\"q{entry.Number}\"><h2 id=\"q{entry.Number}\">{entry.Number}. {Safe(entry.Question)}</h2>\n<p class=\"meta\">{Safe(ExportText.Asked(entry))}</p>\n");
        foreach (var answer in entry.Answers)
        {
            Write(text, answer);
        }

        if (entry.Settlement is { } settlement)
        {
            text.Append($"<p><strong>The lecturer:</strong> {Safe(settlement)}</p>\n");
        }

        if (ExportText.Outcome(entry) is { Length: > 0 } outcome)
        {
            text.Append($"<p><em>{Safe(outcome)}</em></p>\n");
        }

        text.Append("</article>\n");
    }

    private static void Write(StringBuilder text, DocumentAnswer answer)
    {
        if (answer.Correction is { } correction)
        {
            text.Append($"<p><strong>Corrected by the lecturer:</strong> <ins>{Safe(correction)}</ins></p>\n<p>The assistant had said at {ExportText.Clock(answer.At)}: <del>{Safe(answer.Text)}</del></p>\n");
            return;
        }

        text.Append($"<p><strong>Answer at {ExportText.Clock(answer.At)}{(answer.IsStopped ? " (stopped)" : "")}:</strong> {Safe(answer.Text)}</p>\n");
        if (answer.Citations.Count > 0)
        {
            text.Append("<p class=\"meta\">Sources</p><ol>\n");
            foreach (var citation in answer.Citations)
            {
                text.Append($"<li value=\"{citation.Number}\">{Safe(ExportText.Source(citation))}<blockquote>{Safe(citation.Quote)}</blockquote></li>\n");
            }

            text.Append("</ol>\n");
        }
    }

    private static string Safe(string text) => WebUtility.HtmlEncode(text);
}
