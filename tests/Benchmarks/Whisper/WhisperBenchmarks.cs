using BenchmarkDotNet.Attributes;
using VirtualTA.Neural.Attention;
using VirtualTA.Neural.Memory;
using VirtualTA.Recognition.Whisper.Network;

namespace VirtualTA.Benchmarks.Whisper;

/// <summary>Stages of Whisper with random weights of the official shapes.</summary>
[Config(typeof(QuickConfig))]
public class WhisperBenchmarks
{
    private const int TokensBefore = 20;
    private readonly Workspace _workspace = new();
    private string _path = "";
    private WhisperModel _model = null!;
    private float[] _samples = [];
    private float[] _audio = [];
    private float[] _mel = [];
    private float[] _logits = [];
    private KvCache _cross = null!;
    private KvCache _text = null!;

    [Params("tiny", "base", "small")]
    public string Size { get; set; } = "";

    [Params(WhisperPrecision.Exact, WhisperPrecision.Fast)]
    public WhisperPrecision Precision { get; set; }

    [Params(5, 30)]
    public int Seconds { get; set; }

    private int Positions => Seconds * 50;

    [GlobalSetup]
    public void Setup()
    {
        _path = Path.Combine(Path.GetTempPath(), $"virtualta-{Size}-{Environment.ProcessId}.bin");
        RandomWhisper.Write(_path, Size);
        _model = WhisperModel.Load(_path, Precision);
        var random = new Random(1);
        _samples = [.. Enumerable.Range(0, Seconds * 16000).Select(_ => random.NextSingle() - 0.5f)];
        _mel = WhisperMel.Compute(_samples, Positions, _model.File);
        _audio = _model.Encode(_samples, Positions, _workspace);
        _cross = _model.Decoder.Listen(_audio, Positions, _workspace);
        _text = _model.Decoder.NewState();
        _logits = new float[_model.Decoder.Vocabulary];
        _model.Decoder.Apply([.. Enumerable.Range(100, TokensBefore)], _text, _cross, _logits, _workspace);
    }

    [GlobalCleanup]
    public void Cleanup()
    {
        _model.Dispose();
        File.Delete(_path);
    }

    [Benchmark]
    public float[] Mel() => WhisperMel.Compute(_samples, Positions, _model.File);

    [Benchmark]
    public void Encoder() => _model.Encoder.Apply(_mel, Positions, _audio, _workspace);

    [Benchmark]
    public void DecoderToken()
    {
        _text.Truncate(TokensBefore);
        _model.Decoder.Apply([300], _text, _cross, _logits, _workspace);
    }
}
