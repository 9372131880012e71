using VirtualTA.Neural.Convolution;
using VirtualTA.Neural.Layers;
using VirtualTA.Neural.Memory;

namespace VirtualTA.Neural.Spectrum;

/// <summary>Inverse short-time Fourier transform with overlap-add, as one matrix product per frame and a passed state. Immutable.</summary>
/// <remarks>
/// Every frame completes hop samples. The sum is divided by the constant envelope of the squared window, so the first fftLength − hop samples fade in;
/// a decoder trained with centred frames drops them, or (fftLength − hop)/2 of them.
/// </remarks>
public sealed class SpectrumSynthesis
{
    private readonly Linear _basis;
    private readonly int _hop;
    private readonly int _length;

    /// <summary>Prepares the transform.</summary>
    /// <param name="fftLength">Samples per frame, even.</param>
    /// <param name="hop">Samples between frames; divides <paramref name="fftLength"/>.</param>
    public SpectrumSynthesis(int fftLength, int hop)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(fftLength % 2, 0, nameof(fftLength));
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(hop);
        ArgumentOutOfRangeException.ThrowIfNotEqual(fftLength % hop, 0, nameof(hop));
        (_length, _hop) = (fftLength, hop);
        _basis = Linear.SinglePrecision(Basis(), [], 2 * Bins);
    }

    /// <summary>Frequencies per frame, fftLength/2 + 1.</summary>
    public int Bins => (_length / 2) + 1;

    /// <summary>Samples per frame that come out.</summary>
    public int Hop => _hop;

    /// <summary>Samples that <see cref="Flush"/> gives.</summary>
    public int TailLength => _length - _hop;

    /// <summary>A state with silence before.</summary>
    public ConvState NewState() => new(TailLength);

    /// <summary>Turns frames into samples.</summary>
    /// <param name="spectrum">[frames, 2·bins]: real parts, then imaginary parts.</param>
    /// <param name="frames">Frames.</param>
    /// <param name="samples">[frames·hop].</param>
    /// <param name="state">Overlap; updated.</param>
    /// <param name="workspace">Scratch memory and threads.</param>
    public void Apply(ReadOnlySpan<float> spectrum, int frames, Span<float> samples, ConvState state, Workspace workspace)
    {
        using var scope = workspace.Begin();
        var pieces = workspace.Floats(frames * _length);
        _basis.Apply(spectrum, frames, pieces, workspace);
        var sum = workspace.Floats((frames * _hop) + TailLength);
        sum.Clear();
        state.Past.CopyTo(sum);
        for (var frame = 0; frame < frames; frame++)
        {
            Activation.Add(sum.Slice(frame * _hop, _length), pieces.Slice(frame * _length, _length));
        }

        sum[..(frames * _hop)].CopyTo(samples);
        sum[(frames * _hop)..].CopyTo(state.Past);
    }

    /// <summary>Writes the fading end, [<see cref="TailLength"/>], and resets the state.</summary>
    public void Flush(Span<float> samples, ConvState state)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(samples.Length, TailLength);
        state.Past.CopyTo(samples);
        state.Reset();
    }

    private float[] Basis()
    {
        var window = new double[_length];
        var envelope = new double[_hop];
        for (var n = 0; n < _length; n++)
        {
            window[n] = 0.5 - (0.5 * Math.Cos(2 * Math.PI * n / _length));
            envelope[n % _hop] += window[n] * window[n];
        }

        var basis = new float[_length * 2 * Bins];
        for (var n = 0; n < _length; n++)
        {
            var gain = window[n] / envelope[n % _hop] / _length;
            for (var bin = 0; bin < Bins; bin++)
            {
                var twice = bin == 0 || bin == _length / 2 ? 1 : 2;
                var angle = 2 * Math.PI * ((long)bin * n % _length) / _length;
                basis[(n * 2 * Bins) + bin] = (float)(twice * gain * Math.Cos(angle));
                basis[(n * 2 * Bins) + Bins + bin] = (float)(-twice * gain * Math.Sin(angle));
            }
        }

        return basis;
    }
}
