using System.Security.Cryptography;
using System.Text;
using VirtualTA.Knowledge.Ingestion;
using VirtualTA.Knowledge.Language;

namespace VirtualTA.Knowledge.Chunking;

/// <summary>Cuts a document into passages.</summary>
internal static class Chunker
{
    private const int WordsWanted = 90;
    private const int SpokenWordsWanted = 105;
    private const int WordsAllowed = 150;
    private const int LongestWithQuestion = 40;
    private const int LongestInCharacters = 2000;
    private const int LongestSentence = 70;

    /// <summary>The passages of <paramref name="document"/>, in order.</summary>
    /// <param name="document">The document.</param>
    /// <param name="source">Path of its file below the course folder.</param>
    public static IReadOnlyList<CoursePassage> Cut(CourseDocument document, string source)
    {
        var passages = new List<CoursePassage>();
        var sentences = new List<CourseSentence>();
        var words = 0;
        DocumentBlock? first = null;
        var topics = SpeechTopics(document.Blocks);
        for (var b = 0; b < document.Blocks.Count; b++)
        {
            var block = document.Blocks[b];
            if (first is not null && (block.Place != first.Place || block.Heading != first.Heading || topics.Contains(b)))
            {
                Flush();
            }

            foreach (var sentence in SentencesOf(block))
            {
                var count = CountWords(sentence.Text);
                if ((words >= WordsWanted && block.Kind != BlockKind.Speech) || (words > 0 && words + count > WordsAllowed))
                {
                    Flush();
                }

                first ??= block;
                sentences.Add(sentence);
                words += count;
            }
        }

        Flush();
        return WithParts(passages, source);

        void Flush()
        {
            if (first is not null && sentences.Count > 0)
            {
                var start = sentences[0].StartSeconds;
                var locator = start is null ? first.Place : Clock.Format(start.Value);
                passages.Add(new CoursePassage("", source, document.Title, locator, first.Heading, [.. sentences]));
            }

            sentences.Clear();
            words = 0;
            first = null;
        }
    }

    // Numbers of the blocks with which a speaker turns to something else.
    private static HashSet<int> SpeechTopics(IReadOnlyList<DocumentBlock> blocks)
    {
        var starts = new HashSet<int>();
        for (var from = 0; from < blocks.Count;)
        {
            var to = from;
            while (to < blocks.Count && blocks[to].Kind == BlockKind.Speech && blocks[to].Place == blocks[from].Place && blocks[to].Heading == blocks[from].Heading)
            {
                to++;
            }

            var start = from;
            foreach (var length in TopicCuts.Find([.. blocks.Skip(from).Take(to - from).Select(b => b.Text)], SpokenWordsWanted, WordsAllowed))
            {
                starts.Add(start);
                start += length;
            }

            from = Math.Max(to, from + 1);
        }

        return starts;
    }

    private static IEnumerable<CourseSentence> SentencesOf(DocumentBlock block)
    {
        if (block.Kind == BlockKind.Speech && block.Text.Length <= LongestInCharacters)
        {
            yield return new CourseSentence(block.Text, block.Kind) { Original = block.Original, StartSeconds = block.StartSeconds };
            yield break;
        }

        if (block.Kind is BlockKind.Code or BlockKind.Formula)
        {
            foreach (var part in Lines(block.Text))
            {
                yield return new CourseSentence(part, block.Kind);
            }

            yield break;
        }

        var ranges = block.Kind == BlockKind.TableRow ? [0..block.Text.Length] : WithAnswers(block.Text, SentenceSplitter.Split(block.Text));
        foreach (var range in ranges)
        {
            foreach (var text in Bounded(block.Text[range]))
            {
                yield return new CourseSentence(text, block.Kind);
            }
        }
    }

    // "Why normalise? To avoid anomalies." is one statement in two sentences.
    private static List<Range> WithAnswers(string text, List<Range> ranges)
    {
        for (var i = 0; i + 1 < ranges.Count; i++)
        {
            if (text[ranges[i].End.Value - 1] == '?' && CountWords(text[ranges[i].Start..ranges[i + 1].End]) <= LongestWithQuestion)
            {
                ranges[i] = ranges[i].Start..ranges[i + 1].End;
                ranges.RemoveAt(i + 1);
            }
        }

        return ranges;
    }

    private static IEnumerable<string> Bounded(string text)
    {
        if (text.Length > LongestInCharacters)
        {
            for (var start = 0; start < text.Length; start += LongestInCharacters)
            {
                yield return text.Substring(start, Math.Min(LongestInCharacters, text.Length - start));
            }

            yield break;
        }

        if (CountWords(text) <= LongestSentence)
        {
            yield return text;
            yield break;
        }

        var words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var first = 0;
        foreach (var length in TranscriptSegmenter.Cut([.. words.Select(w => SpeechCleaner.Bare(w).ToLowerInvariant())], null))
        {
            yield return string.Join(' ', words, first, length);
            first += length;
        }
    }

    private static IEnumerable<string> Lines(string code)
    {
        var lines = code.Split('\n');
        for (var i = 0; i < lines.Length; i += 12)
        {
            var part = string.Join('\n', lines.Skip(i).Take(12)).TrimEnd();
            if (part.Length > 0)
            {
                yield return part.Length > 2000 ? part[..2000] : part;
            }
        }
    }

    // Transcripts without times and without paragraphs still need a place to look: "part 3 of 40".
    private static List<CoursePassage> WithParts(List<CoursePassage> passages, string source)
    {
        var finished = new List<CoursePassage>(passages.Count);
        for (var i = 0; i < passages.Count; i++)
        {
            var passage = passages[i];
            var locator = passage.Locator.Length > 0 ? passage.Locator : passages.Count == 1 ? "beginning" : $"part {i + 1} of {passages.Count}";
            finished.Add(passage with { Locator = locator, Id = Key(source, locator, i, passage.Text) });
        }

        return finished;
    }

    private static string Key(string source, string locator, int order, string text)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{source}\n{locator}\n{order}\n{text}"));
        return Convert.ToHexStringLower(hash.AsSpan(0, 8));
    }

    private static int CountWords(string text) => text.AsSpan().Count(' ') + 1;
}
