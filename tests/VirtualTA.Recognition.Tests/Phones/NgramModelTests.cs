using VirtualTA.Recognition.Phones;
using VirtualTA.Recognition.Phones.Decoding;
using VirtualTA.Recognition.Phones.Language;
using Xunit;

namespace VirtualTA.Recognition.Tests.Phones;

/// <summary>The sorted arrays of the language model against the formulas over plain dictionaries, to the bit.</summary>
public class NgramModelTests
{
    private const int WordCount = 40;
    private static readonly string[] Words = [.. Enumerable.Range(0, WordCount).Select(static word => $"w{word}")];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void TheModel_GivesWhatDictionariesGive(int seed)
    {
        var random = new Random(seed);
        var counts = new NgramCounts();
        for (var sentence = 0; sentence < 200; sentence++)
        {
            // Weights that are no whole numbers: sums depend on their order.
            counts.AddSentence(Enumerable.Range(0, random.Next(1, 6)).Select(_ => Words[random.Next(random.Next(1, WordCount))]), Math.Sqrt(random.Next(1, 9)));
        }

        Compare(counts, NgramSmoothing.Patterns);
    }

    [Fact]
    public void PairsWithoutTheWordBefore_AndHistoriesThatAreNoPairs_Count()
    {
        using var file = new TemporaryCounts("7\tw0", "2\tw0 *", "3\tw0 w1", "4\tw1 w2", "2\tw3 w4 w5", "5\tw3 w4 w0", "1\tw2 *");

        Compare(NgramCounts.Load(file.Path), NgramSmoothing.Books);
    }

    [Fact]
    public void Pronunciations_AreSorted_ByAllTheirPhonesThenByWord()
    {
        var random = new Random(3);
        var list = new PronunciationList();
        var expected = new List<(byte[] Phones, int Word)>();
        for (var entry = 0; entry < 2000; entry++)
        {
            var phones = Enumerable.Range(0, random.Next(0, 12)).Select(_ => (byte)random.Next(1, 3)).ToArray();
            var word = random.Next(500);
            list.Add(word, phones);
            expected.Add((phones, word));
        }

        expected.RemoveAll(static entry => entry.Phones.Length == 0);
        expected.Sort(static (left, right) =>
        {
            var order = left.Phones.AsSpan().SequenceCompareTo(right.Phones);
            return order != 0 ? order : left.Word.CompareTo(right.Word);
        });
        var sorted = list.Sorted();
        Assert.Equal(expected.Select(static entry => entry.Phones), sorted.Select(entry => list.Phones(entry).ToArray()));
        Assert.Equal(expected.Select(static entry => entry.Word), sorted.Select(list.Word));
    }

    private static void Compare(NgramCounts counts, NgramSmoothing smoothing)
    {
        var model = new NgramModel(counts, WordCount, smoothing);
        var plain = new PlainModel(counts, model, smoothing);
        for (var before = -1; before < counts.Words.Count; before++)
        {
            for (var last = -1; last < counts.Words.Count; last++)
            {
                var history = new NgramHistory(before, last);
                for (var word = -1; word < counts.Words.Count; word++)
                {
                    Assert.Equal(plain.Probability(history, word), model.Probability(history, word));
                }

                Assert.Equal(plain.Next(history, before), model.Next(history, before));
            }
        }
    }

    /// <summary>The same estimate, looked up in dictionaries; unigrams are the model's.</summary>
    private sealed class PlainModel
    {
        private readonly NgramModel _unigrams;
        private readonly Dictionary<(int, int, int), float> _trigrams = [];
        private readonly Dictionary<(int, int), float> _bigrams = [];
        private readonly Dictionary<(int, int), float> _pairLeft = [];
        private readonly Dictionary<int, float> _wordLeft = [];

        public PlainModel(NgramCounts counts, NgramModel unigrams, NgramSmoothing smoothing)
        {
            _unigrams = unigrams;
            var bigrams = new Dictionary<(int First, int Second), double>();
            foreach (var ((_, second, third), count) in counts.Trigrams)
            {
                bigrams[(second, third)] = bigrams.GetValueOrDefault((second, third)) + (second == NgramCounts.Start ? count : 1);
            }

            foreach (var (pair, count) in counts.Pairs)
            {
                bigrams[pair] = bigrams.GetValueOrDefault(pair) + count;
            }

            foreach (var group in bigrams.GroupBy(static pair => pair.Key.First))
            {
                var (total, left) = Mass(group.Select(static pair => pair.Value), smoothing.Pair, counts.RarePairs.GetValueOrDefault(group.Key));
                _wordLeft[group.Key] = (float)left;
                foreach (var (pair, count) in group)
                {
                    _bigrams[pair] = (float)((Math.Max(0, count - smoothing.Pair) / total) + (left * unigrams.Unigram(pair.Second)));
                }
            }

            foreach (var group in counts.Trigrams.GroupBy(static triple => (triple.Key.First, triple.Key.Second)))
            {
                var (total, left) = Mass(group.Select(static pair => pair.Value), smoothing.Triple, unlisted: 0);
                _pairLeft[group.Key] = (float)left;
                foreach (var (triple, count) in group)
                {
                    _trigrams[triple] = (float)((Math.Max(0, count - smoothing.Triple) / total) + (left * Bigram(triple.Second, triple.Third)));
                }
            }
        }

        public float Probability(NgramHistory history, int word) => _trigrams.TryGetValue((history.Before, history.Last, word), out var probability)
            ? probability
            : _pairLeft.GetValueOrDefault((history.Before, history.Last), 1f) * Bigram(history.Last, word);

        public NgramHistory Next(NgramHistory history, int word) =>
            word < 0 || !_wordLeft.ContainsKey(word) ? new NgramHistory(-1, -1)
            : _pairLeft.ContainsKey((history.Last, word)) ? new NgramHistory(history.Last, word)
            : new NgramHistory(-1, word);

        private float Bigram(int last, int word) =>
            _bigrams.TryGetValue((last, word), out var probability) ? probability : _wordLeft.GetValueOrDefault(last, 1f) * _unigrams.Unigram(word);

        private static (double Total, double Left) Mass(IEnumerable<double> counts, double discount, double unlisted)
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
}
