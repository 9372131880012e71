using System.Runtime.CompilerServices;
using VirtualTA.Core.Contracts;

namespace VirtualTA.Core.Conversation;

/// <summary>Measures a spoken question on its way to the recogniser and refuses what cannot be one.</summary>
internal sealed class QuestionAudioGuard(TurnOptions options, TurnTimeline timeline)
{
    private const int WindowSamples = AudioFrame.SampleRate / 50;

    private long _samples;
    private double _windowEnergy;
    private int _windowFill;
    private double _loudestWindow;

    /// <summary>Passes frames through while measuring them.</summary>
    /// <exception cref="UserInputException">The question grew longer than allowed.</exception>
    public async IAsyncEnumerable<AudioFrame> MeasureAsync(
        IAsyncEnumerable<AudioFrame> speech, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var longest = (long)(options.MaximumSpeech.TotalSeconds * AudioFrame.SampleRate);

        await foreach (var frame in speech.WithCancellation(cancellationToken))
        {
            if (frame.Samples.IsEmpty)
            {
                continue;
            }

            timeline.Mark(TurnStage.SpeechStarted);
            _samples += frame.Samples.Length;
            if (_samples > longest)
            {
                throw new UserInputException(
                    NoticeCodes.AudioTooLong,
                    $"The question is longer than {options.MaximumSpeech.TotalSeconds:0} seconds. Please ask in fewer words.");
            }

            Measure(frame.Samples.Span);
            yield return frame;
        }

        timeline.Mark(TurnStage.SpeechEnded);
    }

    /// <summary>Judges the whole question once its last frame has passed.</summary>
    /// <exception cref="UserInputException">The question is empty, too short or silent.</exception>
    public void ThrowIfUnusable()
    {
        if (_samples == 0)
        {
            throw new UserInputException(
                NoticeCodes.AudioEmpty, "No audio arrived. Check that the microphone is allowed, then hold the button while you speak.");
        }

        var shortest = (long)(options.MinimumSpeech.TotalSeconds * AudioFrame.SampleRate);
        if (_samples < shortest)
        {
            throw new UserInputException(
                NoticeCodes.AudioTooShort,
                $"The recording is shorter than {options.MinimumSpeech.TotalSeconds:0.0} seconds. Hold the button for as long as you speak.");
        }

        if (LoudestDecibels() < options.SilenceDecibels)
        {
            throw new UserInputException(
                NoticeCodes.AudioSilent, "The recording is silent. Check that the right microphone is chosen and not muted.");
        }
    }

    private void Measure(ReadOnlySpan<short> samples)
    {
        foreach (var sample in samples)
        {
            var value = sample / 32768d;
            _windowEnergy += value * value;
            if (++_windowFill == WindowSamples)
            {
                CloseWindow();
            }
        }
    }

    private void CloseWindow()
    {
        _loudestWindow = Math.Max(_loudestWindow, _windowEnergy / _windowFill);
        _windowEnergy = 0;
        _windowFill = 0;
    }

    private double LoudestDecibels()
    {
        if (_windowFill > 0)
        {
            CloseWindow();
        }

        return 10 * Math.Log10(Math.Max(_loudestWindow, 1e-12));
    }
}
