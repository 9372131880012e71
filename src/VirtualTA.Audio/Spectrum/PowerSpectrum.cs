namespace VirtualTA.Audio.Spectrum;

/// <summary>Windowed power spectra, four frames at a time. Holds scratch memory: one instance per stream.</summary>
public sealed class PowerSpectrum
{
    /// <summary>Frames computed in one pass over the transform's table.</summary>
    public const int FramesPerPass = 4;

    private readonly FourierTable _table;
    private readonly float[] _window;
    private readonly float[] _windowed;
    private readonly float[] _even;
    private readonly float[] _odd;

    /// <summary>Prepares the transform.</summary>
    /// <param name="fftLength">Transform length in samples, even.</param>
    /// <param name="windowLength">Length of the periodic Hann window, centred in the transform.</param>
    public PowerSpectrum(int fftLength, int windowLength)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(fftLength, 2);
        ArgumentOutOfRangeException.ThrowIfNotEqual(fftLength % 2, 0, nameof(fftLength));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(windowLength, fftLength);
        _table = FourierTable.For(fftLength);
        _window = new float[fftLength];
        _windowed = new float[fftLength];
        _even = new float[FramesPerPass * _table.FoldedLength];
        _odd = new float[FramesPerPass * _table.FoldedLength];
        var start = (fftLength - windowLength) / 2;
        for (var n = 0; n < windowLength; n++)
        {
            _window[start + n] = (float)(0.5 - (0.5 * Math.Cos(2 * Math.PI * n / windowLength)));
        }
    }

    /// <summary>Values per frame, fftLength/2 + 1.</summary>
    public int Bins => _table.Bins;

    /// <summary>|X|² of up to four frames.</summary>
    /// <param name="samples">Frame j starts at j·<paramref name="hop"/>; fftLength samples each.</param>
    /// <param name="hop">Samples between frames.</param>
    /// <param name="frames">1 to <see cref="FramesPerPass"/>.</param>
    /// <param name="power">[frames, <see cref="Bins"/>].</param>
    public void Compute(ReadOnlySpan<float> samples, int hop, int frames, Span<float> power)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(frames);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(frames, FramesPerPass);
        var folded = _table.FoldedLength;
        for (var j = 0; j < frames; j++)
        {
            var frame = samples.Slice(j * hop, _table.Length);
            for (var n = 0; n < frame.Length; n++)
            {
                _windowed[n] = frame[n] * _window[n];
            }

            _table.Fold(_windowed, _even.AsSpan(j * folded, folded), _odd.AsSpan(j * folded, folded));
        }

        Span<float> real = stackalloc float[FramesPerPass];
        Span<float> imaginary = stackalloc float[FramesPerPass];
        for (var bin = 0; bin < Bins; bin++)
        {
            // Always four frames wide, so that a frame's value does not depend on its company.
            Vectors.DotFour(_even, _table.Cosines.AsSpan(bin * folded, folded), real);
            Vectors.DotFour(_odd, _table.Sines.AsSpan(bin * folded, folded), imaginary);
            for (var j = 0; j < frames; j++)
            {
                power[(j * Bins) + bin] = (real[j] * real[j]) + (imaginary[j] * imaginary[j]);
            }
        }
    }
}
