using VirtualTA.Core.Contracts;

namespace VirtualTA.Core.Listening;

/// <summary>
/// How likely a pause is the end, and how long to wait for more: a logistic regression over the network's opinion of the sound and
/// what the words tell. Fitted by <c>virtualta eval turns --fit</c> on recordings of the train splits that neither the network nor
/// the evaluation hears. Length of speech is left out on purpose: it tells much about the set and little about people. Immutable.
/// </summary>
/// <param name="reading">Weights where the recogniser has read the pause: the constant, then one for each of <see cref="Describe"/>'s figures.</param>
/// <param name="listening">Weights where it has not.</param>
/// <param name="evenPause">See <see cref="EvenPause"/>.</param>
/// <param name="pausePerOdds">See <see cref="PausePerOdds"/>.</param>
/// <remarks>
/// If pauses that are no ends thin out evenly with time, delay and interruptions together cost least when the wait falls evenly with
/// the logarithm of the odds.
/// </remarks>
public sealed class EndOfTurnModel(IReadOnlyList<double> reading, IReadOnlyList<double> listening, double evenPause, double pausePerOdds)
{
    /// <summary>Number of figures where the recogniser has read the pause, and where it has not.</summary>
    public static (int Reading, int Listening) FigureCounts { get; } = (6, 4);

    // Natural logarithm of the chance that a sentence ends here, above which a question may be whole.
    private const float LeastLogEnd = -3;

    // Logarithm of the odds by sound below which a speaker more likely goes on, whatever the words are.
    private const double LeastSound = -0.5;

    /// <summary>The fitted model.</summary>
    public static EndOfTurnModel Default { get; } = new(
        [-0.793, 1.753, -0.005, 0.062, 0.17, 1.271, -0.858], [-0.038, 1.697, -0.885, -0.376, 0.566], 2_350, 1_500);

    /// <summary>Pause after which an end and none are equally likely, in milliseconds.</summary>
    public double EvenPause => evenPause;

    /// <summary>How much less pause the odds e to 1 need, in milliseconds.</summary>
    public double PausePerOdds => pausePerOdds;

    /// <summary>The same weights with other waits.</summary>
    public EndOfTurnModel With(double even, double perOdds) => new(reading, listening, even, perOdds);

    /// <summary>What the model judges by, each about -2 to 2.</summary>
    /// <param name="sound">Logarithm of the odds of an end by sound.</param>
    /// <param name="words">What was understood so far; may lag behind.</param>
    /// <param name="pause">What the recogniser read in the pause, if it did.</param>
    public static double[] Describe(double sound, string words, PauseReading? pause)
    {
        ArgumentNullException.ThrowIfNull(words);
        return Describe(sound, SpokenWords.Split(pause?.Text ?? words), pause);
    }

    private static double[] Describe(double sound, string[] tokens, PauseReading? pause)
    {
        double[] common =
        [
            Math.Clamp(sound / 2, -3, 3),
            tokens.Length == 0 ? 1 : 0,
            SpokenWords.AreUnfinished(tokens) ? 1 : 0,
            SpokenWords.AreQuestion(tokens) ? 1 : 0,
        ];
        return pause is null ? common : [.. common, (Math.Clamp(pause.LogEnd, -10, 0) + 4) / 3, (Math.Clamp(pause.Margin, -15, 1) + 5) / 5];
    }

    /// <summary>Logarithm of the odds that the speaker has finished.</summary>
    private double LogOdds(double sound, string[] tokens, PauseReading? pause)
    {
        var weights = pause is null ? listening : reading;
        var figures = Describe(sound, tokens, pause);
        var score = weights[0];
        for (var i = 0; i < figures.Length; i++)
        {
            score += weights[i + 1] * figures[i];
        }

        return score;
    }

    /// <summary>Pause after which the turn is over.</summary>
    /// <param name="options">Shortest and longest wait, and those by words alone.</param>
    /// <param name="sound">Logarithm of the odds of an end by sound; null where nothing was heard.</param>
    /// <param name="words">What was understood so far; may lag behind.</param>
    /// <param name="pause">What the recogniser read in the pause, if it did.</param>
    /// <param name="questionSound">See <see cref="EndOfTurnDetector.QuestionSound"/>; null for <paramref name="sound"/>.</param>
    public TimeSpan RequiredPause(EndOfTurnOptions options, double? sound, string words, PauseReading? pause, double? questionSound = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(words);
        var tokens = SpokenWords.Split(pause?.Text ?? words);
        if (SpokenWords.HaveFullStop(tokens))
        {
            return options.FinishedPause;
        }

        if (sound is not { } odds)
        {
            return SpokenWords.AreUnfinished(tokens) ? options.UnfinishedPause
                : SpokenWords.AreQuestion(tokens) ? options.FinishedPause : options.UncertainPause; // words alone
        }

        var wait = TimeSpan.FromMilliseconds(Math.Max(0, evenPause - (pausePerOdds * LogOdds(odds, tokens, pause))));
        var longest = !IsWholeQuestion(tokens, pause) ? options.UnfinishedPause
            : (questionSound ?? odds) > LeastSound ? options.QuestionPause : options.UncertainPause;
        return wait < options.FinishedPause ? options.FinishedPause : wait > longest ? longest : wait;
    }

    /// <summary>Whether what was read in the pause is a question that lacks nothing, whatever it sounds like.</summary>
    internal static bool IsWholeQuestion(PauseReading? pause) => pause is not null && IsWholeQuestion(SpokenWords.Split(pause.Text), pause);

    private static bool IsWholeQuestion(string[] words, PauseReading? pause) =>
        pause is not null && pause.LogEnd > LeastLogEnd && SpokenWords.AreQuestion(words) && !SpokenWords.AreUnfinished(words);
}
