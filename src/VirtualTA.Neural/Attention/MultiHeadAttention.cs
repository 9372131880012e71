using VirtualTA.Neural.Kernels;
using VirtualTA.Neural.Layers;
using VirtualTA.Neural.Memory;
using VirtualTA.Neural.Threading;

namespace VirtualTA.Neural.Attention;

/// <summary>Scaled dot-product attention of a few tokens over cached positions. A token's result does not depend on its company.</summary>
/// <param name="heads">Heads; divides the width.</param>
/// <param name="headDimension">Values per head.</param>
public sealed unsafe class MultiHeadAttention(int heads, int headDimension)
{
    private const long WorthSharing = 100_000;
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
            var work = new Work(this, q, k, v, n, s, o, positions);
            var pool = (long)tokens * Width * positions >= WorthSharing ? workspace.Pool : WorkerPool.CallerOnly;
            for (var first = 0; first < tokens * heads; first += WorkerPool.MostParts)
            {
                work.First = first;
                pool.Run(ref work, Math.Min(WorkerPool.MostParts, (tokens * heads) - first));
            }
        }
    }

    private struct Work(MultiHeadAttention attention, float* query, float* keys, float* values, int* visible, float* scores, float* output, int positions) : IParallelWork
    {
        public int First { get; set; }

        public readonly void Execute(int part)
        {
            var (token, head) = Math.DivRem(First + part, attention.Heads);
            var width = attention.Width;
            var dimension = width / attention.Heads;
            var count = visible[token];
            var offset = head * dimension;
            var row = scores + ((long)(First + part) * positions);
            var q = query + (token * width) + offset;
            for (var position = 0; position < count; position++)
            {
                row[position] = Elementwise.Dot(q, keys + ((nint)position * width) + offset, dimension) * attention._scale;
            }

            Activation.Softmax(new Span<float>(row, count));
            new Span<float>(row + count, positions - count).Clear();
            var to = output + (token * width) + offset;
            new Span<float>(to, dimension).Clear();
            for (var position = 0; position < count; position++)
            {
                Elementwise.AddScaled(to, values + ((nint)position * width) + offset, row[position], dimension);
            }
        }
    }
}
