using System.Numerics;

namespace VirtualTA.Core.Listening;

/// <summary>Energy of a 20 ms window in twelve bands from 100 to 7,000 Hz: a Hann window and a plain Fourier sum in steps of 50 Hz. Immutable.</summary>
internal sealed class BandMeter
{
    private const int Length = VoiceActivityDetector.WindowSamples;
    private const double Floor = 1e-8;

    /// <summary>Steps of 50 Hz between which the bands lie; the same as EDGES in models/training/virtualta_training/turns/features.py.</summary>
    private static readonly int[] Edges = [2, 5, 8, 11, 15, 20, 26, 34, 44, 58, 76, 100, 140];

    private readonly float[] _waves = new float[(Edges[^1] - Edges[0]) * 2 * Length]; // per bin: cosine, sine; windowed

    private BandMeter()
    {
        for (var bin = Edges[0]; bin < Edges[^1]; bin++)
        {
            var cosine = _waves.AsSpan((bin - Edges[0]) * 2 * Length, Length);
            var sine = _waves.AsSpan((((bin - Edges[0]) * 2) + 1) * Length, Length);
            for (var i = 0; i < Length; i++)
            {
                var hann = 0.5 - (0.5 * Math.Cos(2 * Math.PI * i / Length));
                var (sin, cos) = Math.SinCos(2 * Math.PI * bin * i / Length);
                (cosine[i], sine[i]) = ((float)(hann * cos), (float)(hann * sin));
            }
        }
    }

    /// <summary>The one meter: it holds nothing but its tables.</summary>
    public static BandMeter Shared { get; } = new();

    /// <summary>Number of bands.</summary>
    public static int Count => Edges.Length - 1;

    /// <summary>Measures a window.</summary>
    /// <param name="window">[320] samples.</param>
    /// <param name="decibels">[12], a full-scale tone being about +38.</param>
    public void Measure(ReadOnlySpan<short> window, Span<float> decibels)
    {
        Span<float> samples = stackalloc float[Length];
        for (var i = 0; i < Length; i++)
        {
            samples[i] = window[i] / 32768f;
        }

        for (var band = 0; band < Count; band++)
        {
            var energy = 0d;
            for (var bin = Edges[band]; bin < Edges[band + 1]; bin++)
            {
                var waves = _waves.AsSpan((bin - Edges[0]) * 2 * Length, 2 * Length);
                double cosine = Product(samples, waves[..Length]), sine = Product(samples, waves[Length..]);
                energy += (cosine * cosine) + (sine * sine);
            }

            decibels[band] = (float)(10 * Math.Log10((energy / (Edges[band + 1] - Edges[band])) + Floor));
        }
    }

    /// <summary>Scalar product of two vectors of one length.</summary>
    internal static float Product(ReadOnlySpan<float> left, ReadOnlySpan<float> right)
    {
        var sums = Vector<float>.Zero;
        var i = 0;
        for (; i <= left.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            sums += new Vector<float>(left[i..]) * new Vector<float>(right[i..]);
        }

        var sum = Vector.Sum(sums);
        for (; i < left.Length; i++)
        {
            sum += left[i] * right[i];
        }

        return sum;
    }
}
