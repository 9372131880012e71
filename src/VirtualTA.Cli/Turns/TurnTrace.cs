using VirtualTA.Core.Contracts;
using VirtualTA.Core.Listening;
using VirtualTA.Recognition.Phones;

namespace VirtualTA.Cli.Turns;

/// <summary>An utterance as the open microphone would follow it.</summary>
/// <param name="Utterance">The utterance.</param>
/// <param name="Moments">What was known when.</param>
internal sealed record TurnTrace(TurnUtterance Utterance, IReadOnlyList<Moment> Moments)
{
    private const int Window = VoiceActivityDetector.WindowSamples;

    /// <summary>Listens to the utterance with the embedded recogniser, window by window.</summary>
    public static TurnTrace Record(TurnUtterance utterance, PhoneRecognizer recognizer)
    {
        var decoder = recognizer.Start(RecognitionContext.None with { ReadPauses = true });
        var heard = new List<(int, Transcript)>();
        for (var window = 0; window < utterance.Samples.Length / Window; window++)
        {
            if (decoder.Accept(utterance.Samples.AsSpan(window * Window, Window)) is { } partial)
            {
                heard.Add((window, partial));
            }
        }

        return new TurnTrace(utterance, Follow(utterance, heard));
    }

    /// <summary>Whether and when the open microphone would take the utterance as finished.</summary>
    /// <param name="options">When a pause ends the turn.</param>
    /// <param name="model">How speech before it is judged.</param>
    public TurnOutcome Play(EndOfTurnOptions options, EndOfTurnModel model)
    {
        foreach (var moment in Moments)
        {
            if (moment.Silence >= options.FinishedPause && moment.Silence >= model.RequiredPause(options, moment.Sound, moment.Words, moment.Reading, moment.QuestionSound))
            {
                return new TurnOutcome(this, moment.At - Utterance.End);
            }
        }

        return new TurnOutcome(this, TimeSpan.FromSeconds((double)Utterance.Samples.Length / AudioFrame.SampleRate) - Utterance.End);
    }

    /// <summary>Every pause in it as the model judges it.</summary>
    /// <param name="length">Silence after which the model looks.</param>
    public IReadOnlyList<PauseDescription> Pauses(TimeSpan length)
    {
        var pauses = new List<PauseDescription>();
        PauseDescription? open = null;
        foreach (var (at, silence, sound, words, reading, _) in Moments)
        {
            if (silence == TimeSpan.Zero && open is not null)
            {
                pauses.Add(open);
                open = null;
            }

            if (silence >= length && sound is { } odds)
            {
                var start = at - silence - Utterance.End;
                open ??= new PauseDescription(start >= -TurnUtterance.Tolerance, start.TotalMilliseconds, 0, odds, words, reading, reading);
                open = open with { Ms = silence.TotalMilliseconds, Later = reading };
            }
        }

        return open is null ? pauses : [.. pauses, open];
    }

    /// <summary>What the detectors know after each window once somebody has spoken.</summary>
    private static List<Moment> Follow(TurnUtterance utterance, List<(int Window, Transcript Transcript)> heard)
    {
        var voice = new VoiceActivityDetector();
        var end = new EndOfTurnDetector(new EndOfTurnOptions());
        var moments = new List<Moment>();
        var next = 0;
        var words = "";
        PauseReading? reading = null;
        for (var window = 0; window < utterance.Samples.Length / Window; window++)
        {
            var samples = utterance.Samples.AsSpan(window * Window, Window);
            voice.Push(samples);
            end.Push(samples, voice);
            for (; next < heard.Count && heard[next].Window <= window; next++)
            {
                words = heard[next].Transcript.Text;
                reading = heard[next].Transcript.AtPause ?? reading;
            }

            var at = TimeSpan.FromSeconds((window + 1d) * Window / AudioFrame.SampleRate);
            if (voice.IsSpeaking)
            {
                moments.Add(new Moment(at, voice.Silence, end.Sound, words, reading?.At > at - voice.Silence ? reading : null, end.QuestionSound));
            }
        }

        return moments;
    }
}

/// <summary>What is known of an utterance at one moment.</summary>
/// <param name="At">From the first sample.</param>
/// <param name="Silence">Length of the pause so far.</param>
/// <param name="Sound">Logarithm of the odds of an end by sound.</param>
/// <param name="Words">Words that have settled.</param>
/// <param name="Reading">What the recogniser made of the pause.</param>
/// <param name="QuestionSound">The odds by sound that whole questions are judged by.</param>
internal sealed record Moment(TimeSpan At, TimeSpan Silence, double? Sound, string Words, PauseReading? Reading, double? QuestionSound);

/// <summary>When an utterance was taken as finished.</summary>
/// <param name="Trace">The utterance.</param>
/// <param name="Commit">From its last sound; before it is negative.</param>
internal sealed record TurnOutcome(TurnTrace Trace, TimeSpan Commit)
{
    /// <summary>Whether the speaker was cut off.</summary>
    public bool IsCutOff => Commit < TimeSpan.Zero;
}

/// <param name="IsEnd">Whether it is the end of the utterance.</param>
/// <param name="StartMs">From the last sound of the utterance to the last sound before the pause.</param>
/// <param name="Ms">Length of the pause.</param>
/// <param name="Sound">Logarithm of the odds of an end by sound.</param>
/// <param name="Words">What had settled when it was looked at.</param>
/// <param name="Reading">What the recogniser read in it by then.</param>
/// <param name="Later">What it had read by its end.</param>
internal sealed record PauseDescription(bool IsEnd, double StartMs, double Ms, double Sound, string Words, PauseReading? Reading, PauseReading? Later);

/// <param name="Name">Key of the utterance.</param>
/// <param name="Part">Its part of the set.</param>
/// <param name="PauseMs">Length of the pause put in.</param>
/// <param name="Pauses">Every pause heard.</param>
internal sealed record TurnDescription(string Name, TurnPart Part, double PauseMs, IReadOnlyList<PauseDescription> Pauses);
