namespace VirtualTA.Core.Listening;

/// <summary>
/// Judges by the words so far and by how they sounded how long a pause ends the turn, and learns from its mistakes.
/// Belongs to one speaker; not safe for concurrent use.
/// </summary>
public sealed class EndOfTurnDetector(EndOfTurnOptions options, EndOfTurnModel? model = null)
{
    private const double Memory = 0.9;

    private readonly ProsodyTracker _prosody = new();
    private readonly EndOfTurnModel _model = model ?? EndOfTurnModel.Default;
    private double _caution;

    /// <summary>How the utterance sounded so far.</summary>
    public Prosody Prosody => _prosody.Describe();

    /// <summary>Begins another utterance; what was learnt about the speaker is kept.</summary>
    public void Begin() => _prosody.Reset();

    /// <summary>Takes the next window of the utterance.</summary>
    /// <param name="window">Exactly <see cref="VoiceActivityDetector.WindowSamples"/> samples.</param>
    /// <param name="voice">What was made of the window.</param>
    public void Push(ReadOnlySpan<short> window, VoiceActivityDetector voice)
    {
        ArgumentNullException.ThrowIfNull(voice);
        _prosody.Push(window, voice.IsActive, voice.Level);
    }

    /// <summary>Pause after which the turn is over.</summary>
    /// <param name="words">What was understood so far; may lag behind the sound, or be empty.</param>
    public TimeSpan RequiredPause(string words)
    {
        ArgumentNullException.ThrowIfNull(words);
        var pause = Judge(words);
        var extended = pause * (1 + (2 * _caution));
        return extended < options.UnfinishedPause || pause == options.UnfinishedPause ? extended : options.UnfinishedPause;
    }

    /// <summary>Whether a pause here could be the end, so that answering may begin.</summary>
    /// <param name="words">What was understood so far.</param>
    public bool IsLikelyEnd(string words) => RequiredPause(words) < options.UnfinishedPause;

    /// <summary>Tells how the last judgement turned out.</summary>
    /// <param name="wasCutOff">Whether the speaker went on after all.</param>
    public void Learn(bool wasCutOff) => _caution = (Memory * _caution) + ((1 - Memory) * (wasCutOff ? 1 : 0));

    private TimeSpan Judge(string words)
    {
        var tokens = SpokenWords.Split(words);
        if (SpokenWords.HaveFullStop(tokens))
        {
            return options.FinishedPause;
        }

        if (SpokenWords.AreUnfinished(tokens))
        {
            return options.UnfinishedPause;
        }

        var prosody = Prosody;
        if (prosody.Speech == 0 || !_model.IsFitted)
        {
            return SpokenWords.AreQuestion(tokens) ? options.FinishedPause : options.UncertainPause; // words alone
        }

        return _model.Probability(prosody, words) >= options.FinishedProbability ? options.FinishedPause : options.UncertainPause;
    }
}
