using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using VirtualTA.Neural.Layers;
using VirtualTA.Neural.Memory;
using VirtualTA.Neural.Sampling;

namespace VirtualTA.Synthesis.Autoregressive;

/// <summary>
/// Nucleus sampling that draws again from all tokens when the drawn one fills too much of what was drawn last
/// (VALL-E 2, 2406.05370). A value; pass it by reference.
/// </summary>
/// <remarks>The same numbers give the same tokens as <c>sample</c> of the training's <c>voice/sampling.py</c>: tokens in order of falling probability.</remarks>
internal struct RepetitionAwareSampler(ulong seed)
{
    public const int Window = 10;
    public const float Threshold = 0.1f;

    private const int LargestOnStack = 4096;

    private SeededRandom _random = new(seed);
    private RecentTokens _first;
    private RecentTokens _second;

    /// <summary>Draws the next token of a slot; −∞ excludes a token.</summary>
    /// <param name="slot">0 or 1; each has its own memory.</param>
    /// <param name="logits">[tokens].</param>
    /// <param name="options">Temperature and nucleus.</param>
    /// <param name="workspace">Scratch memory.</param>
    public int Draw(int slot, ReadOnlySpan<float> logits, SamplingOptions options, Workspace workspace)
    {
        ref RecentTokens recent = ref Recent(slot);
        using Workspace.Scope scope = workspace.Begin();
        Span<float> chances = workspace.Floats(logits.Length);
        for (int token = 0; token < logits.Length; token++)
        {
            chances[token] = logits[token] / options.Temperature;
        }

        Activation.Softmax(chances);
        int drawn = Draw(chances, options.TopP, _random.NextDouble(), workspace);
        if (recent.CountOf(drawn) > Threshold * Window)
        {
            drawn = Draw(chances, 1, _random.NextDouble(), workspace);
        }

        recent.Add(drawn);
        return drawn;
    }

    /// <summary>Draws the pointer's advance.</summary>
    public int DrawAdvance(ReadOnlySpan<float> logits, Workspace workspace) => TokenSampler.Sample(logits, 1, 1, ref _random, workspace);

    /// <summary>Forgets what was drawn, at the start of a sentence.</summary>
    public void Forget()
    {
        _first = default;
        _second = default;
    }

    private static int Draw(ReadOnlySpan<float> chances, float topP, double number, Workspace workspace)
    {
        using Workspace.Scope scope = workspace.Begin();
        Span<int> order = workspace.Take<int>(chances.Length);
        Span<float> keys = chances.Length <= LargestOnStack ? stackalloc float[chances.Length] : new float[chances.Length];

        // All tokens below this together make up less than what the nucleus leaves out, so none of them is in it.
        float least = (1 - topP) / chances.Length;
        int count = 0;
        for (int token = 0; token < chances.Length; token++)
        {
            if (chances[token] >= least)
            {
                keys[count] = -chances[token];
                order[count++] = token;
            }
        }

        keys[..count].Sort(order[..count]);
        double total = 0;
        int kept = 0;
        while (kept < count && (kept == 0 || total < topP))
        {
            total += chances[order[kept++]];
        }

        double threshold = number * (topP < 1 ? total : 1);
        double sum = 0;
        for (int index = 0; index < kept; index++)
        {
            sum += chances[order[index]];
            if (sum > threshold)
            {
                return order[index];
            }
        }

        return order[kept - 1];
    }

    [UnscopedRef]
    private ref RecentTokens Recent(int slot) => ref slot == 0 ? ref _first : ref _second;

    [InlineArray(Window)]
    private struct Ring
    {
        private int _token;
    }

    private struct RecentTokens
    {
        private Ring _tokens;
        private int _count;

        public readonly int CountOf(int token)
        {
            int found = 0;
            for (int index = 0; index < Math.Min(_count, Window); index++)
            {
                found += _tokens[index] == token ? 1 : 0;
            }

            return found;
        }

        public void Add(int token) => _tokens[_count++ % Window] = token;
    }
}
