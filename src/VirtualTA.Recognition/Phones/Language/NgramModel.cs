namespace VirtualTA.Recognition.Phones.Language;

/// <summary>Trigram model with interpolated Kneser–Ney smoothing (Chen and Goodman 1999, one discount per order). Immutable.</summary>
/// <remarks>Words that were never counted share the mass that the unigrams leave over, by the damped frequencies known of them.</remarks>
public sealed class NgramModel
{
    private const double UnknownFrequency = 1;
    private const double FrequencyPower = 0.75;
    private readonly NgramCounts _counts;
    private readonly NgramSmoothing _smoothing;
    private readonly Dictionary<(int, int, int), float> _trigrams = [];
    private readonly Dictionary<(int, int), float> _bigrams = [];
    private readonly Dictionary<(int, int), float> _trigramBackOff = [];
    private readonly Dictionary<int, float> _bigramBackOff = [];
    private readonly float[] _unigrams;
    private readonly float _unknown;

    /// <summary>Estimates the model.</summary>
    /// <param name="counts">Counts; not to be changed afterwards.</param>
    /// <param name="vocabulary">Number of words that can be spoken, counted or not.</param>
    /// <param name="smoothing">Discounts; those for running text if not given.</param>
    public NgramModel(NgramCounts counts, int vocabulary, NgramSmoothing? smoothing = null)
    {
        ArgumentNullException.ThrowIfNull(counts);
        (_counts, _smoothing) = (counts, smoothing ?? NgramSmoothing.Text);
        var bigrams = new Dictionary<(int, int), double>();
        foreach (var ((first, second, third), count) in counts.Trigrams)
        {
            // A start has nothing before it, so there its own counts stand in for the number of different predecessors.
            bigrams[(second, third)] = bigrams.GetValueOrDefault((second, third)) + (second == NgramCounts.Start ? count : 1);
        }

        foreach (var (pair, count) in counts.Pairs)
        {
            bigrams[pair] = bigrams.GetValueOrDefault(pair) + count;
        }

        var predecessors = new double[counts.Words.Count];
        foreach (var (_, third) in bigrams.Keys)
        {
            predecessors[third]++;
        }

        (_unigrams, _unknown) = Unigrams(counts, predecessors, vocabulary, _smoothing.Word);
        EstimateBigrams(bigrams);
        EstimateTrigrams();
    }

    /// <summary>History before the first word.</summary>
    public static NgramHistory Start { get; } = new(NgramCounts.Start, NgramCounts.Start);

    /// <summary>Id of a word, or −1 for one that was never counted.</summary>
    public int Find(string word) => _counts.Find(word);

    /// <summary>Probability of a word by itself.</summary>
    public float Unigram(int word) => word < 0 ? _unknown : _unigrams[word];

    /// <summary>Probability of a word after a history.</summary>
    /// <param name="history">The two words before.</param>
    /// <param name="word">Id of <see cref="Find"/>; −1 for a word never counted; <see cref="NgramCounts.End"/> for the end.</param>
    public float Probability(NgramHistory history, int word)
    {
        if (_trigrams.TryGetValue((history.Before, history.Last, word), out var probability))
        {
            return probability;
        }

        return _trigramBackOff.GetValueOrDefault((history.Before, history.Last), 1f) * Bigram(history.Last, word);
    }

    /// <summary>History after one more word, cut to what the model can tell apart.</summary>
    public NgramHistory Next(NgramHistory history, int word) =>
        word < 0 || !_bigramBackOff.ContainsKey(word) ? new NgramHistory(-1, -1)
        : _trigramBackOff.ContainsKey((history.Last, word)) ? new NgramHistory(history.Last, word)
        : new NgramHistory(-1, word);

    private float Bigram(int last, int word) => _bigrams.TryGetValue((last, word), out var probability)
        ? probability
        : _bigramBackOff.GetValueOrDefault(last, 1f) * Unigram(word);

    private static (float[] Unigrams, float Unknown) Unigrams(
        NgramCounts counts, double[] predecessors, int vocabulary, double discount)
    {
        var extra = counts.Extra.ToDictionary(static pair => pair.Key, static pair => Math.Pow(pair.Value, FrequencyPower));
        var extraTotal = extra.Values.Sum() + (UnknownFrequency * Math.Max(vocabulary, counts.Words.Count));
        double Frequency(int word) => (UnknownFrequency + extra.GetValueOrDefault(word)) / extraTotal;
        var total = Math.Max(1.0, predecessors.Sum());
        var types = predecessors.Count(static count => count > 0);
        var left = total <= 1 ? 1 : discount * types / total;
        var unigrams = new float[predecessors.Length];
        for (var word = 0; word < unigrams.Length; word++)
        {
            unigrams[word] = (float)((Math.Max(0, predecessors[word] - discount) / total) + (left * Frequency(word)));
        }

        return (unigrams, (float)(left * UnknownFrequency / extraTotal));
    }

    private void EstimateBigrams(Dictionary<(int, int), double> bigrams)
    {
        foreach (var group in bigrams.GroupBy(static pair => pair.Key.Item1))
        {
            var (total, left) = Mass(group.Select(static pair => pair.Value), _smoothing.Pair, _counts.RarePairs.GetValueOrDefault(group.Key));
            _bigramBackOff[group.Key] = (float)left;
            foreach (var ((first, second), count) in group)
            {
                _bigrams[(first, second)] = (float)((Math.Max(0, count - _smoothing.Pair) / total) + (left * Unigram(second)));
            }
        }
    }

    private void EstimateTrigrams()
    {
        foreach (var group in _counts.Trigrams.GroupBy(static pair => (pair.Key.Item1, pair.Key.Item2)))
        {
            var (total, left) = Mass(group.Select(static pair => pair.Value), _smoothing.Triple);
            _trigramBackOff[group.Key] = (float)left;
            foreach (var (key, count) in group)
            {
                _trigrams[key] = (float)((Math.Max(0, count - _smoothing.Triple) / total) + (left * Bigram(key.Item2, key.Item3)));
            }
        }
    }

    /// <summary>Sum of counts, and the share of it that discounting and counts not listed leave for shorter sequences.</summary>
    private static (double Total, double Left) Mass(IEnumerable<double> counts, double discount, double unlisted = 0)
    {
        var (total, taken) = (unlisted, unlisted);
        foreach (var count in counts)
        {
            total += count;
            taken += Math.Min(discount, count);
        }

        return (total, taken / total);
    }
}

/// <summary>The two words before, or −1 where they make no difference.</summary>
/// <param name="Before">The word before the last.</param>
/// <param name="Last">The last word.</param>
public readonly record struct NgramHistory(int Before, int Last);
