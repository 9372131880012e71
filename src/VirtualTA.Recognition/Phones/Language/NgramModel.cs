namespace VirtualTA.Recognition.Phones.Language;

/// <summary>Trigram model with interpolated Kneser–Ney smoothing (Chen and Goodman 1999, one discount per order). Immutable.</summary>
/// <remarks>
/// Words that were never counted share the mass that the unigrams leave over, by the damped frequencies known of them. Kept as sorted
/// arrays, 16 bytes a pair and 8 a triple: the counts are not needed any more when the model is there.
/// </remarks>
public sealed class NgramModel
{
    private const double UnknownFrequency = 1;
    private const double FrequencyPower = 0.75;
    private const float None = -1;
    private readonly IReadOnlyDictionary<string, int> _ids;
    private readonly SuccessorTable _pairs;
    private readonly SuccessorTable _triples;
    private readonly float[] _unigrams;
    private readonly float _unknown;
    private readonly float[] _wordBackOff;
    private readonly float[] _pairProbability;
    private readonly float[] _pairBackOff;
    private readonly float[] _tripleProbability;

    /// <summary>Estimates the model.</summary>
    /// <param name="counts">Counts; not to be changed afterwards.</param>
    /// <param name="vocabulary">Number of words that can be spoken, counted or not.</param>
    /// <param name="smoothing">Discounts; those for running text if not given.</param>
    public NgramModel(NgramCounts counts, int vocabulary, NgramSmoothing? smoothing = null)
    {
        ArgumentNullException.ThrowIfNull(counts);
        smoothing ??= NgramSmoothing.Text;
        var bigrams = Bigrams(counts);
        var predecessors = new double[counts.Words.Count];
        foreach (var (_, third) in bigrams.Keys)
        {
            predecessors[third]++;
        }

        _ids = counts.Ids;
        (_unigrams, _unknown) = Unigrams(counts, predecessors, vocabulary, smoothing.Word);
        _pairs = PairTable(bigrams, counts);
        _triples = TripleTable(_pairs, counts);
        (_wordBackOff, _pairProbability) = EstimateBigrams(bigrams, counts.RarePairs, smoothing.Pair);
        (_pairBackOff, _tripleProbability) = EstimateTrigrams(counts.Trigrams, smoothing.Triple);
    }

    /// <summary>History before the first word.</summary>
    public static NgramHistory Start { get; } = new(NgramCounts.Start, NgramCounts.Start);

    /// <summary>Id of a word, or −1 for one that was never counted.</summary>
    public int Find(string word) => _ids.TryGetValue(word, out var id) ? id : -1;

    /// <summary>Probability of a word by itself.</summary>
    public float Unigram(int word) => word < 0 ? _unknown : _unigrams[word];

    /// <summary>Probability of a word after a history.</summary>
    /// <param name="history">The two words before.</param>
    /// <param name="word">Id of <see cref="Find"/>; −1 for a word never counted; <see cref="NgramCounts.End"/> for the end.</param>
    public float Probability(NgramHistory history, int word)
    {
        var pair = _pairs.Find(history.Before, history.Last);
        var triple = _triples.Find(pair, word);
        return triple >= 0 ? _tripleProbability[triple] : BackOff(_pairBackOff, pair) * Bigram(history.Last, word);
    }

    /// <summary>History after one more word, cut to what the model can tell apart.</summary>
    public NgramHistory Next(NgramHistory history, int word) =>
        word < 0 || _wordBackOff[word] < 0 ? new NgramHistory(-1, -1)
        : _triples.HasAny(_pairs.Find(history.Last, word)) ? new NgramHistory(history.Last, word)
        : new NgramHistory(-1, word);

    private float Bigram(int last, int word)
    {
        var pair = _pairs.Find(last, word);
        return pair >= 0 && _pairProbability[pair] >= 0 ? _pairProbability[pair] : BackOff(_wordBackOff, last) * Unigram(word);
    }

    private static float BackOff(float[] shares, int row) => row >= 0 && shares[row] >= 0 ? shares[row] : 1;

