using VirtualTA.Recognition.CourseLanguage;

namespace VirtualTA.Recognition.PocketSphinx;

/// <summary>Weighted counts of one, two and three words in a row. Words that cannot be pronounced break the row.</summary>
internal sealed class NgramCounts(Func<string, bool> isPronounceable)
{
    public const string Begin = "<s>";
    public const string End = "</s>";

    /// <summary>Weight of all questions about a term that occurs once, against a sentence of the course.</summary>
    private const double QuestionWeight = 1.5;

    private readonly Dictionary<string, bool> _known = new() { [Begin] = true, [End] = true };

    public Dictionary<string, double> Single { get; } = [];

    public Dictionary<(string First, string Second), double> Pairs { get; } = [];

    public Dictionary<(string First, string Second, string Third), double> Triples { get; } = [];

    /// <summary>Every word that may be recognised.</summary>
    public IEnumerable<string> Words => Single.Keys.Where(word => word != End);

    /// <summary>Counts a course's sentences and the questions that may be asked about it.</summary>
    /// <param name="courseText">The course.</param>
    /// <param name="isPronounceable">Whether a word can be recognised at all.</param>
    public static NgramCounts OfCourse(IReadOnlyList<string> courseText, Func<string, bool> isPronounceable)
    {
        var counts = new NgramCounts(isPronounceable);
        var sentences = courseText.Select(CourseQuestions.Words).ToArray();
        foreach (var words in sentences)
        {
            counts.Add(words, 1);
        }

        foreach (var (words, weight) in CourseQuestions.Ask(sentences))
        {
            counts.Add(words, QuestionWeight * weight / CourseQuestions.PatternCount);
        }

        return counts;
    }

    public void Add(IReadOnlyList<string> words, double weight)
    {
        string? before = null;
        string? last = Begin;
        foreach (var word in words.Append(End))
        {
            if (!IsKnown(word))
            {
                (before, last) = (null, null);
                continue;
            }

            Increase(Single, word, weight);
            if (last is not null)
            {
                Increase(Pairs, (last, word), weight);
            }

            if (before is not null && last is not null)
            {
                Increase(Triples, (before, last, word), weight);
            }

            (before, last) = (last, word);
        }
    }

    private static void Increase<TKey>(Dictionary<TKey, double> counts, TKey key, double weight)
        where TKey : notnull => counts[key] = counts.GetValueOrDefault(key) + weight;

    private bool IsKnown(string word)
    {
        if (!_known.TryGetValue(word, out var known))
        {
            _known[word] = known = isPronounceable(word);
        }

        return known;
    }
}
