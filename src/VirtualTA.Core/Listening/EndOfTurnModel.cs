namespace VirtualTA.Core.Listening;

/// <summary>
/// How likely a pause ends the turn, by words and prosody: a logistic regression fitted by <c>virtualta eval turns --fit</c> on
/// one half of its set. Length of speech is left out on purpose: it tells much about the set and little about people. Immutable.
/// </summary>
/// <param name="weights">The constant, then one weight for each of <see cref="Describe"/>'s figures.</param>
public sealed class EndOfTurnModel(IReadOnlyList<double> weights)
{
    /// <summary>Number of figures that <see cref="Describe"/> gives.</summary>
    public const int FigureCount = 9;

    /// <summary>The fitted model.</summary>
    public static EndOfTurnModel Default { get; } = new(
    [
        -1.108, -0.81, 0.263, -0.717, -0.343, -0.225, 0.27, -0.569, 0.456, 1.123,
    ]);

    /// <summary>Whether there are weights at all.</summary>
    public bool IsFitted { get; } = weights.Any(static weight => weight != 0);

    /// <summary>What the model judges by, each about -2 to 2.</summary>
    /// <param name="prosody">How the speech before the pause sounded.</param>
    /// <param name="words">What was understood so far; may lag behind.</param>
    public static double[] Describe(Prosody prosody, string words)
    {
        ArgumentNullException.ThrowIfNull(words);
        var tokens = SpokenWords.Split(words);
        return
        [
            Math.Clamp(prosody.FinalPitch / 4, -2, 2),
            Math.Clamp(prosody.PitchSlope / 30, -2, 2),
            Math.Clamp(prosody.FinalLevel / 6, -2, 2),
            Math.Clamp(prosody.LevelSlope / 60, -2, 2),
            Math.Clamp((prosody.FinalVoicing - 0.2) / 0.15, -2, 2),
            (2 * prosody.Unvoiced) - 1,
            tokens.Length == 0 ? 1 : 0,
            SpokenWords.AreUnfinished(tokens) ? 1 : 0,
            SpokenWords.AreQuestion(tokens) ? 1 : 0,
        ];
    }

    /// <summary>Probability that the speaker has finished, 0 to 1.</summary>
    /// <param name="prosody">How the speech before the pause sounded.</param>
    /// <param name="words">What was understood so far; may lag behind.</param>
    public double Probability(Prosody prosody, string words)
    {
        var score = weights[0];
        var figures = Describe(prosody, words);
        for (var i = 0; i < figures.Length; i++)
        {
            score += weights[i + 1] * figures[i];
        }

        return 1 / (1 + Math.Exp(-score));
    }
}
