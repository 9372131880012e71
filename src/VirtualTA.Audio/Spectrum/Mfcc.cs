namespace VirtualTA.Audio.Spectrum;

/// <summary>Mel-frequency cepstral coefficients: the orthonormal DCT-II of log-mel bands.</summary>
public sealed class Mfcc
{
    private readonly float[] _basis;

    /// <summary>Prepares the transform.</summary>
    /// <param name="melCount">Bands that go in.</param>
    /// <param name="coefficients">Coefficients that come out, at most <paramref name="melCount"/>.</param>
    public Mfcc(int melCount, int coefficients)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(coefficients);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(coefficients, melCount);
        (MelCount, Coefficients) = (melCount, coefficients);
        _basis = new float[coefficients * melCount];
        for (var k = 0; k < coefficients; k++)
        {
            var scale = Math.Sqrt((k == 0 ? 1.0 : 2.0) / melCount);
            for (var n = 0; n < melCount; n++)
            {
                _basis[(k * melCount) + n] = (float)(scale * Math.Cos(Math.PI * k * (n + 0.5) / melCount));
            }
        }
    }

    /// <summary>Bands that go in.</summary>
    public int MelCount { get; }

    /// <summary>Coefficients that come out.</summary>
    public int Coefficients { get; }

    /// <summary>Transforms frames.</summary>
    /// <param name="mel">[frames, <see cref="MelCount"/>].</param>
    /// <param name="cepstrum">[frames, <see cref="Coefficients"/>].</param>
    public void Compute(ReadOnlySpan<float> mel, Span<float> cepstrum)
    {
        var frames = mel.Length / MelCount;
        ArgumentOutOfRangeException.ThrowIfLessThan(cepstrum.Length, frames * Coefficients);
        for (var frame = 0; frame < frames; frame++)
        {
            var bands = mel.Slice(frame * MelCount, MelCount);
            for (var k = 0; k < Coefficients; k++)
            {
                cepstrum[(frame * Coefficients) + k] = Vectors.Dot(bands, _basis.AsSpan(k * MelCount, MelCount));
            }
        }
    }
}
