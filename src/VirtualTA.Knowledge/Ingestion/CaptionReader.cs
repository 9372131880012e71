using System.Net;
using System.Text.RegularExpressions;

namespace VirtualTA.Knowledge.Ingestion;

/// <summary>Reads WebVTT and SubRip captions, including the rolling captions of automatic transcripts.</summary>
internal sealed partial class CaptionReader : IDocumentReader
{
    private const int LongestOverlap = 24;

    public IReadOnlyList<string> Extensions { get; } = [".vtt", ".srt", ".sbv"];

    public async Task<CourseDocument> ReadAsync(SourceFile file, CancellationToken cancellationToken) =>
        Read(await file.ReadTextAsync(cancellationToken), file.NameInWords);

    /// <summary>Reads caption text.</summary>
    /// <exception cref="IngestException">There is no caption in it.</exception>
    internal static CourseDocument Read(string text, string title)
    {
        var words = new List<TimedWord>();
        foreach (var cue in Cues(text).OrderBy(c => c.Start))
        {
            Append(cue, words);
        }

        if (words.Count == 0)
        {
            throw new IngestException("it contains no captions with times such as 00:01:02.000 --> 00:01:05.000.");
        }

        return new CourseDocument(title, SpeechAssembler.Assemble(words, "", title).ToList());
    }

    private static IEnumerable<Cue> Cues(string text)
    {
        Cue? current = null;
        var afterBlank = true;
        var comment = false;
        foreach (var raw in text.Split('\n'))
        {
            var line = raw.Trim();
            if (TryParseTimes(line, out var start, out var end))
            {
                if (current is not null)
                {
                    yield return current;
                }

                current = new Cue(start, end, []);
                comment = false;
            }
            else if (line.Length == 0)
            {
                afterBlank = true;
                comment = false;
                continue;
            }
            else if (afterBlank && (line.StartsWith("NOTE", StringComparison.Ordinal) || line is "STYLE" or "REGION"))
            {
                comment = true;
            }
            else if (!comment && current is not null && !(afterBlank && IsCueName(line)))
            {
                current.Lines.Add(line);
            }

            afterBlank = false;
        }

        if (current is not null)
        {
            yield return current;
        }
    }

    // SubRip numbers its cues; WebVTT may name them. Both stand on the line before the times.
    private static bool IsCueName(string line) => line.All(char.IsAsciiDigit);

    private static bool TryParseTimes(string line, out double start, out double end)
    {
        start = end = 0;
        var arrow = line.IndexOf("-->", StringComparison.Ordinal);
        if (arrow > 0)
        {
            var right = line[(arrow + 3)..].Trim();
            var space = right.IndexOf(' ', StringComparison.Ordinal);
            return Clock.TryParse(line.AsSpan(0, arrow), out start) && Clock.TryParse(space < 0 ? right : right[..space], out end);
        }

        var comma = line.IndexOf(',', StringComparison.Ordinal);
        return comma > 0 && SbvTimes().IsMatch(line) && Clock.TryParse(line.AsSpan(0, comma), out start)
            && Clock.TryParse(line.AsSpan(comma + 1), out end);
    }

    private static void Append(Cue cue, List<TimedWord> words)
    {
        var text = WebUtility.HtmlDecode(Tags().Replace(string.Join(' ', cue.Lines), ""));
        text = Sounds().Replace(text, " ").Replace(">>", " ", StringComparison.Ordinal).Replace("♪", " ", StringComparison.Ordinal);
        text = Speaker().Replace(text, "");
        var fresh = text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        var known = Overlap(words, fresh);
        var duration = Math.Clamp(cue.End - cue.Start, 0, 30);
        for (var i = known; i < fresh.Length; i++)
        {
            var start = cue.Start + (duration * (i - known) / Math.Max(1, fresh.Length - known));
            words.Add(new TimedWord(fresh[i], start));
        }
    }

    // Rolling captions show the line before once more above the new one.
    private static int Overlap(List<TimedWord> words, string[] fresh)
    {
        for (var length = Math.Min(Math.Min(LongestOverlap, words.Count), fresh.Length); length >= 2; length--)
        {
            var same = true;
            for (var i = 0; i < length && same; i++)
            {
                same = words[words.Count - length + i].Text.Equals(fresh[i], StringComparison.OrdinalIgnoreCase);
            }

            if (same)
            {
                return length;
            }
        }

        return 0;
    }

    [GeneratedRegex(@"<[^<>]{0,200}>|\{\\[^{}]{0,40}\}")]
    private static partial Regex Tags();

    [GeneratedRegex(@"[\[\(](?:music|applause|laughter|laughs|inaudible|silence|noise|background[^\]\)]{0,30}|__)[\]\)]", RegexOptions.IgnoreCase)]
    private static partial Regex Sounds();

    [GeneratedRegex(@"^\s*-?\s*(?:SPEAKER\s*\d+|PROFESSOR|INSTRUCTOR|LECTURER|STUDENT|AUDIENCE|TEACHER|[A-Z][A-Z .]{2,25}):\s+")]
    private static partial Regex Speaker();

    [GeneratedRegex(@"^\d{1,2}:\d{2}:\d{2}\.\d{1,3},\d{1,2}:\d{2}:\d{2}\.\d{1,3}$")]
    private static partial Regex SbvTimes();

    private sealed record Cue(double Start, double End, List<string> Lines);
}
