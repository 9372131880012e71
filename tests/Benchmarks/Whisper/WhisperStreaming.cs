using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using VirtualTA.Audio;
using VirtualTA.Audio.Loudness;
using VirtualTA.Audio.Wav;
using VirtualTA.Core.Contracts;
using VirtualTA.Recognition.Whisper;
using VirtualTA.Recognition.Whisper.Network;
using VirtualTA.Recognition.Whisper.Streaming;

namespace VirtualTA.Benchmarks.Whisper;

/// <summary>A spoken question at the pace at which it is spoken: when the first partial transcript comes, and the final one after the last word.</summary>
internal static class WhisperStreaming
{
    private const int FrameSamples = 320;
    private const int Rounds = 9;
    private const double SpeechDecibels = -40;

    /// <summary>Prints one line a round, then medians; the first round, which compiles, is left out.</summary>
    /// <param name="path">A model; random weights have the cost of trained ones.</param>
    /// <param name="precision">How it computes.</param>
    /// <param name="tokens">Length of every transcript, which random weights would not end by themselves.</param>
    public static async Task PrintAsync(string path, WhisperPrecision precision, int tokens)
    {
        using var model = WhisperModel.Load(path, precision);
        var options = new WhisperOptions { LongestText = tokens, Temperatures = [0], LogProbabilityLimit = -100, CompressionLimit = 1000 };
        var recognizer = new WhisperRecognizer(model, options);
        var clip = WavFile.Read(Path.Combine(AppContext.BaseDirectory, "question.wav")).Samples;
        var loud = Enumerable.Range(0, clip.Length / FrameSamples)
            .Where(frame => Level.Decibels(Level.Rms(clip.AsSpan(frame * FrameSamples, FrameSamples))) > SpeechDecibels).ToArray();
        var speech = clip[(loud[0] * FrameSamples)..((loud[^1] + 1) * FrameSamples)];
        var pcm = new short[speech.Length];
        Pcm16.FromFloat(speech, pcm);
        var rounds = new List<(double First, double Final, double Processor)>();
        for (var round = 0; round <= Rounds; round++)
        {
            var measured = await RoundAsync(recognizer, pcm);
            Console.WriteLine(Line("", measured));
            if (round > 0)
            {
                rounds.Add(measured);
            }
        }

        Console.WriteLine(Line("medians: ", (Median(rounds, r => r.First), Median(rounds, r => r.Final), Median(rounds, r => r.Processor))));
    }

    private static async Task<(double First, double Final, double Processor)> RoundAsync(WhisperRecognizer recognizer, short[] speech)
    {
        var started = Stopwatch.GetTimestamp();
        var (ended, processorAtEnd, first, final) = (0L, TimeSpan.Zero, double.NaN, double.NaN);
        using var process = Process.GetCurrentProcess();
        await foreach (var transcript in recognizer.TranscribeAsync(
            AtItsPace(speech, () => (ended, processorAtEnd) = (Stopwatch.GetTimestamp(), Processor(process))), RecognitionContext.None))
        {
            if (transcript.IsFinal)
            {
                final = Stopwatch.GetElapsedTime(ended).TotalMilliseconds;
            }
            else if (double.IsNaN(first))
            {
                first = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
            }
        }

        return (first, final, (Processor(process) - processorAtEnd).TotalMilliseconds);
    }

    private static TimeSpan Processor(Process process)
    {
        process.Refresh();
        return process.TotalProcessorTime;
    }

    private static async IAsyncEnumerable<AudioFrame> AtItsPace(
        short[] speech, Action ended, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        var started = Stopwatch.GetTimestamp();
        for (var at = 0; at < speech.Length; at += FrameSamples)
        {
            // A frame is there when its last sample was spoken.
            while (Stopwatch.GetElapsedTime(started).TotalSeconds < (at + FrameSamples) / 16_000.0)
            {
                await timer.WaitForNextTickAsync(cancellationToken);
            }

            yield return new AudioFrame(speech.AsMemory(at, Math.Min(FrameSamples, speech.Length - at)));
        }

        ended();
    }

    private static double Median(List<(double First, double Final, double Processor)> rounds, Func<(double First, double Final, double Processor), double> figure) =>
        rounds.Select(figure).Order().ElementAt(rounds.Count / 2);

    private static string Line(string name, (double First, double Final, double Processor) round) => string.Create(
        CultureInfo.InvariantCulture,
        $"{name}first partial {round.First:0} ms after speech began, final {round.Final:0} ms after it ended ({round.Processor:0} ms of processor time)");
}
