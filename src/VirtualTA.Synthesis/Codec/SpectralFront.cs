using VirtualTA.Neural.Layers;
using VirtualTA.Neural.Memory;

namespace VirtualTA.Synthesis.Codec;

/// <summary>Log-mel magnitudes and the generalised autocorrelation on the grid of pitch classes.</summary>
internal sealed class SpectralFront : IEncoderFront
{
    private const double LowBand = 2500;
    private const float LogFloor = 1e-5f;
    private readonly CodecShape _shape;
    private readonly int _bins;
    private readonly int _lowBins;
    private readonly Linear _transform;
    private readonly Linear _mel;
    private readonly Linear _lags;

    public SpectralFront(CodecShape shape)
    {
        _shape = shape;
        _bins = (shape.Window / 2) + 1;
        _lowBins = (int)(LowBand * shape.Window / shape.SampleRate);
        _transform = FourierBasis.Forward(FourierBasis.Hann(shape.Window), shape.Window, 1);
        _mel = FourierBasis.MelBands(shape.SampleRate, shape.Window, shape.Mels, 20);
        var cosines = new float[shape.Lags * _lowBins];
        for (var lag = 0; lag < shape.Lags; lag++)
        {
            for (var bin = 0; bin < _lowBins; bin++)
            {
                cosines[(lag * _lowBins) + bin] = (float)Math.Cos(2 * Math.PI * bin * (shape.SampleRate / PitchScale.Hertz(lag)) / shape.Window);
            }
        }

        _lags = Linear.SinglePrecision(cosines, [], _lowBins);
    }

    public int Features => _shape.Mels + _shape.Lags;

    // The window of the first frame starts half a window before the sound; its last hop is what one call adds.
    public object NewState() => new float[_shape.Window - _shape.Hop];

    public void Apply(ReadOnlySpan<float> samples, int frames, Span<float> features, object state, Workspace workspace)
    {
        using var scope = workspace.Begin();
        var past = (float[])state;
        var joined = workspace.Floats(past.Length + samples.Length);
        past.CopyTo(joined);
        samples.CopyTo(joined[past.Length..]);
        joined[samples.Length..].CopyTo(past);
        var spectrum = workspace.Floats(frames * 2 * _bins);
        _transform.Apply(joined, _shape.Hop, frames, spectrum, 2 * _bins, workspace);
        var magnitudes = workspace.Floats(frames * _bins);
        for (var frame = 0; frame < frames; frame++)
        {
            Magnitude(spectrum.Slice(frame * 2 * _bins, 2 * _bins), magnitudes.Slice(frame * _bins, _bins));
        }

        _mel.Apply(magnitudes, _bins, frames, features, Features, workspace);
        _lags.Apply(magnitudes, _bins, frames, features[_shape.Mels..], Features, workspace);
        for (var frame = 0; frame < frames; frame++)
        {
            Scale(features.Slice(frame * Features, Features), magnitudes.Slice(frame * _bins, _lowBins));
        }
    }

    private void Magnitude(ReadOnlySpan<float> spectrum, Span<float> magnitudes)
    {
        var scale = 2f / _shape.Window;
        for (var bin = 0; bin < _bins; bin++)
        {
            var (real, imaginary) = (spectrum[bin], spectrum[_bins + bin]);
            magnitudes[bin] = MathF.Sqrt((real * real) + (imaginary * imaginary) + 1e-12f) * scale;
        }
    }

    private void Scale(Span<float> row, ReadOnlySpan<float> low)
    {
        var sum = 0f;
        foreach (var magnitude in low)
        {
            sum += magnitude;
        }

        for (var band = 0; band < _shape.Mels; band++)
        {
            row[band] = (MathF.Log(row[band] + LogFloor) * 0.25f) + 2f;
        }

        var scale = 3f / (sum + 1e-4f);
        for (var lag = _shape.Mels; lag < row.Length; lag++)
        {
            row[lag] *= scale;
        }
    }
}
