using VirtualTA.Audio;
using VirtualTA.Audio.Loudness;
using VirtualTA.Core.Contracts;

namespace VirtualTA.Cli.Speaking;

/// <summary>Speaks texts and takes the time.</summary>
internal static class Speaker
{
    private const double AudibleDecibels = -45;
    private const int Window = AudioFrame.SampleRate / 200;

    /// <summary>Speaks a text.</summary>
    /// <param name="synthesizer">Who speaks.</param>
    /// <param name="text">What to say, given as a whole.</param>
    /// <param name="options">How to speak.</param>
    /// <param name="heard">Gets the samples as they come.</param>
    /// <param name="cancellationToken">Stops speaking.</param>
    public static async Task<Performance> SpeakAsync(
        ISpeechSynthesizer synthesizer, string text, SpeechOptions options, Action<ReadOnlyMemory<short>> heard, CancellationToken cancellationToken)
    {
        var words = new List<WordTiming>();
        var processor = Environment.CpuUsage.TotalTime;
        var started = TimeProvider.System.GetTimestamp();
        double? firstChunk = null, firstSound = null;
        var (samples, silent, underruns, lateness) = (0L, 0L, 0, 0.0);
        await foreach (var chunk in synthesizer.SpeakAsync(Once(text), options, cancellationToken))
        {
            var now = Elapsed(started);
            firstChunk ??= now;

            // Played without a pause from the first chunk on, except where earlier chunks were late already.
            var due = firstChunk.Value + lateness + (samples * 1000.0 / AudioFrame.SampleRate);
            if (now > due)
            {
                underruns += samples > 0 ? 1 : 0;
                lateness += now - due;
            }

            if (firstSound is null)
            {
                var audible = FirstAudible(chunk.Samples.Span);
                firstSound = audible < chunk.Samples.Length ? now : null;
                silent += audible;
            }

            heard(chunk.Samples);
            samples += chunk.Samples.Length;
            words.AddRange(chunk.Words);
        }

        return new Performance(
            samples, words, firstChunk, firstSound, Math.Round(silent * 1000.0 / AudioFrame.SampleRate, 1), Elapsed(started),
            Math.Round((Environment.CpuUsage.TotalTime - processor).TotalMilliseconds, 1), underruns);
    }

    private static int FirstAudible(ReadOnlySpan<short> samples)
    {
        Span<float> window = stackalloc float[Window];
        for (var at = 0; at < samples.Length; at += Window)
        {
            var count = Math.Min(Window, samples.Length - at);
            Pcm16.ToFloat(samples.Slice(at, count), window);
            if (Level.Decibels(Level.Rms(window[..count])) > AudibleDecibels)
            {
                return at;
            }
        }

        return samples.Length;
    }

    private static async IAsyncEnumerable<string> Once(string text)
    {
        await Task.CompletedTask;
        yield return text;
    }

    private static double Elapsed(long started) => Math.Round(TimeProvider.System.GetElapsedTime(started).TotalMilliseconds, 1);
}
