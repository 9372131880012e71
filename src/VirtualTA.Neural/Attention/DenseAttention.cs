using VirtualTA.Neural.Kernels;
using VirtualTA.Neural.Layers;
using VirtualTA.Neural.Memory;
using VirtualTA.Neural.Threading;

namespace VirtualTA.Neural.Attention;

/// <summary>Attention of every token to every position, as two matrix products per head on the float kernels. For encoders.</summary>
/// <param name="heads">Heads.</param>
/// <param name="headDimension">Values per head.</param>
public sealed unsafe class DenseAttention(int heads, int headDimension)
{
    /// <summary>Most positions.</summary>
    public const int MostPositions = 4096;

    private const int Pair = 2 * FloatKernel.PanelRows;
    private const int TokensPerPart = 64;
    private readonly int _paddedDimension = (headDimension + Pair - 1) / Pair * Pair;
    private readonly float _scale = 1 / MathF.Sqrt(headDimension);

    /// <summary>Values per token.</summary>
    public int Width => heads * headDimension;

    /// <summary>Computes attention.</summary>
    /// <param name="query">[tokens, width].</param>
    /// <param name="tokens">Tokens.</param>
    /// <param name="keys">[positions, width].</param>
    /// <param name="values">[positions, width].</param>
    /// <param name="positions">1 to <see cref="MostPositions"/>.</param>
    /// <param name="output">[tokens, width].</param>
    /// <param name="workspace">Scratch memory and threads.</param>
    public void Apply(
        ReadOnlySpan<float> query, int tokens, ReadOnlySpan<float> keys, ReadOnlySpan<float> values, int positions, Span<float> output, Workspace workspace)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(positions, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(positions, MostPositions);
        ArgumentOutOfRangeException.ThrowIfLessThan(query.Length, tokens * Width);
        ArgumentOutOfRangeException.ThrowIfLessThan(output.Length, tokens * Width);
        ArgumentOutOfRangeException.ThrowIfLessThan(keys.Length, positions * Width);
        ArgumentOutOfRangeException.ThrowIfLessThan(values.Length, positions * Width);
        using var scope = workspace.Begin();
        var padded = (positions + Pair - 1) / Pair * Pair;
        var keyPanels = workspace.Floats(heads * padded * headDimension);
        var valuePanels = workspace.Floats(heads * positions * _paddedDimension);
        fixed (float* q = query, k = keys, v = values, o = output, kp = keyPanels, vp = valuePanels)
        {
            var packing = new Packing(this, k, v, kp, vp, positions, padded);
            workspace.Pool.Run(ref packing, heads);
            var chunks = (tokens + TokensPerPart - 1) / TokensPerPart;
            var work = new Work(this, q, tokens, kp, vp, o, positions, padded, chunks);
            workspace.Pool.Run(ref work, heads * chunks);
        }
    }

    /// <summary>Lays keys out as panels [dimension, 16 positions], values as panels [positions, 16 dimensions].</summary>
    private readonly struct Packing(DenseAttention attention, float* keys, float* values, float* keyPanels, float* valuePanels, int positions, int padded) : IParallelWork
    {
        public void Execute(int head)
        {
            var dimension = attention.Width / attention.HeadCount;
            var paddedDimension = attention._paddedDimension;
            var to = keyPanels + ((long)head * padded * dimension);
            for (var position = 0; position < padded; position++)
            {
                var panel = to + ((long)(position / FloatKernel.PanelRows) * FloatKernel.PanelRows * dimension) + (position % FloatKernel.PanelRows);
                var from = keys + ((long)position * attention.Width) + (head * dimension);
                for (var i = 0; i < dimension; i++)
                {
                    panel[i * FloatKernel.PanelRows] = position < positions ? from[i] : 0;
                }
            }

            to = valuePanels + ((long)head * positions * paddedDimension);
            for (var i = 0; i < paddedDimension; i += FloatKernel.PanelRows)
            {
                var count = Math.Clamp(dimension - i, 0, FloatKernel.PanelRows);
                for (var position = 0; position < positions; position++)
                {
                    var row = new Span<float>(to + ((long)i * positions) + (position * FloatKernel.PanelRows), FloatKernel.PanelRows);
                    new Span<float>(values + ((long)position * attention.Width) + (head * dimension) + i, count).CopyTo(row);
                    row[count..].Clear();
                }
            }
        }
    }

    private int HeadCount => heads;

    private readonly struct Work(
        DenseAttention attention, float* query, int tokens, float* keyPanels, float* valuePanels, float* output, int positions, int padded, int chunks) : IParallelWork
    {
        public void Execute(int part)
        {
            var (head, chunk) = Math.DivRem(part, chunks);
            var scores = stackalloc float[FloatKernel.BlockTokens * padded];
            var sums = stackalloc float[FloatKernel.BlockTokens * Pair];
            var last = Math.Min(tokens, (chunk + 1) * TokensPerPart);
            for (var token = chunk * TokensPerPart; token < last; token += FloatKernel.BlockTokens)
            {
                Block(head, token, Math.Min(FloatKernel.BlockTokens, last - token), scores, sums);
            }
        }

        private void Block(int head, int token, int count, float* scores, float* sums)
        {
            var dimension = attention.Width / attention.HeadCount;
            var from = query + ((long)token * attention.Width) + (head * dimension);
            var keys = keyPanels + ((long)head * padded * dimension);
            var panel = FloatKernel.PanelRows * dimension;
            for (var first = 0; first < padded; first += Pair)
            {
                var keyPanel = keys + ((long)first * dimension);
                FloatKernel.Best.Multiply<FloatPanel>((byte*)keyPanel, (byte*)(keyPanel + panel), dimension, from, attention.Width, count, sums);
                for (var t = 0; t < count; t++)
                {
                    var row = scores + (t * padded) + first;
                    for (var i = 0; i < Pair; i++)
                    {
                        row[i] = sums[(t * Pair) + i] * attention._scale;
                    }
                }
            }

            for (var t = 0; t < count; t++)
            {
                Activation.Softmax(new Span<float>(scores + (t * padded), positions));
            }

            var values = valuePanels + ((long)head * positions * attention._paddedDimension);
            for (var i = 0; i < attention._paddedDimension; i += Pair)
            {
                var first = values + ((long)i * positions);
                FloatKernel.Best.Multiply<FloatPanel>((byte*)first, (byte*)(first + ((long)FloatKernel.PanelRows * positions)), positions, scores, padded, count, sums);
                for (var t = 0; t < count; t++)
                {
                    new Span<float>(sums + (t * Pair), Math.Min(Pair, dimension - i))
                        .CopyTo(new Span<float>(output + ((long)(token + t) * attention.Width) + (head * dimension) + i, Math.Min(Pair, dimension - i)));
                }
            }
        }
    }
}
