using VirtualTA.Neural.Kernels;
using VirtualTA.Neural.Memory;
using VirtualTA.Neural.Threading;

namespace VirtualTA.Neural.Layers;

/// <summary>Activation functions, in place.</summary>
public static class Activation
{
    private const int GeluPart = 16_384;
    private const int LogSoftmaxPiece = 512;

    /// <summary>Exact GELU (by erf).</summary>
    public static void Gelu(Span<float> values) => Elementwise.Apply<GeluFunction>(values);

    /// <summary>Exact GELU, shared among the workspace's threads; the same values as <see cref="Gelu(Span{float})"/>.</summary>
    public static unsafe void Gelu(Span<float> values, Workspace workspace)
    {
        ArgumentNullException.ThrowIfNull(workspace);
        var parts = Math.Clamp(values.Length / GeluPart, 1, WorkerPool.MostParts);
        fixed (float* start = values)
        {
            var work = new GeluWork(start, values.Length, parts);
            workspace.Pool.Run(ref work, parts);
        }
    }

    /// <summary>GELU by the tanh approximation.</summary>
    public static void GeluTanh(Span<float> values) => Elementwise.Apply<GeluTanhFunction>(values);

    /// <summary>x·sigmoid(x), also called swish.</summary>
    public static void Silu(Span<float> values) => Elementwise.Apply<SiluFunction>(values);

    /// <summary>max(x, 0).</summary>
    public static void Relu(Span<float> values) => Elementwise.Apply<ReluFunction>(values);

    /// <summary>x if positive, otherwise exp(x) − 1.</summary>
    public static void Elu(Span<float> values) => Elementwise.Apply<EluFunction>(values);

    /// <summary>1/(1 + exp(−x)).</summary>
    public static void Sigmoid(Span<float> values) => Elementwise.Apply<SigmoidFunction>(values);

    /// <summary>Hyperbolic tangent.</summary>
    public static void Tanh(Span<float> values) => Elementwise.Apply<TanhFunction>(values);

    /// <summary>exp(x).</summary>
    public static void Exp(Span<float> values) => Elementwise.Apply<ExpFunction>(values);

    /// <summary>x if positive, otherwise slope·x.</summary>
    public static void LeakyRelu(Span<float> values, float slope)
    {
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = values[i] >= 0 ? values[i] : values[i] * slope;
        }
    }

    /// <summary>exp(x − max)/Σ of one row. A row of −∞ becomes zeros.</summary>
    public static void Softmax(Span<float> row)
    {
        var max = Elementwise.Max(row);
        if (float.IsNegativeInfinity(max))
        {
            row.Clear();
            return;
        }

        for (var i = 0; i < row.Length; i++)
        {
            row[i] -= max;
        }

        Elementwise.Apply<ExpFunction>(row);
        var scale = 1 / Elementwise.Sum(row);
        for (var i = 0; i < row.Length; i++)
        {
            row[i] *= scale;
        }
    }

    /// <summary>Natural logarithm of <see cref="Softmax"/> of one row.</summary>
    public static void LogSoftmax(Span<float> row)
    {
        var max = Elementwise.Max(row);
        var sum = 0.0;
        Span<float> piece = stackalloc float[LogSoftmaxPiece];
        for (var at = 0; at < row.Length; at += LogSoftmaxPiece)
        {
            var count = Math.Min(LogSoftmaxPiece, row.Length - at);
            for (var i = 0; i < count; i++)
            {
                piece[i] = row[at + i] - max;
            }

            Elementwise.Apply<ExpFunction>(piece[..count]);
            sum += Elementwise.Sum(piece[..count]);
        }

        var shift = max + (float)Math.Log(sum);
        for (var i = 0; i < row.Length; i++)
        {
            row[i] -= shift;
        }
    }

    /// <summary>sum[i] += other[i].</summary>
    public static void Add(Span<float> sum, ReadOnlySpan<float> other)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(other.Length, sum.Length);
        for (var i = 0; i < sum.Length; i++)
        {
            sum[i] += other[i];
        }
    }

    /// <summary>product[i] *= other[i].</summary>
    public static void Multiply(Span<float> product, ReadOnlySpan<float> other)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(other.Length, product.Length);
        for (var i = 0; i < product.Length; i++)
        {
            product[i] *= other[i];
        }
    }

    private readonly unsafe struct GeluWork(float* start, int length, int parts) : IParallelWork
    {
        public void Execute(int part)
        {
            var first = (int)((long)length * part / parts);
            var last = (int)((long)length * (part + 1) / parts);
            Gelu(new Span<float>(start + first, last - first));
        }
    }
}
