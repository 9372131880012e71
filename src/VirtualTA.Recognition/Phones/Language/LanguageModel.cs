namespace VirtualTA.Recognition.Phones.Language;

/// <summary>A mixture of up to four n-gram models (transcripts, books, a course's text, questions about it) over one vocabulary. Immutable.</summary>
public sealed class LanguageModel
{
    /// <summary>Most models that are mixed.</summary>
    public const int MostParts = 4;

    private readonly NgramModel[] _models;
    private readonly float[] _shares;
    private readonly int[][] _ids;

    /// <summary>Builds the mixture.</summary>
    /// <param name="words">The vocabulary; word ids are indices into it.</param>
    /// <param name="parts">One to four models and their weights, which need not add up to 1.</param>
    /// <exception cref="ArgumentException">There are no models or too many, or a weight is not above 0.</exception>
    public LanguageModel(IReadOnlyList<string> words, params IReadOnlyList<(NgramModel Model, float Weight)> parts)
    {
        ArgumentNullException.ThrowIfNull(words);
        ArgumentNullException.ThrowIfNull(parts);
        if (parts.Count is 0 or > MostParts || parts.Any(static part => !(part.Weight > 0)))
        {
            throw new ArgumentException($"A mixture has 1 to {MostParts} models, each with a weight above 0.", nameof(parts));
        }

        var total = parts.Sum(static part => part.Weight);
        WordCount = words.Count;
        _models = [.. parts.Select(static part => part.Model)];
        _shares = [.. parts.Select(part => part.Weight / total)];
        _ids = [.. _models.Select(model => words.Select(model.Find).ToArray())];
    }

    /// <summary>What the models remember before the first word.</summary>
    public static LanguageState Start { get; } = new(NgramModel.Start, NgramModel.Start, NgramModel.Start, NgramModel.Start);

    /// <summary>Number of words.</summary>
    public int WordCount { get; }

    /// <summary>Natural logarithm of a word's probability by itself.</summary>
    public float LogUnigram(int word)
    {
        var probability = 0f;
        for (var part = 0; part < _models.Length; part++)
        {
            probability += _shares[part] * _models[part].Unigram(_ids[part][word]);
        }

        return MathF.Log(probability);
    }

    /// <summary>Natural logarithm of a word's probability after a state.</summary>
    public float LogProbability(LanguageState state, int word)
    {
        var probability = 0f;
        for (var part = 0; part < _models.Length; part++)
        {
            probability += _shares[part] * _models[part].Probability(state[part], _ids[part][word]);
        }

        return Log(probability);
    }

    /// <summary>Natural logarithm of the probability that the sentence ends.</summary>
    public float LogEnd(LanguageState state)
    {
        var probability = 0f;
        for (var part = 0; part < _models.Length; part++)
        {
            probability += _shares[part] * _models[part].Probability(state[part], NgramCounts.End);
        }

        return Log(probability);
    }

    /// <summary>The state after a word.</summary>
    public LanguageState Next(LanguageState state, int word)
    {
        NgramHistory After(int part) => part < _models.Length ? _models[part].Next(state[part], _ids[part][word]) : state[part];
        return new LanguageState(After(0), After(1), After(2), After(3));
    }

    private static float Log(float probability) => MathF.Log(Math.Max(probability, 1e-12f));
}

/// <summary>What each model of the mixture remembers of the words so far.</summary>
/// <param name="First">History in the first model.</param>
/// <param name="Second">History in the second; unused ones stay as they are.</param>
/// <param name="Third">History in the third.</param>
/// <param name="Fourth">History in the fourth.</param>
public readonly record struct LanguageState(NgramHistory First, NgramHistory Second, NgramHistory Third, NgramHistory Fourth)
{
    internal NgramHistory this[int part] => part switch
    {
        0 => First,
        1 => Second,
        2 => Third,
        _ => Fourth,
    };
}
