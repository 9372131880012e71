using VirtualTA.Neural.Attention;
using VirtualTA.Neural.Formats;
using VirtualTA.Neural.Memory;
using VirtualTA.TestKit;

namespace VirtualTA.Neural.Tests.Attention;

public class AttentionTests
{
    private static readonly SafetensorsFile Golden = GoldenLayers.File;
    private readonly float[] _query = Golden.Floats("attention.query");
    private readonly float[] _key = Golden.Floats("attention.key");
    private readonly float[] _value = Golden.Floats("attention.value");
    private readonly Workspace _workspace = new();

    [Fact]
    public void Causal_EqualsPyTorch()
    {
        var output = new float[320];
        new MultiHeadAttention(2, 16).Causal(_query, 10, _key, _value, 0, output, _workspace);
        Naive.AssertClose(Golden.Floats("attention.out"), output, 1e-6);
    }

    [Fact]
    public void StepByStepThroughACache_GivesExactlyTheWhole()
    {
        var attention = new MultiHeadAttention(2, 16);
        var whole = new float[320];
        attention.Causal(_query, 10, _key, _value, 0, whole, _workspace);
        var cache = new KvCache(2, 32, 12);
        var pieces = new float[320];
        foreach (var (from, to) in new[] { (0, 1), (1, 6), (6, 10) })
        {
            var range = (from * 32)..(to * 32);
            for (var layer = 0; layer < 2; layer++)
            {
                cache.Append(layer, _key.AsSpan(range), _value.AsSpan(range));
            }

            attention.Causal(_query.AsSpan(range), to - from, cache.Keys(1, to), cache.Values(1, to), from, pieces.AsSpan(range), _workspace);
            cache.Advance(to - from);
        }

        Assert.Equal(whole, pieces);
        Assert.Equal(10, cache.Length);
    }

    [Fact]
    public void Weights_SumToOneOverWhatIsSeen()
    {
        var weights = new float[10 * 2 * 10];
        var visible = Enumerable.Repeat(4, 10).ToArray();
        new MultiHeadAttention(2, 16).Apply(_query, 10, _key, _value, visible, new float[320], _workspace, weights);
        for (var row = 0; row < 20; row++)
        {
            Assert.Equal(1, weights.AsSpan(row * 10, 4).ToArray().Sum(), 1e-5);
            Assert.All(weights[((row * 10) + 4)..((row + 1) * 10)], static weight => Assert.Equal(0, weight));
        }
    }

    [Theory]
    [InlineData(2, 16, 100, 75)]
    [InlineData(3, 64, 33, 33)]
    [InlineData(1, 40, 9, 1)]
    public void Dense_EqualsTokenByToken(int heads, int dimension, int tokens, int positions)
    {
        var width = heads * dimension;
        var (query, key, value) = (Naive.Random(1, tokens * width), Naive.Random(2, positions * width), Naive.Random(3, positions * width));
        var visible = Enumerable.Repeat(positions, tokens).ToArray();
        var expected = new float[tokens * width];
        var output = new float[tokens * width];
        new MultiHeadAttention(heads, dimension).Apply(query, tokens, key, value, visible, expected, _workspace);
        new DenseAttention(heads, dimension).Apply(query, tokens, key, value, positions, output, _workspace);
        Naive.AssertClose(expected, output, 1e-5);
    }

    [Fact]
    public void Cache_RefusesToOverflowAndCanBeCopiedAndCut()
    {
        var cache = new KvCache(1, 32, 10);
        cache.Append(0, _key, _value);
        cache.Advance(10);
        Assert.Throws<InvalidOperationException>(() => cache.Append(0, _key.AsSpan(0, 32), _value.AsSpan(0, 32)));
        var copy = new KvCache(1, 32, 20);
        copy.CopyFrom(cache);
        Assert.Equal(_value, copy.Values(0, copy.Length).ToArray());
        copy.Truncate(3);
        Assert.Equal(3, copy.Length);
        Assert.Throws<ArgumentOutOfRangeException>(() => copy.Truncate(4));
    }

    [Fact]
    public void Apply_DoesNotAllocateOnceWarm()
    {
        var attention = new MultiHeadAttention(2, 16);
        var output = new float[32];
        Assert.Equal(0, Allocation.Of(() => attention.Causal(_query.AsSpan(0, 32), 1, _key, _value, 9, output, _workspace)));
    }
}
