using VirtualTA.Neural.Layers;
using VirtualTA.Neural.Memory;

namespace VirtualTA.Neural.Sampling;

/// <summary>Draws tokens from logits.</summary>
public static class TokenSampler
{
    /// <summary>Token with the largest logit; the first of equals.</summary>
    public static int Greedy(ReadOnlySpan<float> logits)
    {
        var best = 0;
        for (var token = 1; token < logits.Length; token++)
        {
            best = logits[token] > logits[best] ? token : best;
        }

        return best;
    }

    /// <summary>Draws from softmax(logits/temperature), restricted to the fewest tokens whose probabilities reach <paramref name="topP"/>.</summary>
    /// <param name="logits">[tokens]; −∞ excludes a token.</param>
    /// <param name="temperature">0 is greedy.</param>
    /// <param name="topP">0–1; 1 keeps all tokens.</param>
    /// <param name="random">Source of chance, advanced by one number unless greedy.</param>
    /// <param name="workspace">Scratch memory.</param>
    public static int Sample(ReadOnlySpan<float> logits, float temperature, float topP, ref SeededRandom random, Workspace workspace)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(temperature);
        ArgumentOutOfRangeException.ThrowIfNegative(topP);
        if (temperature == 0)
        {
            return Greedy(logits);
        }

        using var scope = workspace.Begin();
        var chances = workspace.Floats(logits.Length);
        for (var token = 0; token < logits.Length; token++)
        {
            chances[token] = logits[token] / temperature;
        }

        Activation.Softmax(chances);
        var order = workspace.Take<int>(logits.Length);
        for (var token = 0; token < order.Length; token++)
        {
            order[token] = token;
        }

        var kept = order.Length;
        var total = 1f;
        if (topP < 1)
        {
            (kept, total) = KeepLikeliest(chances, order, topP);
        }

        var threshold = random.NextDouble() * total;
        var sum = 0.0;
        for (var i = 0; i < kept; i++)
        {
            sum += chances[order[i]];
            if (sum > threshold)
            {
                return order[i];
            }
        }

        return order[..kept][^1];
    }

    private static (int Kept, float Total) KeepLikeliest(Span<float> chances, Span<int> order, float topP)
    {
        var keys = chances.Length <= 4096 ? stackalloc float[chances.Length] : new float[chances.Length];
        for (var token = 0; token < keys.Length; token++)
        {
            keys[token] = -chances[token];
        }

        keys.Sort(order);
        var total = 0f;
        var kept = 0;
        while (kept < order.Length && (kept == 0 || total < topP))
        {
            total += chances[order[kept++]];
        }

        return (kept, total);
    }
}
