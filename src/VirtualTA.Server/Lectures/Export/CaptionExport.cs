using System.Globalization;
using System.Text;

namespace VirtualTA.Server.Lectures.Export;

/// <summary>A lecture as captions: each question when it was answered, the answer as it was spoken, corrections as notes.</summary>
internal static class CaptionExport
{
    private const int LongestCue = 80; // two lines of 40 characters

    private sealed record Cue(TimeSpan Start, TimeSpan End, string Text);

    public static string Write(LectureDocument document, bool isVtt)
    {
        var text = new StringBuilder(isVtt ? $"WEBVTT - {Clean(document.Title).Replace("-->", "→", StringComparison.Ordinal)}\n\n" : "");
        var number = 0;
        foreach (var answer in document.Spoken)
        {
            foreach (var cue in Cues(answer, isVtt))
            {
                text.Append(CultureInfo.InvariantCulture, $"{++number}\n{Time(cue.Start, isVtt)} --> {Time(cue.End, isVtt)}\n{cue.Text}\n\n");
            }

            if (answer.Correction is { } correction)
            {
                var end = answer.Words[^1].End;
                text.Append(CultureInfo.InvariantCulture, $"{++number}\n{Time(end, isVtt)} --> {Time(end + TimeSpan.FromSeconds(5), isVtt)}\n{Safe($"[Corrected by the lecturer: {correction}]", isVtt)}\n\n");
            }
        }

        return text.ToString();
    }

    private static IEnumerable<Cue> Cues(DocumentAnswer answer, bool isVtt)
    {
        var first = answer.Words[0].Start;
        yield return new Cue(answer.At, first > answer.At ? first : answer.At + TimeSpan.FromMilliseconds(1), Safe($"[Question: {answer.Question}]", isVtt));
        var line = new StringBuilder();
        var start = first;
        for (var i = 0; i < answer.Words.Count; i++)
        {
            var word = answer.Words[i];
            start = line.Length == 0 ? word.Start : start;
            line.Append(line.Length == 0 ? "" : " ").Append(word.Word);
            var next = i + 1 < answer.Words.Count ? answer.Words[i + 1].Word : null;
            if (next is null || line.Length + next.Length + 1 > LongestCue || word.Word[^1] is '.' or '?' or '!')
            {
                yield return new Cue(start, word.End > start ? word.End : start + TimeSpan.FromMilliseconds(1), Safe(line.ToString(), isVtt));
                line.Clear();
            }
        }
    }

    private static string Time(TimeSpan time, bool isVtt) =>
        $"{(int)time.TotalHours:00}:{time.Minutes:00}:{time.Seconds:00}{(isVtt ? '.' : ',')}{time.Milliseconds:000}";

    private static string Clean(string text) => text.ReplaceLineEndings(" ").Trim();

    // SRT knows no entities; players show text as it is, but for the arrow and for tags, which a quotation mark of another form replaces.
    private static string Safe(string text, bool isVtt) => isVtt
        ? Clean(text)
            .Replace("&", "&amp;", StringComparison.Ordinal)
            .Replace("<", "&lt;", StringComparison.Ordinal)
            .Replace(">", "&gt;", StringComparison.Ordinal)
        : Clean(text)
            .Replace("-->", "→", StringComparison.Ordinal)
            .Replace('<', '‹')
            .Replace('>', '›');
}
