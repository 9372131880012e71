using System.Text.RegularExpressions;

namespace VirtualTA.Knowledge.Ingestion;

/// <summary>Reads transcripts whose lines begin with a time: "[00:12:05] …", "12:05 …", or a time on a line of its own.</summary>
internal static partial class TimedTextReader
{
    /// <summary>True if a good part of the lines begins with a time and times do not run backwards.</summary>
    public static bool Recognizes(string[] lines)
    {
        var filled = 0;
        var timed = 0;
        var backwards = 0;
        var last = double.NegativeInfinity;
        foreach (var line in lines)
        {
            if (string.IsNullOrWhiteSpace(line))
            {
                continue;
            }

            filled++;
            if (TryParse(line, out var seconds, out _))
            {
                timed++;
                backwards += seconds < last ? 1 : 0;
                last = seconds;
            }
        }

        return timed >= 3 && timed * 4 >= filled && backwards * 10 <= timed;
    }

    /// <summary>Reads the transcript.</summary>
    public static CourseDocument Read(string[] lines, string title)
    {
        var spans = new List<(double Start, List<string> Words)>();
        foreach (var line in lines)
        {
            var text = line;
            if (TryParse(line, out var seconds, out var rest))
            {
                spans.Add((seconds, []));
                text = rest;
            }

            if (spans.Count > 0)
            {
                text = Label().Replace(text, "");
                spans[^1].Words.AddRange(text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
            }
        }

        var words = new List<TimedWord>();
        for (var i = 0; i < spans.Count; i++)
        {
            var (start, texts) = spans[i];
            // Without a following time, people say about two and a half words a second.
            var end = i + 1 < spans.Count ? Math.Max(start, spans[i + 1].Start) : start + (texts.Count / 2.5);
            for (var w = 0; w < texts.Count; w++)
            {
                words.Add(new TimedWord(texts[w], start + ((end - start) * w / texts.Count)));
            }
        }

        return new CourseDocument(title, SpeechAssembler.Assemble(words, "", title).ToList());
    }

    private static bool TryParse(string line, out double seconds, out string rest)
    {
        var match = Stamp().Match(line);
        rest = match.Success ? line[match.Length..] : line;
        seconds = 0;
        return match.Success && Clock.TryParse(match.Groups[1].ValueSpan, out seconds);
    }

    [GeneratedRegex(@"^\s*[\[\(<]?(\d{1,3}:\d{2}(?::\d{2})?(?:[.,]\d{1,3})?)(?:\s*[-–]\s*\d{1,3}:\d{2}(?::\d{2})?(?:[.,]\d{1,3})?)?[\]\)>]?\s*[-–:|]?(?=\s|$)")]
    private static partial Regex Stamp();

    [GeneratedRegex(@"^\s*(?:>>|(?:SPEAKER|Speaker)\s*\d+:|(?:PROFESSOR|Professor|LECTURER|Lecturer|STUDENT|Student|INSTRUCTOR|Instructor):)\s*")]
    private static partial Regex Label();
}
