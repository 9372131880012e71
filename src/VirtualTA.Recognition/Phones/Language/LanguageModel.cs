namespace VirtualTA.Recognition.Phones.Language;

/// <summary>The general model, mixed with a course's own where there is one, over one vocabulary. Immutable.</summary>
public sealed class LanguageModel
{
    private readonly NgramModel _general;
    private readonly NgramModel? _course;
    private readonly float _courseShare;
    private readonly int[] _generalIds;
    private readonly int[] _courseIds;

    /// <summary>Builds the mixture.</summary>
    /// <param name="words">The vocabulary; word ids are indices into it.</param>
    /// <param name="general">The general model.</param>
    /// <param name="course">The course's model, if any.</param>
    /// <param name="courseShare">Weight of the course's model, 0 to 1.</param>
    public LanguageModel(IReadOnlyList<string> words, NgramModel general, NgramModel? course = null, float courseShare = 0.5f)
    {
        ArgumentNullException.ThrowIfNull(words);
        ArgumentNullException.ThrowIfNull(general);
        (_general, _course, _courseShare) = (general, course, course is null ? 0f : courseShare);
        _generalIds = [.. words.Select(general.Find)];
        _courseIds = course is null ? [] : [.. words.Select(course.Find)];
    }

    /// <summary>What the models remember before the first word.</summary>
    public static LanguageState Start { get; } = new(NgramModel.Start, NgramModel.Start);

    /// <summary>Number of words.</summary>
    public int WordCount => _generalIds.Length;

    /// <summary>Natural logarithm of a word's probability by itself.</summary>
    public float LogUnigram(int word) => _course is null
        ? MathF.Log(_general.Unigram(_generalIds[word]))
        : MathF.Log(((1 - _courseShare) * _general.Unigram(_generalIds[word])) + (_courseShare * _course.Unigram(_courseIds[word])));

    /// <summary>Natural logarithm of a word's probability after a state.</summary>
    public float LogProbability(LanguageState state, int word) =>
        Log(state, _generalIds[word], _course is null ? -1 : _courseIds[word]);

    /// <summary>Natural logarithm of the probability that the sentence ends.</summary>
    public float LogEnd(LanguageState state) => Log(state, NgramCounts.End, NgramCounts.End);

    /// <summary>The state after a word.</summary>
    public LanguageState Next(LanguageState state, int word) => new(
        _general.Next(state.General, _generalIds[word]),
        _course is null ? state.Course : _course.Next(state.Course, _courseIds[word]));

    private float Log(LanguageState state, int general, int course)
    {
        var probability = (1 - _courseShare) * _general.Probability(state.General, general);
        if (_course is not null)
        {
            probability += _courseShare * _course.Probability(state.Course, course);
        }

        return MathF.Log(Math.Max(probability, 1e-12f));
    }
}

/// <summary>What the models remember of the words so far.</summary>
/// <param name="General">History in the general model.</param>
/// <param name="Course">History in the course's model.</param>
public readonly record struct LanguageState(NgramHistory General, NgramHistory Course);
