using VirtualTA.Neural.Kernels;
using VirtualTA.Neural.Layers;
using VirtualTA.Neural.Memory;
using VirtualTA.Neural.Threading;

namespace VirtualTA.Neural.Attention;

/// <content>Attention over a cache in half precision; arithmetic in single precision.</content>
public sealed unsafe partial class MultiHeadAttention
{
    /// <summary>Attention of the tokens just appended to a layer of a cache, which is not yet advanced over them.</summary>
    /// <param name="query">[tokens, width].</param>
    /// <param name="tokens">Tokens.</param>
    /// <param name="cache">Keys and values; what lies in its prefix and what is its own makes no difference to the result.</param>
    /// <param name="layer">Layer.</param>
    /// <param name="isCausal">Whether a token sees the tokens up to itself, or all of them.</param>
    /// <param name="output">[tokens, width].</param>
    /// <param name="workspace">Scratch memory and threads.</param>
    public void Apply(ReadOnlySpan<float> query, int tokens, HalfKvCache cache, int layer, bool isCausal, Span<float> output, Workspace workspace)
    {
        ArgumentNullException.ThrowIfNull(cache);
        ArgumentNullException.ThrowIfNull(workspace);
        ArgumentOutOfRangeException.ThrowIfLessThan(query.Length, tokens * Width);
        ArgumentOutOfRangeException.ThrowIfLessThan(output.Length, tokens * Width);
        ArgumentOutOfRangeException.ThrowIfNotEqual(cache.Width, Width, nameof(cache));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(cache.Length + tokens, cache.Capacity, nameof(tokens));
        using var scope = workspace.Begin();
        var positions = cache.Length + tokens;
        var scaled = workspace.Floats(tokens * Width);
        for (var i = 0; i < scaled.Length; i++)
        {
            scaled[i] = query[i] * HalfVectors.DotRepair;
        }

        var scores = workspace.Floats(tokens * heads * positions);
        var prefix = cache.PrefixRows(layer);
        fixed (float* q = scaled, s = scores, o = output)
        {
            var pool = (long)tokens * Width * positions >= WorthSharing ? workspace.Pool : WorkerPool.CallerOnly;
            var groups = Math.Min(heads, tokens < pool.Threads ? pool.Threads : 1);
            var work = new HalfWork(this, q, prefix, cache.OwnRows(layer, positions - prefix.Positions), isCausal ? cache.Length + 1 : positions, isCausal ? 1 : 0, s, o, groups);
            for (var first = 0; first < tokens * groups; first += WorkerPool.MostParts)
            {
                work.First = first;
                pool.Run(ref work, Math.Min(WorkerPool.MostParts, (tokens * groups) - first));
            }
        }

        GC.KeepAlive(cache);
    }

    /// <summary>A part is one token and a group of neighbouring heads; token t sees <paramref name="seenByFirst"/> + t·<paramref name="step"/> positions.</summary>
    private struct HalfWork(
        MultiHeadAttention attention, float* query, HalfRows prefix, HalfRows own, int seenByFirst, int step, float* scores, float* output, int groups) : IParallelWork
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
            var positions = prefix.Positions + own.Positions;
            var seen = seenByFirst + (token * step);
            var fromPrefix = Math.Min(seen, prefix.Positions);
            var rows = scores + (((long)token * attention.Heads) + firstHead) * positions;
            var q = query + ((nint)token * width) + offset;
            Score(q, prefix.Keys + offset, fromPrefix, rows, positions, count, dimension);
            Score(q, own.Keys + offset, seen - fromPrefix, rows + fromPrefix, positions, count, dimension);
            for (var head = 0; head < count; head++)
            {
                var weights = new Span<float>(rows + (head * (nint)positions), seen);
                Activation.Softmax(weights);
                foreach (ref var weight in weights)
                {
                    weight *= HalfVectors.Repair;
                }
            }

            var to = output + ((nint)token * width) + offset;
            new Span<float>(to, count * dimension).Clear();
            Mix(to, prefix.Values + offset, fromPrefix, rows, positions, count, dimension);
            Mix(to, own.Values + offset, seen - fromPrefix, rows + fromPrefix, positions, count, dimension);
        }

        private readonly void Score(float* q, ushort* keys, int seen, float* rows, nint positions, int count, int dimension)
        {
            var width = (nint)attention.Width;
            var scale = attention._scale * HalfVectors.DotRepair;
            for (var position = 0; position < seen; position++, keys += width)
            {
                HalfVectors.Fetch(keys + (FetchAhead * width), count * dimension);
                for (var head = 0; head < count; head++)
                {
                    rows[(head * positions) + position] = HalfVectors.Dot(q + (head * dimension), keys + (head * dimension), dimension) * scale;
                }
            }
        }

        private readonly void Mix(float* to, ushort* values, int seen, float* rows, nint positions, int count, int dimension)
        {
            var width = (nint)attention.Width;
            for (var position = 0; position < seen; position += HalfVectors.MostRows, values += HalfVectors.MostRows * width)
            {
                var number = Math.Min(HalfVectors.MostRows, seen - position);
                for (var row = 0; row < number; row++)
                {
                    HalfVectors.Fetch(values + ((FetchAhead + row) * width), count * dimension);
                }

                for (var head = 0; head < count; head++)
                {
                    HalfVectors.AddScaled(to + (head * dimension), values + (head * dimension), width, rows + (head * positions) + position, number, dimension);
                }
            }
        }
    }
}
