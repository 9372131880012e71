using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using VirtualTA.Core.Contracts;
using VirtualTA.Core.Lectures;

namespace VirtualTA.Server.Lectures.Export;

/// <summary>A file to hand out.</summary>
internal sealed record ExportFile(byte[] Content, string ContentType, string Name);

/// <summary>Writes a lecture in the form that was asked for.</summary>
internal static class LectureExport
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, // a file, not a page: other scripts stay readable
    };

    private static readonly Dictionary<string, (string ContentType, Func<LectureDocument, string> Write)> Formats = new(StringComparer.OrdinalIgnoreCase)
    {
        ["md"] = ("text/markdown; charset=utf-8", MarkdownExport.Write),
        ["vtt"] = ("text/vtt; charset=utf-8", document => CaptionExport.Write(document, isVtt: true)),
        ["srt"] = ("application/x-subrip; charset=utf-8", document => CaptionExport.Write(document, isVtt: false)),
        ["csv"] = ("text/csv; charset=utf-8", CsvExport.Write),
        ["json"] = ("application/json; charset=utf-8", document => JsonSerializer.Serialize(document, Json)),
        ["html"] = ("text/html; charset=utf-8", HtmlExport.Write),
    };

    /// <exception cref="UserInputException">There is no such form.</exception>
    public static ExportFile Write(LectureDocument document, string format)
    {
        if (!Formats.TryGetValue(format, out var known))
        {
            throw new UserInputException(LectureCodes.InputInvalid, $"There is no such format. Formats: {string.Join(", ", Formats.Keys)}.");
        }

        var name = string.Concat(document.Title.ToLowerInvariant().Select(c => char.IsAsciiLetterOrDigit(c) ? c : '-')).Trim('-');
        return new ExportFile(
            Encoding.UTF8.GetBytes(known.Write(document)), known.ContentType, $"{(name.Length > 0 ? name : "lecture")}.{format.ToLowerInvariant()}");
    }
}
