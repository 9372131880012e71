using BenchmarkDotNet.Attributes;
using VirtualTA.Neural.Layers;
using VirtualTA.Neural.Memory;
using VirtualTA.Neural.Threading;

namespace VirtualTA.Benchmarks.Kernels;

/// <summary>Linear layers against the memory's and the arithmetic's limits.</summary>
[Config(typeof(Config))]
public class LinearBenchmarks
{
    private readonly Workspace _workspace = new();
    private readonly Workspace _oneThread = new(WorkerPool.CallerOnly);
    private float[] _input = [];
    private float[] _output = [];
    private Linear _int8 = null!;
    private Linear _half = null!;
    private Linear _float = null!;

    [ParamsSource(nameof(Shapes))]
    public Shape Shape { get; set; } = null!;

    public static IEnumerable<Shape> Shapes =>
    [
        new(512, 512, 1), new(512, 2048, 1), new(2048, 2048, 1), new(384, 51864, 1), new(512, 2048, 8), new(384, 1536, 250), new(384, 1536, 1500),
    ];

    [GlobalSetup]
    public void Setup()
    {
        var random = new Random(1);
        var weights = new float[Shape.Inputs * Shape.Outputs];
        for (var i = 0; i < weights.Length; i++)
        {
            weights[i] = random.NextSingle() - 0.5f;
        }

        _input = [.. weights.AsSpan(0, Math.Min(weights.Length, Shape.Inputs * Shape.Tokens))];
        Array.Resize(ref _input, Shape.Inputs * Shape.Tokens);
        _output = new float[Shape.Outputs * Shape.Tokens];
        _int8 = Linear.Quantized(weights, [], Shape.Inputs);
        _half = Linear.HalfPrecision(weights, [], Shape.Inputs);
        _float = Linear.SinglePrecision(weights, [], Shape.Inputs);
    }

    [Benchmark]
    public void EightBit() => _int8.Apply(_input, Shape.Tokens, _output, _workspace);

    [Benchmark]
    public void EightBitOneThread() => _int8.Apply(_input, Shape.Tokens, _output, _oneThread);

    [Benchmark]
    public void SixteenBit() => _half.Apply(_input, Shape.Tokens, _output, _workspace);

    [Benchmark]
    public void ThirtyTwoBit() => _float.Apply(_input, Shape.Tokens, _output, _workspace);

    private sealed class Config : QuickConfig
    {
        public Config()
        {
            AddColumn(new RooflineColumn("GB/s", operations: false), new RooflineColumn("GOP/s", operations: true));
        }
    }
}
