using System.Collections.Concurrent;

namespace VirtualTA.Audio.Spectrum;

/// <summary>Cosine and sine rows of a real discrete Fourier transform, folded by its symmetry to half the products.</summary>
internal sealed class FourierTable
{
    private static readonly ConcurrentDictionary<int, FourierTable> Cache = new();

    private FourierTable(int length)
    {
        Length = length;
        Bins = (length / 2) + 1;
        FoldedLength = (Bins + 7) / 8 * 8;
        Cosines = new float[Bins * FoldedLength];
        Sines = new float[Bins * FoldedLength];
        for (var bin = 0; bin < Bins; bin++)
        {
            for (var n = 0; n < Bins; n++)
            {
                var angle = 2 * Math.PI * ((long)bin * n % length) / length;
                Cosines[(bin * FoldedLength) + n] = (float)Math.Cos(angle);
                Sines[(bin * FoldedLength) + n] = (float)Math.Sin(angle);
            }
        }
    }

    public int Length { get; }

    public int Bins { get; }

    /// <summary>Bins rounded up to whole vectors.</summary>
    public int FoldedLength { get; }

    public float[] Cosines { get; }

    public float[] Sines { get; }

    public static FourierTable For(int length) => Cache.GetOrAdd(length, static n => new FourierTable(n));

    /// <summary>Splits a frame into its even and odd part about sample 0.</summary>
    public void Fold(ReadOnlySpan<float> frame, Span<float> even, Span<float> odd)
    {
        var half = Length / 2;
        even[0] = frame[0];
        even[half] = frame[half];
        odd[0] = 0;
        odd[half] = 0;
        for (var n = 1; n < half; n++)
        {
            even[n] = frame[n] + frame[Length - n];
            odd[n] = frame[n] - frame[Length - n];
        }
    }
}
