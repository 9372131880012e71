using BenchmarkDotNet.Attributes;
using VirtualTA.Audio;
using VirtualTA.Audio.Wav;
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

        // A spoken question: what does not sound like a voice is never decoded.
        var clip = WavFile.Read(Path.Combine(AppContext.BaseDirectory, "question.wav")).Samples;
        _speech = [.. Enumerable.Range(0, Seconds * 16000).Select(n => Pcm16.FromFloat(clip[n % clip.Length]))];
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
