using VirtualTA.Knowledge.Chunking;
using VirtualTA.Knowledge.Language;

namespace VirtualTA.Knowledge.Search;

/// <summary>Inverted index over the passages of a course. Immutable and thread-safe.</summary>
internal sealed class PassageIndex
{
    private const float HeadingWeight = 1.5f;
    private const double Saturation = 1.2;
    private const double LengthNormalization = 0.6;

    private readonly Posting[][] _postings;
    private readonly float[] _lengths;
    private readonly float _averageLength;

    /// <summary>Indexes passages.</summary>
    public PassageIndex(IReadOnlyList<CoursePassage> passages)
    {
        Passages = passages;
        var builder = new Builder(passages.Count);
        var sentences = new List<IndexedSentence>();
        FirstSentence = new int[passages.Count + 1];
        for (var p = 0; p < passages.Count; p++)
        {
            FirstSentence[p] = sentences.Count;
            var passage = passages[p];
            builder.Heading(p, $"{passage.Title}. {passage.Heading}", HeadingWeight);
            for (var s = 0; s < passage.Sentences.Count; s++)
            {
                sentences.Add(new IndexedSentence(p, s, builder.Sentence(p, passage.Sentences[s].Text)));
            }
        }

        FirstSentence[passages.Count] = sentences.Count;
        Sentences = sentences;
        Headings = builder.Headings;
        Vocabulary = builder.Vocabulary;
        Words = builder.Words;
        Compounds = builder.Compounds;
        Themes = DocumentThemes.Find(passages, p => sentences.Skip(FirstSentence[p]).Take(FirstSentence[p + 1] - FirstSentence[p]).SelectMany(s => s.Terms));
        Acronyms = AcronymFinder.Find(passages, Vocabulary);
        _postings = [.. builder.Postings.Select(p => p.ToArray())];
        _lengths = builder.Lengths;
        _averageLength = Math.Max(1, _lengths.Length == 0 ? 1 : _lengths.Average());
    }

    /// <summary>The passages; their numbers are used everywhere.</summary>
    public IReadOnlyList<CoursePassage> Passages { get; }

    /// <summary>All sentences in the order of the passages.</summary>
    public IReadOnlyList<IndexedSentence> Sentences { get; }

    /// <summary>What a sentence says and what it is.</summary>
    /// <param name="sentence">Its number in <see cref="Sentences"/>.</param>
    public CourseSentence Content(int sentence) => Passages[Sentences[sentence].Passage].Sentences[Sentences[sentence].Order];

    /// <summary>Number of the first sentence of each passage, and at the end the number of sentences.</summary>
    public int[] FirstSentence { get; }

    /// <summary>Terms of title and headings of each passage.</summary>
    public int[][] Headings { get; }

    /// <summary>Stem → term number.</summary>
    public Dictionary<string, int> Vocabulary { get; }

    /// <summary>Lower-case word as written → term number.</summary>
    public Dictionary<string, int> Words { get; }

    /// <summary>How compounds such as "vall-e" are written, by term number.</summary>
    public Dictionary<int, string> Compounds { get; }

    /// <summary>What each document is about from end to end.</summary>
    public DocumentThemes Themes { get; }

    /// <summary>Acronyms that the course itself explains.</summary>
    public AcronymTable Acronyms { get; }

    /// <summary>How much a term tells passages apart, from 0 (in all of them) to 1 (in none).</summary>
    public double Rarity(int term)
    {
        var count = term < 0 ? 0 : _postings[term].Length;
        return Math.Log(1 + ((Passages.Count - count + 0.5) / (count + 0.5))) / Math.Log(1 + ((Passages.Count + 0.5) / 0.5));
    }

    /// <summary>Number of passages with a term.</summary>
    public int Frequency(int term) => _postings[term].Length;

