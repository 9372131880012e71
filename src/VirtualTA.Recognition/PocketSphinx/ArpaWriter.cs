using System.Globalization;

namespace VirtualTA.Recognition.PocketSphinx;

/// <summary>Writes counts as a trigram model in ARPA form, smoothed after Witten and Bell (1991) with interpolation.</summary>
internal static class ArpaWriter
{
    /// <summary>Share of the probability that all words have in common, so that no word is impossible.</summary>
    private const double UniformShare = 0.1;

    /// <summary>How much an unseen successor counts against a seen one.</summary>
    private const double NoveltyWeight = 0.5;

    private const string NoProbability = "-99";

    public static void Write(NgramCounts counts, TextWriter arpa)
    {
        var pairContexts = Contexts(counts.Pairs, pair => pair.First);
        var tripleContexts = Contexts(counts.Triples, triple => (triple.First, triple.Second));
        var total = counts.Single.Values.Sum();
        var single = counts.Single.ToDictionary(
            word => word.Key, word => ((1 - UniformShare) * word.Value / total) + (UniformShare / counts.Single.Count));
        var pairs = counts.Pairs.ToDictionary(
            pair => pair.Key, pair => pairContexts[pair.Key.First].Smooth(pair.Value, single[pair.Key.Second]));

        arpa.Write($"\\data\\\nngram 1={single.Count + 1}\nngram 2={pairs.Count}\nngram 3={counts.Triples.Count}\n\n\\1-grams:\n");
        arpa.Write($"{NoProbability} {NgramCounts.Begin} {Backoff(pairContexts, NgramCounts.Begin)}\n");
        foreach (var (word, probability) in single.OrderBy(entry => entry.Key, StringComparer.Ordinal))
        {
            arpa.Write($"{Log(probability)} {word} {Backoff(pairContexts, word)}\n");
        }

        arpa.Write("\n\\2-grams:\n");
        foreach (var (pair, probability) in pairs)
        {
            arpa.Write($"{Log(probability)} {pair.First} {pair.Second} {Backoff(tripleContexts, pair)}\n");
        }

        arpa.Write("\n\\3-grams:\n");
        foreach (var (triple, count) in counts.Triples)
        {
            var probability = tripleContexts[(triple.First, triple.Second)].Smooth(count, pairs[(triple.Second, triple.Third)]);
            arpa.Write($"{Log(probability)} {triple.First} {triple.Second} {triple.Third}\n");
        }

        arpa.Write("\n\\end\\\n");
    }

    private static Dictionary<TContext, Context> Contexts<TNgram, TContext>(Dictionary<TNgram, double> counts, Func<TNgram, TContext> contextOf)
        where TNgram : notnull
        where TContext : notnull => counts
            .GroupBy(entry => contextOf(entry.Key))
            .ToDictionary(group => group.Key, group => new Context(group.Sum(entry => entry.Value), NoveltyWeight * group.Count()));

    private static string Backoff<TContext>(Dictionary<TContext, Context> contexts, TContext context)
        where TContext : notnull => Log(contexts.TryGetValue(context, out var known) ? known.Backoff : 1);

    private static string Log(double probability) => Math.Log10(probability).ToString("0.0000", CultureInfo.InvariantCulture);

    /// <param name="Total">Sum of the counts of all successors.</param>
    /// <param name="Novelty">Count given to successors not seen.</param>
    private readonly record struct Context(double Total, double Novelty)
    {
        public double Backoff => Novelty / (Total + Novelty);

        public double Smooth(double count, double shorter) => (count / (Total + Novelty)) + (Backoff * shorter);
    }
}
