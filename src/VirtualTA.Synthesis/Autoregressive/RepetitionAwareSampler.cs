using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using VirtualTA.Neural.Memory;
using VirtualTA.Neural.Sampling;

namespace VirtualTA.Synthesis.Autoregressive;

/// <summary>
/// Nucleus sampling that draws again from all tokens when the drawn one fills too much of what was drawn last
/// (VALL-E 2, 2406.05370). A value; pass it by reference.
/// </summary>
internal struct RepetitionAwareSampler(ulong seed)
{
    public const int Window = 10;
    public const float Threshold = 0.1f;

    private SeededRandom _random = new(seed);
    private RecentTokens _first;
    private RecentTokens _second;

    /// <summary>Draws the next token of a slot; −∞ excludes a token.</summary>
    public int Draw(int slot, ReadOnlySpan<float> logits, float topP, Workspace workspace)
    {
        ref RecentTokens recent = ref Recent(slot);
        int token = TokenSampler.Sample(logits, 1, topP, ref _random, workspace);
        if (recent.CountOf(token) > Threshold * Window)
        {
            token = TokenSampler.Sample(logits, 1, 1, ref _random, workspace);
        }

        recent.Add(token);
        return token;
    }

    /// <summary>Draws the pointer's advance.</summary>
    public int DrawAdvance(ReadOnlySpan<float> logits, Workspace workspace) => TokenSampler.Sample(logits, 1, 1, ref _random, workspace);

    /// <summary>Forgets what was drawn, at the start of a sentence.</summary>
    public void Forget()
    {
        _first = default;
        _second = default;
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
