using VirtualTA.Neural.Memory;
using VirtualTA.Neural.Sampling;

namespace VirtualTA.Neural.Tests.Sampling;

public class SamplingTests
{
    private static readonly float[] Logits = [1, 3, 2, float.NegativeInfinity];
    private readonly Workspace _workspace = new();

    [Fact]
    public void TheSameSeed_GivesTheSameTokens()
    {
        var (a, b) = (new SeededRandom(9), new SeededRandom(9));
        for (var i = 0; i < 100; i++)
        {
            Assert.Equal(TokenSampler.Sample(Logits, 1, 0.9f, ref a, _workspace), TokenSampler.Sample(Logits, 1, 0.9f, ref b, _workspace));
        }
    }

    [Fact]
    public void Shares_FollowTheProbabilities()
    {
        var random = new SeededRandom(1);
        var counts = new int[4];
        for (var i = 0; i < 20_000; i++)
        {
            counts[TokenSampler.Sample(Logits, 1, 1, ref random, _workspace)]++;
        }

        Assert.Equal(0.665, counts[1] / 20_000.0, 0.02);
        Assert.Equal(0.245, counts[2] / 20_000.0, 0.02);
        Assert.Equal(0, counts[3]);
    }

    [Fact]
    public void TopP_KeepsOnlyTheLikeliest()
    {
        var random = new SeededRandom(1);
        for (var i = 0; i < 500; i++)
        {
            Assert.InRange(TokenSampler.Sample(Logits, 1, 0.8f, ref random, _workspace), 1, 2);
            Assert.Equal(1, TokenSampler.Sample(Logits, 1, 0.1f, ref random, _workspace));
            Assert.Equal(1, TokenSampler.Sample(Logits, 0, 1, ref random, _workspace));
        }
    }
}