    private static Dictionary<(int First, int Second), double> Bigrams(NgramCounts counts)
    {
        var bigrams = new Dictionary<(int, int), double>(counts.Trigrams.Count + counts.Pairs.Count);
        foreach (var ((_, second, third), count) in counts.Trigrams)
        {
            // A start has nothing before it, so there its own counts stand in for the number of different predecessors.
            bigrams[(second, third)] = bigrams.GetValueOrDefault((second, third)) + (second == NgramCounts.Start ? count : 1);
        }

        foreach (var (pair, count) in counts.Pairs)
        {
            bigrams[pair] = bigrams.GetValueOrDefault(pair) + count;
        }

        return bigrams;
    }

    private static SuccessorTable PairTable(Dictionary<(int First, int Second), double> bigrams, NgramCounts counts)
    {
        var entries = new ulong[bigrams.Count + counts.Trigrams.Count];
        var entry = 0;
        foreach (var (first, second) in bigrams.Keys)
        {
            entries[entry++] = SuccessorTable.Entry(first, second);
        }

        foreach (var (first, second, _) in counts.Trigrams.Keys)
        {
            entries[entry++] = SuccessorTable.Entry(first, second);
        }

        return new SuccessorTable(counts.Words.Count, entries);
    }

    private static SuccessorTable TripleTable(SuccessorTable pairs, NgramCounts counts)
    {
        var entries = new ulong[counts.Trigrams.Count];
        var entry = 0;
        foreach (var (first, second, third) in counts.Trigrams.Keys)
        {
            entries[entry++] = SuccessorTable.Entry(pairs.Find(first, second), third);
        }

        return new SuccessorTable(pairs.Count, entries);
    }

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

    private (float[] BackOff, float[] Probability) EstimateBigrams(
        Dictionary<(int First, int Second), double> bigrams, Dictionary<int, double> rare, double discount)
    {
        var masses = new Mass[_unigrams.Length];
        foreach (var ((first, _), count) in bigrams)
        {
            masses[first].Add(count, discount, rare.GetValueOrDefault(first));
        }

        var probability = new float[_pairs.Count];
        Array.Fill(probability, None);
        foreach (var ((first, second), count) in bigrams)
        {
            probability[_pairs.Find(first, second)] = (float)(masses[first].Share(count, discount) + (masses[first].Left * Unigram(second)));
        }

        return (BackOffs(masses), probability);
    }

    private (float[] BackOff, float[] Probability) EstimateTrigrams(Dictionary<(int First, int Second, int Third), double> trigrams, double discount)
    {
        var masses = new Mass[_pairs.Count];
        foreach (var ((first, second, _), count) in trigrams)
        {
            masses[_pairs.Find(first, second)].Add(count, discount, unlisted: 0);
        }

        var probability = new float[_triples.Count];
        foreach (var ((first, second, third), count) in trigrams)
        {
            var pair = _pairs.Find(first, second);
            probability[_triples.Find(pair, third)] = (float)(masses[pair].Share(count, discount) + (masses[pair].Left * Bigram(second, third)));
        }

        return (BackOffs(masses), probability);
    }

    private static float[] BackOffs(Mass[] masses) => [.. masses.Select(static mass => mass.IsCounted ? (float)mass.Left : None)];

    /// <summary>Sum of counts, and the share of it that discounting and counts not listed leave for shorter sequences.</summary>
    private struct Mass
    {
        private double _total;
        private double _taken;

        public bool IsCounted { get; private set; }

        public readonly double Left => _taken / _total;

        public void Add(double count, double discount, double unlisted)
        {
            if (!IsCounted)
            {
                (IsCounted, _total, _taken) = (true, unlisted, unlisted);
            }

            _total += count;
            _taken += Math.Min(discount, count);
        }

        public readonly double Share(double count, double discount) => Math.Max(0, count - discount) / _total;
    }
}

/// <summary>The two words before, or −1 where they make no difference.</summary>
/// <param name="Before">The word before the last.</param>
/// <param name="Last">The last word.</param>
public readonly record struct NgramHistory(int Before, int Last);
