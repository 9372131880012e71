using System.Collections.Frozen;

namespace VirtualTA.Knowledge.Ingestion;

/// <summary>Writes what a recogniser spelled letter by letter the way people write it: "d n a" becomes "DNA".</summary>
internal static class SpelledLetters
{
    private const int LongestAcronym = 5;

    private static readonly FrozenSet<string> Determiners =
        new[] { "the", "this", "that", "an", "each", "every", "one", "our", "my", "your", "its", "no", "and", "or" }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>The words with spelled acronyms joined; each keeps what was there before.</summary>
    public static IReadOnlyList<TimedWord> Join(IReadOnlyList<TimedWord> words)
    {
        var known = Count(words);
        if (known.Count == 0)
        {
            return words;
        }

        var joined = new List<TimedWord>(words.Count);
        for (var i = 0; i < words.Count;)
        {
            var length = RunAt(words, i);
            var lead = length > 1 ? Lead(words, i, length, known) : 0;
            length -= lead;
            if (length > 1)
            {
                length = WithoutTail(words, i + lead, length, known);
            }

            if (length is < 2 or > LongestAcronym)
            {
                for (var end = i + Math.Max(1, lead + length); i < end; i++)
                {
                    joined.Add(words[i]);
                }

                continue;
            }

            for (var end = i + lead; i < end; i++)
            {
                joined.Add(words[i]);
            }

            var plural = IsPlural(words, i, length, known);
            joined.Add(Acronym(words, i, length, plural));
            i += length + (plural ? 1 : 0);
        }

        return joined;
    }

    private static Dictionary<string, int> Count(IReadOnlyList<TimedWord> words)
    {
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < words.Count; i++)
        {
            var length = RunAt(words, i);
            if (length > 1 && !(i + length < words.Count && words[i + length].Text is "as" or "is"))
            {
                var run = Letters(words, i, length);
                counts[run] = counts.GetValueOrDefault(run) + 1;
            }

            i += Math.Max(0, length - 1);
        }

        return counts;
    }

    private static int RunAt(IReadOnlyList<TimedWord> words, int start)
    {
        var end = start;
        while (end < words.Count && words[end].Text is [>= 'a' and <= 'z'])
        {
            end++;
        }

        return end - start;
    }

    // In "a d n a molecule" the first letter is the article; in "an a t p molecule" it is not.
    private static int Lead(IReadOnlyList<TimedWord> words, int start, int length, Dictionary<string, int> known)
    {
        if (words[start].Text is not ("a" or "i") || (start > 0 && Determiners.Contains(words[start - 1].Text)))
        {
            return 0;
        }

        var rest = known.GetValueOrDefault(Letters(words, start + 1, length - 1));
        return length > 2 && (rest > 0 || length > 3) && rest >= known.GetValueOrDefault(Letters(words, start, length)) ? 1 : 0;
    }

    private static int WithoutTail(IReadOnlyList<TimedWord> words, int start, int length, Dictionary<string, int> known)
    {
        var last = words[start + length - 1].Text;
        var without = known.GetValueOrDefault(Letters(words, start, length - 1));
        var with = known.GetValueOrDefault(Letters(words, start, length));
        return length > 2 && ((last == "a" && without > with) || (last == "i" && without > 0 && without >= with)) ? length - 1 : length;
    }

    // "two p cs"; "r n as" only where "r n a" is spelled elsewhere, for "as" is a word.
    private static bool IsPlural(IReadOnlyList<TimedWord> words, int start, int length, Dictionary<string, int> known) =>
        start + length < words.Count && words[start + length].Text is [>= 'a' and <= 'z', 's'] next
        && (next is not ("as" or "is" or "us") || known.ContainsKey(Letters(words, start, length) + next[0]));

    private static TimedWord Acronym(IReadOnlyList<TimedWord> words, int start, int length, bool plural)
    {
        var count = length + (plural ? 1 : 0);
        var text = Letters(words, start, length).ToUpperInvariant() + (plural ? char.ToUpperInvariant(words[start + length].Text[0]) + "s" : "");
        return new TimedWord(text, words[start].StartSeconds) { Spelled = string.Join(' ', words.Skip(start).Take(count).Select(w => w.Text)) };
    }

    private static string Letters(IReadOnlyList<TimedWord> words, int start, int length) =>
        string.Concat(Enumerable.Range(start, length).Select(i => words[i].Text));
}
