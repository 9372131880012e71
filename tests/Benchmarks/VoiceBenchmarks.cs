using BenchmarkDotNet.Attributes;
using VirtualTA.Core.Pronunciation;
using VirtualTA.Neural.Attention;
using VirtualTA.Neural.Memory;
using VirtualTA.Synthesis.Autoregressive;
using VirtualTA.Synthesis.Refinement;
using VirtualTA.Synthesis.Text;
using VirtualTA.Synthesis.Voices;
using VirtualTA.TestKit;

namespace VirtualTA.Benchmarks;

/// <summary>Steps of the voice at its shipped size, behind a voice of 3 s.</summary>
[MemoryDiagnoser]
public class VoiceBenchmarks
{
    private readonly Workspace _workspace = new();
    private readonly StepInput[] _inputs = [.. Enumerable.Range(0, 8).Select(index => new StepInput(5, 6, 7, index, 9))];
    private AutoregressiveModel _model = null!;
    private RefinementModel _refinement = null!;
    private Voice _voice = null!;
    private AutoregressiveState[] _states = [];
    private HalfKvCache[] _caches = [];
    private RefinementState _refined = null!;
    private TextFrontEnd _frontEnd = null!;
    private int _positions;

    /// <summary>Voices that speak at once.</summary>
    [Params(1, 4, 8)]
    public int Streams { get; set; }

    [GlobalSetup]
    public void SetUp()
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("voice-");
        (string autoregressive, string refinement) = RandomVoice.Write(folder.FullName, VoiceSizes.Full);
        _model = AutoregressiveModel.Load(autoregressive);
        _refinement = RefinementModel.Load(refinement);
        folder.Delete(recursive: true);
        _voice = Voice.Build(Prompt(), _model, _refinement, _workspace);
        _states = [.. Enumerable.Range(0, Streams).Select(_ => new AutoregressiveState(_model))];
        _caches = [.. _states.Select(state => state.Cache)];
        foreach (AutoregressiveState state in _states)
        {
            state.Cache.Share(_voice.Prefix);
            _model.Read(state, new int[40], _workspace);
        }

        _positions = _states[0].Cache.Length;
        _refined = new RefinementState(_refinement);
        _refined.Share(_voice.Refinement);
        _frontEnd = new TextFrontEnd(Pronouncer.LoadDefault());
    }

    [Benchmark]
    public void AutoregressiveStep()
    {
        foreach (HalfKvCache cache in _caches)
        {
            cache.Truncate(_positions);
        }

        _model.Step(_states, _caches, _inputs.AsSpan(0, Streams), _workspace);
    }

    [Benchmark]
    public void ReadTwelveSymbols()
    {
        _states[0].Cache.Truncate(_positions);
        _model.Read(_states[0], new int[12], _workspace);
    }

    [Benchmark]
    public void FirstBlockOfFourFrames() => Refine(4);

    [Benchmark]
    public void BlockOfSixteenFrames() => Refine(16);

    [Benchmark]
    public int FrontEnd() => _frontEnd.Read("The encoder halves the rate five times, and 3.5 dB remain.").Count();

    internal static VoicePrompt Prompt()
    {
        byte[] symbols = [.. Enumerable.Range(0, 36).Select(index => (byte)(PhoneSet.FirstConsonant + index))];
        return new VoicePrompt("random", [.. Enumerable.Range(0, 150 * 6).Select(index => index * 7 % 1024)], symbols, [.. Enumerable.Range(0, 150).Select(frame => frame * 36 / 150)], new float[256]);
    }

    private void Refine(int frames)
    {
        _refined.Truncate(150);
        Span<int> codes = stackalloc int[(frames + RefinementModel.LookAhead) * 6];
        codes.Clear();
        _refinement.Refine(_refined, _voice.RefinementSpeaker, codes, new int[frames + RefinementModel.LookAhead], frames, _workspace);
    }
}
