using System.Text.RegularExpressions;

namespace VirtualTA.Knowledge.Ingestion;

/// <summary>Reads text files: prose, slides turned to text, and transcripts with or without times.</summary>
internal sealed partial class PlainTextReader : IDocumentReader
{
    public IReadOnlyList<string> Extensions { get; } = [".txt", ".text", ".transcript"];

    public async Task<CourseDocument> ReadAsync(SourceFile file, CancellationToken cancellationToken) =>
        Read(await file.ReadTextAsync(cancellationToken), file.NameInWords);

    /// <summary>Reads text, whatever it turns out to be.</summary>
    internal static CourseDocument Read(string text, string title)
    {
        if (Arrows().Count(text) >= 2)
        {
            return CaptionReader.Read(text, title);
        }

        var lines = text.Split('\n');
        if (SlideTextReader.Recognizes(lines))
        {
            return SlideTextReader.Read(lines, title);
        }

        if (TimedTextReader.Recognizes(lines))
        {
            return TimedTextReader.Read(lines, title);
        }

        if (text.Contains('\f', StringComparison.Ordinal))
        {
            return PagedText.Read(text, title);
        }

        var words = text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        return SpeechAssembler.IsUnpunctuated(words) && LooksSpoken(lines, words) ? ReadTranscript(text, title) : ProseText.Read(lines, title);
    }

    // Slides and tables have little punctuation too, but their lines are short.
    private static bool LooksSpoken(string[] lines, string[] words)
    {
        var filled = lines.Count(l => !string.IsNullOrWhiteSpace(l));
        return words.Length / Math.Max(1.0, filled) > 12 || words.Count(w => w.Length > 1 && char.IsUpper(w[0])) < words.Length / 10;
    }

    private static CourseDocument ReadTranscript(string text, string title)
    {
        var paragraphs = BlankLines().Split(text).Where(p => !string.IsNullOrWhiteSpace(p)).ToArray();
        var blocks = new List<DocumentBlock>();
        for (var i = 0; i < paragraphs.Length; i++)
        {
            var words = Speakers().Replace(paragraphs[i], " ").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
                .Select(w => new TimedWord(w, null)).ToArray();
            blocks.AddRange(SpeechAssembler.Assemble(words, paragraphs.Length > 2 ? $"paragraph {i + 1}" : "", title));
        }

        return new CourseDocument(title, blocks);
    }

    [GeneratedRegex(@"^\s*\d{1,2}:\d{2}(?::\d{2})?(?:[.,]\d{1,3})?\s*-->\s*\d", RegexOptions.Multiline)]
    private static partial Regex Arrows();

    [GeneratedRegex(@"\n\s*\n")]
    private static partial Regex BlankLines();

    [GeneratedRegex(@"(?:^|\n)\s*(?:>>|(?:SPEAKER|Speaker)\s*\d+:|(?:PROFESSOR|Professor|LECTURER|Lecturer|STUDENT|Student|INSTRUCTOR|Instructor):)\s*")]
    private static partial Regex Speakers();
}
