using VirtualTA.Neural.Formats;
using VirtualTA.Neural.Layers;
using VirtualTA.Neural.Memory;
using VirtualTA.Synthesis.Codec;

namespace VirtualTA.Synthesis.Voices;

/// <summary>Log-mel of one window without its mean over time, several 10 ms frames to a step. Immutable.</summary>
internal sealed class SpeakerFeatures
{
    private const double LowestBand = 60;
    private const float LogFloor = 1e-8f;
    private readonly int _frameLength;
    private readonly int _hop;
    private readonly int _bins;
    private readonly int _mels;
    private readonly int _stack;
    private readonly Linear _transform;
    private readonly Linear _bands;

    public SpeakerFeatures(SafetensorsFile file)
    {
        SampleRate = file.RequireInt("sample_rate", 8000, 48000);
        _hop = file.RequireInt("hop", 16, 4096);
        var fft = file.RequireInt("fft", 64, 8192);
        _frameLength = file.RequireInt("window", 64, fft);
        _mels = file.RequireInt("mels", 8, 256);
        _stack = file.RequireInt("stack", 1, 16);
        if (fft % 2 != 0)
        {
            throw new ModelFormatException($"{file.Path}: fft is {fft}, but an even number is needed; fetch the model file again.");
        }

        _bins = (fft / 2) + 1;
        _transform = FourierBasis.Forward(FourierBasis.Hann(_frameLength), fft, 1);
        _bands = FourierBasis.MelBands(SampleRate, fft, _mels, LowestBand);
    }

    /// <summary>Samples a second.</summary>
    public int SampleRate { get; }

    /// <summary>Values per step.</summary>
    public int Size => _mels * _stack;

    /// <summary>Steps of a window of so many samples.</summary>
    public int Steps(int samples) => Frames(samples) / _stack;

    /// <summary>Writes [steps, size].</summary>
    public void Apply(ReadOnlySpan<float> samples, Span<float> features, Workspace workspace)
    {
        using var scope = workspace.Begin();
        var frames = Frames(samples.Length);
        var spectrum = workspace.Floats(frames * 2 * _bins);
        var power = workspace.Floats(frames * _bins);
        var mel = workspace.Floats(frames * _mels);
        _transform.Apply(samples, _hop, frames, spectrum, 2 * _bins, workspace);
        var scale = 4f / ((float)_frameLength * _frameLength);
        for (var frame = 0; frame < frames; frame++)
        {
            var row = spectrum.Slice(frame * 2 * _bins, 2 * _bins);
            for (var bin = 0; bin < _bins; bin++)
            {
                power[(frame * _bins) + bin] = ((row[bin] * row[bin]) + (row[_bins + bin] * row[_bins + bin])) * scale;
            }
        }

        _bands.Apply(power, frames, mel, workspace);
        for (var band = 0; band < _mels; band++)
        {
            Level(mel[band..], frames);
        }

        mel[..features.Length].CopyTo(features);
    }

    private int Frames(int samples) => ((samples - _frameLength) / _hop) + 1;

    // One band, every `_mels`-th value: logarithm, then without its mean.
    private void Level(Span<float> band, int frames)
    {
        var total = 0.0;
        for (var frame = 0; frame < frames; frame++)
        {
            ref var value = ref band[frame * _mels];
            value = MathF.Log(MathF.Max(value, 0) + LogFloor) * 0.5f;
            total += value;
        }

        var mean = (float)(total / frames);
        for (var frame = 0; frame < frames; frame++)
        {
            band[frame * _mels] -= mean;
        }
    }
}
