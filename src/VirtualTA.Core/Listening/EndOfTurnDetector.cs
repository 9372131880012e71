using VirtualTA.Core.Contracts;

namespace VirtualTA.Core.Listening;

/// <summary>
/// Judges by the words so far and by how they sounded how long a pause ends the turn, and learns from its mistakes.
/// Belongs to one speaker; not safe for concurrent use.
/// </summary>
public sealed class EndOfTurnDetector(EndOfTurnOptions options, EndOfTurnModel? model = null)
{
    private const double Memory = 0.9;

    private readonly SpeechTrack _track = new();
    private readonly float[] _figures = new float[SpeechTrack.Kept * SpeechTrack.Channels];
    private readonly EndOfTurnModel _model = model ?? EndOfTurnModel.Default;
    private int _silence;
    private double _caution;
    private (double? Sound, string Words, PauseReading? Reading, TimeSpan Pause, bool IsWholeQuestion)? _judged;

    /// <summary>Logarithm of the odds, by sound alone, that the pause is the end; null in speech and in the first 80 ms of silence.</summary>
    public double? Sound { get; private set; }

    /// <summary>The same by the network that is asked about whole questions: it has heard voices die away at the end.</summary>
    public double? QuestionSound { get; private set; }

    /// <summary>Begins another utterance; what was learnt about the speaker is kept.</summary>
    public void Begin()
    {
        _track.Reset();
        (_silence, Sound, QuestionSound) = (0, null, null);
    }

    /// <summary>Takes the next window of the utterance.</summary>
    /// <param name="window">Exactly <see cref="VoiceActivityDetector.WindowSamples"/> samples.</param>
    /// <param name="voice">What was made of the window.</param>
    public void Push(ReadOnlySpan<short> window, VoiceActivityDetector voice)
    {
        ArgumentNullException.ThrowIfNull(voice);
        _track.Push(window, voice.IsActive, voice.Level);
        if (voice.IsActive)
        {
            (_silence, Sound, QuestionSound) = (0, null, null);
        }
        else if (++_silence == SpeechTrack.After && _track.HasSpeech)
        {
            _track.Describe(_figures);
            Sound = PauseNetwork.Default.LogOdds(_figures);
            QuestionSound = PauseNetwork.Questions.LogOdds(_figures);
        }
    }

    /// <summary>Pause after which the turn is over.</summary>
    /// <param name="words">What was understood so far; may lag behind the sound, or be empty.</param>
    /// <param name="reading">What the recogniser made of this very pause, if it has read it.</param>
    public TimeSpan RequiredPause(string words, PauseReading? reading = null)
    {
        ArgumentNullException.ThrowIfNull(words);
        var (pause, _) = Judge(words, reading);
        var extended = pause * (1 + (2 * _caution));
        return extended < options.UnfinishedPause || pause == options.UnfinishedPause ? extended : options.UnfinishedPause;
    }

    /// <summary>Whether a pause here could be the end, so that answering may begin.</summary>
    /// <param name="words">What was understood so far.</param>
    /// <param name="reading">What the recogniser made of this very pause, if it has read it.</param>
    public bool IsLikelyEnd(string words, PauseReading? reading = null) =>
        RequiredPause(words, reading) < options.UncertainPause || Judge(words, reading).IsWholeQuestion;

    /// <summary>Tells how the last judgement turned out.</summary>
    /// <param name="wasCutOff">Whether the speaker went on after all.</param>
    public void Learn(bool wasCutOff) => _caution = (Memory * _caution) + ((1 - Memory) * (wasCutOff ? 1 : 0));

    // Asked in every window of a pause, in which hardly anything changes.
    private (TimeSpan Pause, bool IsWholeQuestion) Judge(string words, PauseReading? reading)
    {
        if (_judged is not { } last || last.Sound != Sound || !ReferenceEquals(last.Words, words) || !ReferenceEquals(last.Reading, reading))
        {
            last = (Sound, words, reading, _model.RequiredPause(options, Sound, words, reading, QuestionSound), EndOfTurnModel.IsWholeQuestion(reading));
            _judged = last;
        }

        return (last.Pause, last.IsWholeQuestion);
    }
}