    /// <summary>True if two terms are in one passage anywhere in the course.</summary>
    public bool Meet(int first, int second)
    {
        var (short_, long_) = _postings[first].Length < _postings[second].Length ? (_postings[first], _postings[second]) : (_postings[second], _postings[first]);
        foreach (var posting in short_)
        {
            if (Array.BinarySearch(long_, posting) >= 0)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The best passages for a query.</summary>
    /// <param name="terms">What is looked for.</param>
    /// <param name="count">How many passages at most.</param>
    /// <param name="boost">Factor for a passage, for instance for the current slide; null for none.</param>
    public List<PassageHit> Search(IReadOnlyList<QueryTerm> terms, int count, Func<int, double>? boost = null)
    {
        var scores = new double[Passages.Count];
        var touched = new List<int>();
        var best = new Dictionary<int, double>();
        foreach (var term in terms)
        {
            best.Clear();
            foreach (var (id, match) in term.Alternatives)
            {
                foreach (var posting in _postings[id])
                {
                    var normal = 1 - LengthNormalization + (LengthNormalization * _lengths[posting.Passage] / _averageLength);
                    var value = match * posting.Weight * (Saturation + 1) / (posting.Weight + (Saturation * normal));
                    if (value > best.GetValueOrDefault(posting.Passage))
                    {
                        best[posting.Passage] = value;
                    }
                }
            }

            foreach (var (passage, value) in best)
            {
                if (scores[passage] == 0)
                {
                    touched.Add(passage);
                }

                scores[passage] += term.Weight * value;
            }
        }

        if (boost is not null)
        {
            foreach (var passage in touched)
            {
                scores[passage] *= boost(passage);
            }
        }

        touched.Sort((a, b) => scores[b].CompareTo(scores[a]) is var order && order != 0 ? order : a.CompareTo(b));
        return [.. touched.Take(count).Select(p => new PassageHit(p, scores[p]))];
    }

    private sealed class Builder(int passages)
    {
        private readonly Dictionary<int, float>[] _weights = [.. Enumerable.Range(0, passages).Select(_ => new Dictionary<int, float>())];

        public Dictionary<string, int> Vocabulary { get; } = new(StringComparer.Ordinal);

        public Dictionary<string, int> Words { get; } = new(StringComparer.Ordinal);

        public Dictionary<int, string> Compounds { get; } = [];

        public int[][] Headings { get; } = new int[passages][];

        public float[] Lengths { get; } = new float[passages];

        public List<Posting>[] Postings
        {
            get
            {
                var postings = new List<Posting>[Vocabulary.Count];
                for (var t = 0; t < postings.Length; t++)
                {
                    postings[t] = [];
                }

                for (var p = 0; p < _weights.Length; p++)
                {
                    foreach (var (term, weight) in _weights[p])
                    {
                        postings[term].Add(new Posting(p, weight));
                    }
                }

                return postings;
            }
        }

        public void Heading(int passage, string text, float weight) => Headings[passage] = Add(passage, text, weight);

        public int[] Sentence(int passage, string text) => Add(passage, text, 1);

        private int[] Add(int passage, string text, float weight)
        {
            var terms = TermAnalyzer.Analyze(text);
            var numbers = new int[terms.Count];
            for (var i = 0; i < numbers.Length; i++)
            {
                var term = terms[i];
                if (!Vocabulary.TryGetValue(term.Value, out var number))
                {
                    number = Vocabulary.Count;
                    Vocabulary.Add(term.Value, number);
                }

                Words.TryAdd(term.Word, number);
                numbers[i] = number;
                if (!term.IsPart && i + 2 < numbers.Length && terms[i + 1].IsPart && terms[i + 2].IsPart)
                {
                    Compounds.TryAdd(number, string.Join('-', terms.Skip(i + 1).TakeWhile(t => t.IsPart).Select(t => t.Word)));
                }

                var counts = _weights[passage];
                counts[number] = counts.GetValueOrDefault(number) + weight;
                Lengths[passage] += weight;
            }

            return numbers;
        }
    }

    private readonly record struct Posting(int Passage, float Weight) : IComparable<Posting>
    {
        public int CompareTo(Posting other) => Passage.CompareTo(other.Passage);
    }
}

/// <summary>A sentence in the index.</summary>
/// <param name="Passage">Number of its passage.</param>
/// <param name="Order">Number of the sentence in its passage.</param>
/// <param name="Terms">Its terms in order, with repetitions.</param>
internal readonly record struct IndexedSentence(int Passage, int Order, int[] Terms);

/// <summary>A passage that was found.</summary>
/// <param name="Passage">Its number.</param>
/// <param name="Score">The higher the better; not comparable between queries.</param>
internal readonly record struct PassageHit(int Passage, double Score);
