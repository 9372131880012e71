using System.Text;
using VirtualTA.Knowledge.Language;

namespace VirtualTA.Knowledge.Ingestion;

/// <summary>A word of a transcript.</summary>
/// <param name="Text">The word with its punctuation.</param>
/// <param name="StartSeconds">When it is said; null without times.</param>
internal readonly record struct TimedWord(string Text, double? StartSeconds)
{
    /// <summary>What was there before spelled letters were joined; null where nothing was.</summary>
    public string? Spelled { get; init; }
}

/// <summary>Turns the words of a transcript into sentences with times.</summary>
internal static class SpeechAssembler
{
    private const double SentencesPerHundredWords = 2.0;
    private const double InsideClause = -0.5;
    private const int Context = 8;

    /// <summary>True if the text has too little punctuation to be cut at it.</summary>
    public static bool IsUnpunctuated(IReadOnlyList<string> words)
    {
        if (words.Count < 25)
        {
            return false;
        }

        var ends = words.Count(w => w[^1] is '.' or '?' or '!');
        return ends * 100.0 / words.Count < SentencesPerHundredWords;
    }

    /// <summary>The sentences of <paramref name="words"/> as blocks of speech.</summary>
    /// <param name="words">All words in order.</param>
    /// <param name="place">Locator of the blocks; empty where times locate them.</param>
    /// <param name="heading">Heading above them.</param>
    public static IEnumerable<DocumentBlock> Assemble(IReadOnlyList<TimedWord> words, string place, string heading)
    {
        var texts = words.Select(w => w.Text).ToArray();
        var unpunctuated = IsUnpunctuated(texts);
        if (unpunctuated)
        {
            words = SpelledLetters.Join(words);
        }

        var lengths = unpunctuated ? CutByWords(words) : CutByPunctuation(texts);
        var start = 0;
        var isInside = false;
        foreach (var length in lengths)
        {
            var end = start + length;
            var goesOn = unpunctuated && end < words.Count && TranscriptSegmenter.Firmness(Around(words, Math.Max(start, end - Context), end), Around(words, end, Math.Min(words.Count, end + Context))) < InsideClause;
            var block = Block(words, start, length, place, heading, isInside, goesOn);
            if (block is not null)
            {
                yield return block;
                isInside = goesOn;
            }

            start = end;
        }
    }

    private static string Around(IReadOnlyList<TimedWord> words, int start, int end) => string.Join(' ', words.Skip(start).Take(end - start).Select(w => w.Text));

    private static DocumentBlock? Block(IReadOnlyList<TimedWord> words, int start, int length, string place, string heading, bool isInside, bool goesOn)
    {
        var originals = words.Skip(start).Take(length).Select(w => w.Text).ToArray();
        var kept = SpeechCleaner.Keep(originals);
        if (kept.Count == 0)
        {
            return null;
        }

        var text = AsSentence(kept.Select(i => originals[i]), isInside, goesOn);
        var original = string.Join(' ', words.Skip(start).Take(length).Select(w => w.Spelled ?? w.Text));
        return new DocumentBlock(BlockKind.Speech, text, place)
        {
            Heading = heading,
            StartSeconds = words[start].StartSeconds,
            Original = original == text ? null : original,
        };
    }

    // A unit that was cut out of one breath in the middle of a clause neither begins nor ends like a sentence.
    private static string AsSentence(IEnumerable<string> words, bool isInside, bool goesOn)
    {
        var text = new StringBuilder();
        foreach (var word in words)
        {
            text.Append(text.Length > 0 ? " " : "").Append(word switch
            {
                "i" => "I",
                "i'm" or "i've" or "i'll" or "i'd" => "I" + word[1..],
                _ => word,
            });
        }

        text[0] = isInside ? text[0] : char.ToUpperInvariant(text[0]);
        if (text[^1] is ',' or ';' or '-' or '–')
        {
            text.Length--;
        }

        if (text.Length > 0 && !goesOn && text[^1] is not ('.' or '?' or '!' or ':' or '…' or '"' or '”'))
        {
            text.Append('.');
        }

        return text.ToString();
    }

    private static List<int> CutByWords(IReadOnlyList<TimedWord> words)
    {
        var bare = words.Select(w => SpeechCleaner.Bare(w.Text).ToLowerInvariant()).ToArray();
        var timed = words.Count > 0 && words[0].StartSeconds is not null;
        return TranscriptSegmenter.Cut(bare, timed ? Pauses(words, bare) : null);
    }

    // A word takes about 60 ms a letter plus 120 ms; what is left until the next word is silence.
    private static double[] Pauses(IReadOnlyList<TimedWord> words, string[] bare)
    {
        var pauses = new double[words.Count];
        for (var i = 1; i < words.Count; i++)
        {
            var gap = (words[i].StartSeconds ?? 0) - (words[i - 1].StartSeconds ?? 0);
            pauses[i] = Math.Max(0, gap - 0.12 - (0.06 * bare[i - 1].Length) - 0.15);
        }

        return pauses;
    }

    private static List<int> CutByPunctuation(string[] words)
    {
        var text = string.Join(' ', words);
        var lengths = new List<int>();
        foreach (var range in SentenceSplitter.Split(text))
        {
            var count = text.AsSpan(range).Count(' ') + 1;
            if (count > 60)
            {
                var bare = text[range].Split(' ').Select(w => SpeechCleaner.Bare(w).ToLowerInvariant()).ToArray();
                lengths.AddRange(TranscriptSegmenter.Cut(bare, null));
            }
            else
            {
                lengths.Add(count);
            }
        }

        return lengths;
    }
}
