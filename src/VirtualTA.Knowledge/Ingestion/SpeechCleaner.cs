using System.Collections.Frozen;

namespace VirtualTA.Knowledge.Ingestion;

/// <summary>Takes hesitations and stutter out of spoken text.</summary>
internal static class SpeechCleaner
{
    private const int LongestRepetition = 3;

    private static readonly FrozenSet<string> Hesitations =
        new[] { "um", "uh", "uhm", "umm", "uhh", "erm", "er", "ah", "eh", "hmm", "mhm", "mm" }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    // "had had" and "that that" are grammatical, and in "very very" or "no no" the speaker means it.
    private static readonly FrozenSet<string> MeantTwice =
        new[] { "had", "that", "very", "no", "really", "so", "far", "many", "bye" }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>The words worth keeping, as indices into <paramref name="words"/>.</summary>
    public static List<int> Keep(IReadOnlyList<string> words)
    {
        var kept = new List<int>(words.Count);
        for (var i = 0; i < words.Count; i++)
        {
            var word = Bare(words[i]);
            if (word.Length == 0 || Hesitations.Contains(word))
            {
                continue;
            }

            kept.Add(i);
            if (!IsSpelling(words, i))
            {
                DropRepetition(words, kept);
            }
        }

        return kept;
    }

    /// <summary>A word without the punctuation around it.</summary>
    public static string Bare(string word) => word.Trim(' ', '.', ',', ';', ':', '!', '?', '"', '“', '”', '(', ')', '-', '–', '—', '…', '>');

    // "u a a u a g" is spelled; nobody stutters in single letters.
    private static bool IsSpelling(IReadOnlyList<string> words, int at) =>
        words[at].Length == 1 && ((at > 0 && words[at - 1].Length == 1 && words[at - 1] != words[at]) || (at > 1 && words[at - 1].Length == 1 && words[at - 2].Length == 1)
            || (at + 1 < words.Count && words[at + 1].Length == 1 && words[at + 1] != words[at]));

    private static void DropRepetition(IReadOnlyList<string> words, List<int> kept)
    {
        for (var length = LongestRepetition; length >= 1; length--)
        {
            if (kept.Count < 2 * length || !Repeats(words, kept, length))
            {
                continue;
            }

            kept.RemoveRange(kept.Count - length, length);
            return;
        }
    }

    private static bool Repeats(IReadOnlyList<string> words, List<int> kept, int length)
    {
        for (var i = 0; i < length; i++)
        {
            var later = words[kept[kept.Count - 1 - i]];
            var earlier = words[kept[kept.Count - 1 - i - length]];
            if (!Bare(later).Equals(Bare(earlier), StringComparison.OrdinalIgnoreCase) || earlier[^1] is '.' or '?' or '!'
                || char.IsDigit(later[0]) || (length == 1 && (MeantTwice.Contains(Bare(later)) || Bare(later).Length == 1 && char.IsUpper(later[0]) && later != "I")))
            {
                return false;
            }
        }

        return true;
    }
}
