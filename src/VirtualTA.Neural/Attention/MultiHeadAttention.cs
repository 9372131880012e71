using VirtualTA.Neural.Kernels;
using VirtualTA.Neural.Layers;
using VirtualTA.Neural.Memory;
using VirtualTA.Neural.Threading;

namespace VirtualTA.Neural.Attention;

/// <summary>Scaled dot-product attention of a few tokens over cached positions. A token's result does not depend on its company.</summary>
/// <param name="heads">Heads; divides the width.</param>
/// <param name="headDimension">Values per head.</param>
public sealed unsafe partial class MultiHeadAttention(int heads, int headDimension)
{
    private const long WorthSharing = 100_000;

    // Positions; keys and values are read once a token, so the loop waits for memory.
    private const int FetchAhead = 8;
    private readonly float _scale = 1 / MathF.Sqrt(headDimension);

    /// <summary>Heads.</summary>
    public int Heads => heads;

    /// <summary>Values per token, heads·dimension.</summary>
    public int Width => heads * headDimension;

    /// <summary>Causal attention: token t sees the first firstPosition + t + 1 positions.</summary>
    /// <param name="query">[tokens, width].</param>
    /// <param name="tokens">Tokens.</param>
    /// <param name="keys">[positions, width], at least firstPosition + tokens positions.</param>
    /// <param name="values">[positions, width].</param>
    /// <param name="firstPosition">Position of the first token.</param>
    /// <param name="output">[tokens, width].</param>
    /// <param name="workspace">Scratch memory and threads.</param>
    public void Causal(
        ReadOnlySpan<float> query, int tokens, ReadOnlySpan<float> keys, ReadOnlySpan<float> values, int firstPosition, Span<float> output, Workspace workspace)
    {
        using var scope = workspace.Begin();
        var visible = workspace.Take<int>(tokens);
        for (var token = 0; token < tokens; token++)
        {
            visible[token] = firstPosition + token + 1;
        }

        Apply(query, tokens, keys, values, visible, output, workspace);
    }

    /// <summary>Attention in which every token sees its own number of positions, from the first on: full, causal, block-causal.</summary>
    /// <param name="query">[tokens, width].</param>
    /// <param name="tokens">Tokens.</param>
    /// <param name="keys">[positions, width].</param>
    /// <param name="values">[positions, width].</param>
    /// <param name="visible">Positions that each token sees, [tokens], at least 1.</param>
    /// <param name="output">[tokens, width].</param>
    /// <param name="workspace">Scratch memory and threads.</param>
    /// <param name="weights">If not empty, receives the attention weights [tokens, heads, positions]; unseen positions are 0.</param>
    public void Apply(
        ReadOnlySpan<float> query,
        int tokens,
        ReadOnlySpan<float> keys,
        ReadOnlySpan<float> values,
        ReadOnlySpan<int> visible,
        Span<float> output,
        Workspace workspace,
        Span<float> weights = default)
    {
        var positions = keys.Length / Width;
        ArgumentOutOfRangeException.ThrowIfLessThan(query.Length, tokens * Width);
        ArgumentOutOfRangeException.ThrowIfLessThan(output.Length, tokens * Width);
        ArgumentOutOfRangeException.ThrowIfLessThan(values.Length, positions * Width);
        ArgumentOutOfRangeException.ThrowIfLessThan(visible.Length, tokens);
        foreach (var count in visible[..tokens])
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(count, 1, nameof(visible));
            ArgumentOutOfRangeException.ThrowIfGreaterThan(count, positions, nameof(visible));
        }

        using var scope = workspace.Begin();
        var scores = weights.IsEmpty ? workspace.Floats(tokens * heads * positions) : weights[..(tokens * heads * positions)];
        fixed (float* q = query, k = keys, v = values, s = scores, o = output)
        fixed (int* n = visible)
        {
            var pool = (long)tokens * Width * positions >= WorthSharing ? workspace.Pool : WorkerPool.CallerOnly;
            var groups = Math.Min(heads, tokens < pool.Threads ? pool.Threads : 1);
            var work = new Work(this, q, k, v, n, s, o, positions, groups);
            for (var first = 0; first < tokens * groups; first += WorkerPool.MostParts)
            {
                work.First = first;
                pool.Run(ref work, Math.Min(WorkerPool.MostParts, (tokens * groups) - first));
            }
        }
    }

    /// <summary>A part is one token and a group of neighbouring heads: positions are read in the order in which they lie in memory.</summary>
    private struct Work(
        MultiHeadAttention attention, float* query, float* keys, float* values, int* visible, float* scores, float* output, int positions, int groups) : IParallelWork
    {
        public int First { get; set; }

        public readonly void Execute(int part)
        {
            var (token, group) = Math.DivRem(First + part, groups);
            var firstHead = attention.Heads * group / groups;
            var count = (attention.Heads * (group + 1) / groups) - firstHead;
            var width = attention.Width;
            var dimension = width / attention.Heads;
            var offset = firstHead * dimension;
            var seen = visible[token];
            var rows = scores + (((long)token * attention.Heads) + firstHead) * positions;
            var q = query + (token * width) + offset;
            for (var position = 0; position < seen; position++)
            {
                var key = keys + ((nint)position * width) + offset;
                Elementwise.Fetch(key + (FetchAhead * (nint)width), count * dimension);
                for (var head = 0; head < count; head++)
                {
                    rows[(head * (nint)positions) + position] = Elementwise.Dot(q + (head * dimension), key + (head * dimension), dimension) * attention._scale;
                }
            }

            for (var head = 0; head < count; head++)
            {
                Activation.Softmax(new Span<float>(rows + (head * (nint)positions), seen));
                new Span<float>(rows + (head * (nint)positions) + seen, positions - seen).Clear();
            }

            var to = output + (token * width) + offset;
            new Span<float>(to, count * dimension).Clear();
            for (var position = 0; position < seen; position++)
            {
                var value = values + ((nint)position * width) + offset;
                Elementwise.Fetch(value + (FetchAhead * (nint)width), count * dimension);
                for (var head = 0; head < count; head++)
                {
                    Elementwise.AddScaled(to + (head * dimension), value + (head * dimension), rows[(head * (nint)positions) + position], dimension);
                }
            }
        }
    }
}
