using VirtualTA.Neural.Attention;
using VirtualTA.Neural.Formats;
using VirtualTA.Neural.Kernels;
using VirtualTA.Neural.Memory;
using VirtualTA.TestKit;

namespace VirtualTA.Neural.Tests.Attention;

public sealed class HalfKvCacheTests
{
    private const int Heads = 3;
    private const int Dimension = 20; // no whole number of vectors
    private const int Width = Heads * Dimension;
    private const int Positions = 23;

    private readonly float[] _query = Naive.Random(1, Positions * Width);
    private readonly float[] _keys = Naive.Random(2, Positions * Width);
    private readonly float[] _values = Naive.Random(3, Positions * Width);
    private readonly MultiHeadAttention _attention = new(Heads, Dimension);
    private readonly Workspace _workspace = new();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Apply_EqualsSinglePrecision_OverTheRoundedNumbers(bool isCausal)
    {
        var expected = new float[Positions * Width];
        var visible = Enumerable.Range(1, Positions).Select(position => isCausal ? position : Positions).ToArray();
        _attention.Apply(_query, Positions, Rounded(_keys), Rounded(_values), visible, expected, _workspace);

        Naive.AssertClose(expected, Attend(new HalfKvCache(1, Width, Positions), isCausal), 1e-6);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(8)]
    [InlineData(22)]
    public void Apply_GivesExactlyTheSame_WhateverLiesInThePrefix(int prefixLength)
    {
        var whole = Attend(new HalfKvCache(1, Width, Positions), isCausal: true);
        var prefix = new HalfKvCache(1, Width, prefixLength);
        Append(prefix, 0, prefixLength);
        var cache = new HalfKvCache(1, Width, Positions);
        cache.Share(prefix);
        var rest = Attend(cache, isCausal: true);

        Assert.Equal(whole[(prefixLength * Width)..], rest[(prefixLength * Width)..]);
        Assert.Equal((prefixLength, Positions), (prefix.Length, cache.Length));
        cache.Truncate(prefixLength);
        Assert.Throws<ArgumentOutOfRangeException>(() => cache.Truncate(prefixLength - 1));
    }

    [Fact]
    public void Map_GivesExactlyWhatWasSaved_WithoutACopyOfTheFile()
    {
        var saved = new HalfKvCache(1, Width, Positions);
        Append(saved, 0, 9);
        var path = Path.GetTempFileName();
        new SafetensorsWriter()
            .Add("keys", TensorType.F16, [1, 9, Width], saved.Keys(0))
            .Add("values", TensorType.F16, [1, 9, Width], saved.Values(0))
            .Add<float>("other", TensorType.F32, [1, 9, Width], new float[9 * Width])
            .Save(path);
        using var file = SafetensorsFile.Open(path);
        File.Delete(path);
        var mapped = HalfKvCache.Map(file, "keys", "values", 1, Width);
        var cache = new HalfKvCache(1, Width, Positions);
        cache.Share(mapped);

        Assert.Equal(saved.Keys(0), mapped.Keys(0));
        Assert.Equal(Attend(new HalfKvCache(1, Width, Positions), isCausal: true)[(9 * Width)..], Attend(cache, isCausal: true)[(9 * Width)..]);
        Assert.Throws<ModelFormatException>(() => HalfKvCache.Map(file, "keys", "other", 1, Width));
        Assert.Throws<ModelFormatException>(() => HalfKvCache.Map(file, "keys", "values", 3, Dimension));
    }

    [Fact]
    public void Cache_RefusesToOverflow_AndPrefixesOfAnotherShape()
    {
        var cache = new HalfKvCache(1, Width, 10);
        Append(cache, 0, 10);

        Assert.Throws<InvalidOperationException>(() => cache.Append(0, _keys.AsSpan(0, Width), _values.AsSpan(0, Width)));
        Assert.Throws<ArgumentOutOfRangeException>(() => new HalfKvCache(2, Width, 10).Share(cache));
        Assert.Throws<ArgumentOutOfRangeException>(() => new HalfKvCache(1, Width, 9).Share(cache));
        cache.Share(null);
        Assert.Equal(0, cache.Length);
    }

    [Fact]
    public void LargeCaches_CostOnlyWhatIsWritten()
    {
        const int Megabytes = 1 << 20;
        var before = Environment.WorkingSet;
        HalfKvCache[] caches = [.. Enumerable.Range(0, 32).Select(static _ => new HalfKvCache(4, Width, 3 * Megabytes / Width))];
        foreach (var cache in caches)
        {
            Append(cache, 0, 4);
        }

        // All of it would be 1.5 GB; other tests run beside this one.
        Assert.InRange(Environment.WorkingSet - before, long.MinValue, 400L * Megabytes);
        GC.KeepAlive(caches);
    }

    [Fact]
    public void StepsAllocateNothing_OnceWarm()
    {
        var cache = new HalfKvCache(1, Width, Positions);
        var output = new float[Width];
        var position = 0;
        Assert.Equal(0, Allocation.Of(() => Step(position++)));

        void Step(int position)
        {
            var range = (position * Width)..((position + 1) * Width);
            cache.Append(0, _keys.AsSpan(range), _values.AsSpan(range));
            _attention.Apply(_query.AsSpan(range), 1, cache, 0, isCausal: true, output, _workspace);
            cache.Advance(1);
        }
    }

    [Fact]
    public void Narrow_RoundsAsTheRuntimeDoes_ButDropsSubnormals()
    {
        float[] values =
        [
            .. Enumerable.Range(0, 0x7C00).Select(bits => (float)BitConverter.UInt16BitsToHalf((ushort)bits)), // every finite half
            .. Enumerable.Range(0x400, 0x7000).Select(bits => MathF.BitIncrement(Between(bits))), .. Enumerable.Range(0x400, 0x7000).Select(Between),
            .. Enumerable.Range(0x400, 0x7000).Select(bits => MathF.BitDecrement(Between(bits))), 65519.996f, 65520, 1e6f, float.MaxValue, float.PositiveInfinity, 1e-30f,
        ];
        values = [.. values, .. values.Select(static value => -value)];
        var halves = new ushort[values.Length];
        HalfVectors.Narrow(values, halves);

        Assert.Equal(
            values.Select(static value => MathF.Abs(value) < 6.1035156e-5f ? (ushort)(float.IsNegative(value) ? 0x8000 : 0) : BitConverter.HalfToUInt16Bits((Half)value)), halves);

        static float Between(int bits) => ((float)BitConverter.UInt16BitsToHalf((ushort)bits) + (float)BitConverter.UInt16BitsToHalf((ushort)(bits + 1))) / 2;
    }

    private static float[] Rounded(float[] values) => [.. values.Select(static value => (float)(Half)value)];

    private void Append(HalfKvCache cache, int from, int to)
    {
        cache.Append(0, _keys.AsSpan((from * Width)..(to * Width)), _values.AsSpan((from * Width)..(to * Width)));
        cache.Advance(to - from);
    }

    // Position by position where causal, else all behind the prefix at once.
    private float[] Attend(HalfKvCache cache, bool isCausal)
    {
        var output = new float[Positions * Width];
        while (cache.Length < Positions)
        {
            var range = (cache.Length * Width)..((isCausal ? cache.Length + 1 : Positions) * Width);
            var tokens = (range.End.Value - range.Start.Value) / Width;
            cache.Append(0, _keys.AsSpan(range), _values.AsSpan(range));
            _attention.Apply(_query.AsSpan(range), tokens, cache, 0, isCausal, output.AsSpan(range), _workspace);
            cache.Advance(tokens);
        }

        return output;
    }
}
