using BenchmarkDotNet.Attributes;
using VirtualTA.Synthesis.Codec;

namespace VirtualTA.Benchmarks;

/// <summary>The codec as a stream: 80 ms a call. Goal: encoder ≤ 5 ms, decoder ≤ 3 ms, nothing allocated.</summary>
[MemoryDiagnoser]
public class CodecBenchmarks
{
    private const int Frames = 4;
    private CodecEncoder _encoder = null!;
    private CodecDecoder _decoder = null!;
    private float[] _sound = null!;
    private float[] _samples = null!;
    private int[] _codes = null!;
    private int[] _written = null!;

    /// <summary>Loads the shipped codec.</summary>
    [GlobalSetup]
    public void Load()
    {
        var codec = AudioCodec.Load(VirtualTA.Core.Models.ModelFolder.PathOf("codec", "vta-16-50.safetensors"));
        (_encoder, _decoder) = (codec.NewEncoder(), codec.NewDecoder());
        var noise = new Random(1);
        _sound = [.. Enumerable.Range(0, Frames * codec.Hop).Select(i => (0.3f * MathF.Sin(i * 0.05f)) + (0.05f * noise.NextSingle()))];
        _codes = [.. Enumerable.Range(0, Frames * codec.Levels).Select(_ => noise.Next(codec.Codes))];
        _samples = new float[(Frames + 1) * codec.Hop];
        _written = new int[(Frames + 1) * codec.Levels];
    }

    /// <summary>80 ms of sound to 4 frames of codes.</summary>
    [Benchmark]
    public int Encode() => _encoder.Encode(_sound, _written);

    /// <summary>4 frames of codes to 80 ms of sound.</summary>
    [Benchmark]
    public int Decode() => _decoder.Decode(_codes, _samples);
}
