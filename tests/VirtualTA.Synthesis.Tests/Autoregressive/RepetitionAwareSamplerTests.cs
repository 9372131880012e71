using VirtualTA.Neural.Memory;
using VirtualTA.Neural.Threading;
using VirtualTA.Synthesis.Autoregressive;
using Xunit;

namespace VirtualTA.Synthesis.Tests.Autoregressive;

public class RepetitionAwareSamplerTests
{
    private static readonly SamplingOptions Narrow = new() { TopP = 0.3f };

    private readonly Workspace _workspace = new(WorkerPool.CallerOnly);

    [Fact]
    public void Draw_StaysInTheNucleus_WhileTokensVary()
    {
        RepetitionAwareSampler sampler = new(3);
        float[] logits = [2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, -9, -9];
        for (int draw = 0; draw < 200; draw++)
        {
            Assert.InRange(sampler.Draw(0, logits, new SamplingOptions { TopP = 0.99f }, _workspace), 0, 11);
        }
    }

    [Fact]
    public void Draw_BreaksALoop_ThatTheNucleusAloneWouldKeep()
    {
        // The nucleus holds token 0 alone; only the full distribution can give another.
        float[] logits = new float[100];
        logits[0] = MathF.Log(85f);
        RepetitionAwareSampler sampler = new(5);
        int others = 0;
        for (int draw = 0; draw < 400; draw++)
        {
            others += sampler.Draw(0, logits, Narrow, _workspace) == 0 ? 0 : 1;
        }

        Assert.InRange(others, 100, 300);
    }

    [Fact]
    public void Draw_KeepsItsMemoryPerSlot_AndForgetsWhenTold()
    {
        float[] logits = new float[100];
        logits[0] = MathF.Log(85f);
        RepetitionAwareSampler sampler = new(5);
        Assert.Equal(0, sampler.Draw(0, logits, Narrow, _workspace));
        Assert.Equal(0, sampler.Draw(1, logits, Narrow, _workspace));
        for (int round = 0; round < 50; round++)
        {
            sampler.Forget();
            Assert.Equal(0, sampler.Draw(0, logits, Narrow, _workspace));
        }
    }

    [Fact]
    public void SameSeed_GivesTheSameTokens()
    {
        float[] logits = [1, 2, 3, 2, 1];
        Assert.Equal(Draws(9), Draws(9));
        Assert.NotEqual(Draws(9), Draws(10));

        List<int> Draws(ulong seed)
        {
            RepetitionAwareSampler sampler = new(seed);
            List<int> tokens = [];
            for (int draw = 0; draw < 50; draw++)
            {
                tokens.Add(sampler.Draw(draw % 2, logits, new SamplingOptions { TopP = 0.9f }, _workspace));
            }

            return tokens;
        }
    }
}
