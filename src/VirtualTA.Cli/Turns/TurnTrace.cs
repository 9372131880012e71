using VirtualTA.Core.Contracts;
using VirtualTA.Core.Listening;
using VirtualTA.Recognition.Phones;

namespace VirtualTA.Cli.Turns;

/// <summary>What a recogniser made of an utterance, and when.</summary>
/// <param name="Utterance">The utterance.</param>
/// <param name="Words">Words so far by the index of the window after which they were known, in order.</param>
internal sealed record TurnTrace(TurnUtterance Utterance, IReadOnlyList<(int Window, string Words)> Words)
{
    private const int Window = VoiceActivityDetector.WindowSamples;

    /// <summary>Listens to the utterance with the embedded recogniser, window by window.</summary>
    public static TurnTrace Record(TurnUtterance utterance, PhoneRecognizer recognizer)
    {
        var decoder = recognizer.Start(RecognitionContext.None);
        var words = new List<(int, string)>();
        for (var window = 0; window < utterance.Samples.Length / Window; window++)
        {
            if (decoder.Accept(utterance.Samples.AsSpan(window * Window, Window)) is { } partial)
            {
                words.Add((window, partial.Text));
            }
        }

        return new TurnTrace(utterance, words);
    }

    /// <summary>Runs the detectors over the utterance as the open microphone does.</summary>
    /// <param name="options">When a pause ends the turn.</param>
    /// <param name="model">How speech before it is judged.</param>
    public TurnOutcome Play(EndOfTurnOptions options, EndOfTurnModel model)
    {
        var voice = new VoiceActivityDetector();
        var end = new EndOfTurnDetector(options, model);
        foreach (var (at, window, words) in Windows())
        {
            voice.Push(window.Span);
            end.Push(window.Span, voice);
            if (voice.IsSpeaking && voice.Silence >= end.RequiredPause(words))
            {
                return new TurnOutcome(this, at - Utterance.End);
            }
        }

        return new TurnOutcome(this, TimeSpan.FromSeconds((double)Utterance.Samples.Length / AudioFrame.SampleRate) - Utterance.End);
    }

    /// <summary>Every pause in it as the model sees it, and whether it is the end.</summary>
    /// <param name="length">Silence after which the model looks.</param>
    public IEnumerable<(double[] Figures, bool IsEnd)> Pauses(TimeSpan length)
    {
        var voice = new VoiceActivityDetector();
        var end = new EndOfTurnDetector(new EndOfTurnOptions());
        var seen = false;
        foreach (var (at, window, words) in Windows())
        {
            voice.Push(window.Span);
            end.Push(window.Span, voice);
            seen &= !voice.IsActive;
            if (voice.IsSpeaking && !seen && voice.Silence >= length)
            {
                seen = true;
                yield return (EndOfTurnModel.Describe(end.Prosody, words), at - length >= Utterance.End - TimeSpan.FromMilliseconds(150));
            }
        }
    }

    /// <summary>Every pause of at least 160 ms: how it sounded before and what was understood by then and by its end.</summary>
    public TurnDescription Describe()
    {
        var voice = new VoiceActivityDetector();
        var end = new EndOfTurnDetector(new EndOfTurnOptions());
        var pauses = new List<PauseDescription>();
        PauseDescription? open = null;
        foreach (var (at, window, words) in Windows())
        {
            voice.Push(window.Span);
            end.Push(window.Span, voice);
            if (voice.IsActive && open is not null)
            {
                pauses.Add(open);
                open = null;
            }

            if (voice.IsSpeaking && voice.Silence >= TimeSpan.FromMilliseconds(160))
            {
                open ??= new PauseDescription((at - voice.Silence - Utterance.End).TotalMilliseconds, 0, end.Prosody, words, words);
                open = open with { Ms = voice.Silence.TotalMilliseconds, Later = voice.Silence <= TimeSpan.FromMilliseconds(300) ? words : open.Later };
            }
        }

        return new TurnDescription(Utterance.Name, Utterance.IsHeldOut, Utterance.Pause.TotalMilliseconds, open is null ? pauses : [.. pauses, open]);
    }

    private IEnumerable<(TimeSpan At, ReadOnlyMemory<short> Window, string Words)> Windows()
    {
        var next = 0;
        var words = "";
        for (var window = 0; window < Utterance.Samples.Length / Window; window++)
        {
            for (; next < Words.Count && Words[next].Window <= window; next++)
            {
                words = Words[next].Words;
            }

            yield return (TimeSpan.FromSeconds((window + 1d) * Window / AudioFrame.SampleRate), Utterance.Samples.AsMemory(window * Window, Window), words);
        }
    }
}

/// <summary>When an utterance was taken as finished.</summary>
/// <param name="Trace">The utterance.</param>
/// <param name="Commit">From its last sound; before it is negative.</param>
internal sealed record TurnOutcome(TurnTrace Trace, TimeSpan Commit)
{
    /// <summary>Whether the speaker was cut off.</summary>
    public bool IsCutOff => Commit < TimeSpan.Zero;
}

/// <param name="StartMs">From the last sound of the utterance to the last sound before the pause.</param>
/// <param name="Ms">Length of the pause.</param>
/// <param name="Prosody">How the speech before it sounded.</param>
/// <param name="Words">What was understood after 160 ms of it.</param>
/// <param name="Later">What was understood after 300 ms of it.</param>
internal sealed record PauseDescription(double StartMs, double Ms, Prosody Prosody, string Words, string Later);

/// <param name="Name">Key of the utterance.</param>
/// <param name="IsHeldOut">Its half.</param>
/// <param name="PauseMs">Length of the pause put in.</param>
/// <param name="Pauses">Every pause heard.</param>
internal sealed record TurnDescription(string Name, bool IsHeldOut, double PauseMs, IReadOnlyList<PauseDescription> Pauses);
