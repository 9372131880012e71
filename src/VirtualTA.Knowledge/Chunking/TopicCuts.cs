using System.Text.RegularExpressions;
using VirtualTA.Knowledge.Language;

namespace VirtualTA.Knowledge.Chunking;

/// <summary>Cuts speech into passages where the speaker turns to something else.</summary>
/// <remarks>
/// Dynamic programming over all cuts: a passage pays for being shorter or longer than wanted, a cut for the words that both sides share
/// (after Hearst, TextTiling, 1997), and words such as "okay" or "the second one" at the beginning of a sentence pay it back.
/// </remarks>
internal static partial class TopicCuts
{
    private const int Reach = 5;
    private const int LongestPassage = 40;
    private const double LengthTolerance = 45;
    private const double CohesionWeight = 2.2;
    private const double InsideClause = 2;
    private const double StrongMark = 0.9;
    private const double WeakMark = 0.35;

    /// <summary>Number of sentences in each passage, in order.</summary>
    /// <param name="sentences">The sentences of a stretch of speech.</param>
    /// <param name="wanted">Words that a passage should have.</param>
    /// <param name="allowed">Words that a passage of several sentences may have.</param>
    public static List<int> Find(IReadOnlyList<string> sentences, int wanted, int allowed)
    {
        var count = sentences.Count;
        var words = new int[count + 1];
        for (var i = 0; i < count; i++)
        {
            words[i + 1] = words[i] + sentences[i].AsSpan().Count(' ') + 1;
        }

        var cuts = Costs(sentences);
        var best = new double[count + 1];
        var from = new int[count + 1];
        for (var end = 1; end <= count; end++)
        {
            best[end] = double.PositiveInfinity;
            for (var start = end - 1; start >= Math.Max(0, end - LongestPassage); start--)
            {
                var length = words[end] - words[start];
                if (length > allowed && start < end - 1)
                {
                    break;
                }

                var off = (length - wanted) / LengthTolerance;
                var cost = best[start] + (off * off) + (start > 0 ? cuts[start] : 0);
                if (cost < best[end])
                {
                    best[end] = cost;
                    from[end] = start;
                }
            }
        }

        var lengths = new List<int>();
        for (var end = count; end > 0; end = from[end])
        {
            lengths.Add(end - from[end]);
        }

        lengths.Reverse();
        return lengths;
    }

    // What it costs to cut before each sentence.
    private static double[] Costs(IReadOnlyList<string> sentences)
    {
        var terms = sentences.Select(s => TermAnalyzer.Analyze(s).Where(t => !t.IsPart).Select(t => t.Value).ToHashSet(StringComparer.Ordinal)).ToArray();
        var frequency = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var term in terms.SelectMany(t => t))
        {
            frequency[term] = frequency.GetValueOrDefault(term) + 1;
        }

        var costs = new double[sentences.Count];
        for (var i = 1; i < sentences.Count; i++)
        {
            costs[i] = (char.IsLetterOrDigit(sentences[i - 1][^1]) ? InsideClause : 0) + (CohesionWeight * Cohesion(terms, frequency, i)) - (Strong().IsMatch(sentences[i]) ? StrongMark : Weak().IsMatch(sentences[i]) ? WeakMark : 0);
        }

        return costs;
    }

    // Share of the rarer words around a cut that stand on both sides of it.
    private static double Cohesion(HashSet<string>[] terms, Dictionary<string, int> frequency, int cut)
    {
        var before = new HashSet<string>(StringComparer.Ordinal);
        var after = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 1; i <= Reach; i++)
        {
            if (cut - i >= 0)
            {
                before.UnionWith(terms[cut - i]);
            }

            if (cut + i - 1 < terms.Length)
            {
                after.UnionWith(terms[cut + i - 1]);
            }
        }

        double Weight(string term) => Math.Log(1 + ((double)terms.Length / frequency[term]));
        var shared = before.Where(after.Contains).Sum(Weight);
        return shared / Math.Max(1e-9, Math.Min(before.Sum(Weight), after.Sum(Weight)));
    }

    [GeneratedRegex(@"^(?:um,? |uh,? |and |so |but )*(?:ok(?:ay)?|al(?:l )?right|right|now|next|finally|lastly|let's|let me|moving on|another|what about|the (?:first|second|third|fourth|last|next|other|final)|(?:then )?there's (?:the|also|another|a)|then there's|the (?:reason|idea|problem|question))\b", RegexOptions.IgnoreCase)]
    private static partial Regex Strong();

    [GeneratedRegex(@"^(?:so|and (?:what|why|how|if|for|in|the)|what|why|how|for example|first|second|third|then)\b", RegexOptions.IgnoreCase)]
    private static partial Regex Weak();
}
