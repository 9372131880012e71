using System.Collections.Frozen;

namespace VirtualTA.Knowledge.Ingestion;

/// <summary>Cuts a transcript without punctuation into units that read like sentences.</summary>
/// <remarks>
/// Dynamic programming over all cuts: a cut is rewarded for the words on both sides and for a pause, and every unit pays
/// for being shorter or longer than people speak in one breath.
/// </remarks>
internal static class TranscriptSegmenter
{
    private const int LongestUnit = 34;
    private const int ShortestComfortable = 8;
    private const int LongestComfortable = 20;
    private const double PauseWeight = 0.9;

    private static readonly FrozenSet<string> StrongStarts = Words(
        "so now okay ok alright well but then let's suppose remember notice recall finally first firstly secondly next today anyway however therefore imagine consider question");

    private static readonly FrozenSet<string> Subjects = Words(
        "i we you he she they it i'm we're you're they're it's that's there's here's i'll we'll you'll i've we've what's i'd we'd there here this these those");

    private static readonly FrozenSet<string> WeakStarts = Words("and if when what why how in for the a one another once after before since while each every also because");

    private static readonly FrozenSet<string> NeverLast = Words(
        """
        the a an of to in on at by for with from into and or but if is are was were be been being very that which who whose my your our their his her its
        i we you he she they not as than no some any every each all more most so because like just can could will would should may might must do does did
        don't doesn't didn't won't can't have has had going want wants wanted i'm we're you're they're it's that's there's i'll we'll let's let get gets
        called about between through under over when where while how what why these those this another such between plus minus times equals say call called hundred thousand million billion trillion one two three four five six seven eight nine ten twenty thirty forty fifty sixty seventy eighty ninety point
        """);

    private static readonly FrozenSet<string> Closings = Words("right okay ok yeah yes correct questions thanks today tomorrow week lecture");

    /// <summary>The number of words in each unit, in order; the sum is the number of words.</summary>
    /// <param name="words">Lower-case words without punctuation.</param>
    /// <param name="pauses">Silence before each word in seconds, or null where times are not known.</param>
    public static List<int> Cut(IReadOnlyList<string> words, IReadOnlyList<double>? pauses)
    {
        var best = new double[words.Count + 1];
        var from = new int[words.Count + 1];
        Array.Fill(best, double.NegativeInfinity);
        best[0] = 0;
        for (var end = 1; end <= words.Count; end++)
        {
            for (var start = Math.Max(0, end - LongestUnit); start < end; start++)
            {
                var score = best[start] - LengthCost(end - start);
                if (score > best[end])
                {
                    best[end] = score;
                    from[end] = start;
                }
            }

            if (end < words.Count)
            {
                best[end] += Boundary(words[end - 1], words[end], end + 1 < words.Count ? words[end + 1] : "", pauses?[end] ?? 0);
            }
        }

        var lengths = new List<int>();
        for (var end = words.Count; end > 0; end = from[end])
        {
            lengths.Add(end - from[end]);
        }

        lengths.Reverse();
        return lengths;
    }

    private static double LengthCost(int length) => length switch
    {
        < ShortestComfortable => 0.35 * (ShortestComfortable - length),
        > LongestComfortable => 0.09 * (length - LongestComfortable) * (length - LongestComfortable) / 2.0,
        _ => 0,
    };

    private static double Boundary(string before, string after, string second, double pause)
    {
        var score = -1.1 + (PauseWeight * Math.Min(pause, 1.5));
        if (NeverLast.Contains(before))
        {
            score -= 3;
        }

        if (Closings.Contains(before))
        {
            score += 0.8;
        }

        if (StrongStarts.Contains(after))
        {
            score += 2.2;
        }
        else if (after == "and" && (Subjects.Contains(second) || StrongStarts.Contains(second) || second is "the" or "if"))
        {
            score += 1.9;
        }
        else if ((after, second) is ("for", "example") or ("for", "instance") or ("at", "the") or ("in", "other") or ("on", "the") or ("the", "first") or ("the", "second") or ("the", "third") or ("the", "simplest"))
        {
            score += after == "the" || after == "at" ? 1.5 : 1.9;
        }
        else if (Subjects.Contains(after))
        {
            score += 1.4;
        }
        else if (WeakStarts.Contains(after))
        {
            score += 0.7;
        }

        return score;
    }

    private static FrozenSet<string> Words(string text) =>
        text.Split([' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries).ToFrozenSet(StringComparer.Ordinal);
}
