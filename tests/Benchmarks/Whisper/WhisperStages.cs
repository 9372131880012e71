using System.Diagnostics;
using System.Globalization;
using VirtualTA.Neural.Memory;
using VirtualTA.Neural.Threading;
using VirtualTA.Recognition.Whisper.Network;

namespace VirtualTA.Benchmarks.Whisper;

/// <summary>
/// One pass over Whisper's two stages in processor time and wall time, printed as one line, so that a script can alternate it with
/// another program that prints the same (<c>beside.sh</c>): on a machine that is not alone only neighbouring runs compare.
/// </summary>
internal static class WhisperStages
{
    private const int TokensBefore = 20;
    private const int Tokens = 40;
    private const int WarmUps = 250;
    private const int EncoderWarmUps = 3000; // positions

    /// <summary>Measures encoder and decoder token.</summary>
    /// <param name="path">A model.</param>
    /// <param name="precision">How it computes.</param>
    /// <param name="positions">Encoder positions of 20 ms.</param>
    /// <param name="threads">Threads, the caller included.</param>
    public static void Print(string path, WhisperPrecision precision, int positions, int threads)
    {
        using var pool = new WorkerPool(threads);
        var workspace = new Workspace(pool);
        using var model = WhisperModel.Load(path, precision);
        var random = new Random(1);
        var samples = Enumerable.Range(0, positions * WhisperMel.SamplesPerPosition).Select(_ => random.NextSingle() - 0.5f).ToArray();
        var mel = WhisperMel.Compute(samples, positions, model.File);
        var audio = new float[positions * model.Dimensions.AudioState];
        var cross = model.Decoder.Listen(audio, positions, workspace);

        // As whisper.cpp counts: the keys and values of the cross-attention belong to the encoder.
        void Encode()
        {
            model.Encoder.Apply(mel, positions, audio, workspace);
            cross = model.Decoder.Listen(audio, positions, workspace);
        }

        for (var i = 0; i < Math.Max(1, EncoderWarmUps / positions); i++)
        {
            Encode();
        }

        var encoder = Measure(1, Encode);
        var text = model.Decoder.NewState();
        var logits = new float[model.Decoder.Vocabulary];
        model.Decoder.Apply([.. Enumerable.Range(100, TokensBefore)], text, cross, logits, workspace);
        void Token() => model.Decoder.Apply([300], text, cross, logits, workspace);
        // Enough for the runtime to compile the loops for good.
        Measure(WarmUps, Token);
        text.Truncate(TokensBefore);
        var token = Measure(Tokens, Token);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{encoder.Processor:0.00} {encoder.Wall:0.00} {token.Processor:0.000} {token.Wall:0.000}"));
    }

    private static (double Processor, double Wall) Measure(int count, Action work)
    {
        using var process = Process.GetCurrentProcess();
        var before = process.TotalProcessorTime;
        var started = Stopwatch.GetTimestamp();
        for (var i = 0; i < count; i++)
        {
            work();
        }

        var wall = Stopwatch.GetElapsedTime(started).TotalMilliseconds / count;
        process.Refresh();
        return ((process.TotalProcessorTime - before).TotalMilliseconds / count, wall);
    }
}
