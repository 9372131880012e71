using BenchmarkDotNet.Attributes;
using VirtualTA.Audio;
using VirtualTA.Core.Contracts;
using VirtualTA.Recognition.Whisper;
using VirtualTA.Recognition.Whisper.Network;
using VirtualTA.Recognition.Whisper.Streaming;

namespace VirtualTA.Benchmarks.Whisper;

/// <summary>From the end of speech to the final transcript of sixteen tokens, with nothing decoded before; random weights of the tiny shape.</summary>
[Config(typeof(QuickConfig))]
public class TurnBenchmarks
{
    private const int Tokens = 16;
    private string _path = "";
    private WhisperModel _model = null!;
    private WhisperRecognizer _recognizer = null!;
    private short[] _speech = [];

    [Params(1, 5)]
    public int Seconds { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _path = Path.Combine(Path.GetTempPath(), $"virtualta-turn-{Environment.ProcessId}.bin");
        RandomWhisper.Write(_path, "tiny");
        _model = WhisperModel.Load(_path, WhisperPrecision.Fast);
        _recognizer = new WhisperRecognizer(_model, new WhisperOptions
        {
            LongestText = Tokens,
            Temperatures = [0],
            FirstPartialAfter = TimeSpan.FromSeconds(5.5),
            LogProbabilityLimit = -100,
        });

        // Bursts of noise, as syllables are: what is steady is never decoded.
        var random = new Random(1);
        _speech = [.. Enumerable.Range(0, Seconds * 16000).Select(n => Pcm16.FromFloat((random.NextSingle() - 0.5f) * (n / 1600 % 2 == 0 ? 0.6f : 0.001f)))];
    }

    [GlobalCleanup]
    public void Cleanup()
    {
        _model.Dispose();
        File.Delete(_path);
    }

    [Benchmark]
    public async Task<Transcript> FinalTranscript()
    {
        Transcript? last = null;
        await foreach (var transcript in _recognizer.TranscribeAsync(Frames(), RecognitionContext.None))
        {
            last = transcript;
        }

        return last!;
    }

    private async IAsyncEnumerable<AudioFrame> Frames()
    {
        await Task.CompletedTask;
        yield return new AudioFrame(_speech);
    }
}
