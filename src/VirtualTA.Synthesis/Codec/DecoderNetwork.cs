using VirtualTA.Neural.Convolution;
using VirtualTA.Neural.Formats;
using VirtualTA.Neural.Layers;
using VirtualTA.Neural.Memory;

namespace VirtualTA.Synthesis.Codec;

/// <summary>Causal ConvNeXt and an inverse transform (Vocos), optionally filtering a harmonic excitation. Immutable.</summary>
/// <remarks>
/// Frame t fills the window of two hops around sample t·hop; half of it waits for the next frame. What the network takes for noise is
/// in part its doubt where the harmonics are: where it is not told whose voice it is, a bin's noise yields to the voice there by the
/// gain of a Wiener filter, noise² / (noise² + yield · voice²), but never below a tenth. A speaker is known by the noise of the voice
/// too, so that of a told one stays.
/// </remarks>
internal sealed class DecoderNetwork
{
    private const float SmallestLog = -14f;
    private const float LargestLog = 4f;
    private const float NoiseLeft = 0.1f;
    private readonly CodecShape _shape;
    private readonly ConvNeXtStack _stack;
    private readonly Linear _head;
    private readonly Linear? _pitch;
    private readonly Linear? _speaker;
    private readonly Linear? _analysis;
    private readonly Linear _synthesis;
    private readonly PulseTrain _pulses;

    public DecoderNetwork(SafetensorsFile file, CodecShape shape)
    {
        _shape = shape;
        _stack = new ConvNeXtStack(file, "decoder", shape.Width, shape.DecoderWidth, shape.DecoderInner, shape.DecoderBlocks, shape.Kernel);
        _head = Linear.Load(file, "decoder.head", shape.DecoderWidth, (shape.Harmonic ? 3 : 2) * shape.Bins);
        _speaker = shape.DecoderSpeaker > 0 ? Linear.Load(file, "decoder.speaker", shape.DecoderSpeaker, shape.DecoderWidth) : null;
        var length = 2 * shape.Hop;
        var window = Array.ConvertAll(FourierBasis.Hann(length), Math.Sqrt);
        _synthesis = FourierBasis.Inverse(window, Math.Sqrt(length));
        _pulses = new PulseTrain(shape.SampleRate, shape.Hop);
        if (shape.Harmonic)
        {
            _pitch = Linear.Load(file, "decoder.pitch", shape.DecoderWidth, shape.Lags);
            _analysis = FourierBasis.Forward(window, length, 1 / Math.Sqrt(shape.Hop));
        }
    }

    /// <summary>A stream's past: silence.</summary>
    /// <param name="seed">Of the noise.</param>
    /// <param name="speaker">Whose voice it is, [speaker vector]; empty if that is not known.</param>
    /// <param name="workspace">Scratch memory.</param>
    /// <exception cref="ArgumentException">A vector of another length than the decoder was trained with.</exception>
    public State NewState(uint seed, ReadOnlySpan<float> speaker, Workspace workspace)
    {
        if (_speaker is null || speaker.IsEmpty)
        {
            return new(_stack.NewState(), _shape.Hop, seed, []);
        }

        if (speaker.Length != _speaker.Inputs)
        {
            throw new ArgumentException($"The speaker vector has {speaker.Length} values, but the codec's decoder takes {_speaker.Inputs}. Enrol the voice again: virtualta voices enroll.", nameof(speaker));
        }

        var offset = new float[_speaker.Outputs];
        _speaker.Apply(speaker, 1, offset, workspace);
        return new(_stack.NewState(), _shape.Hop, seed, offset);
    }

    /// <summary>Vectors [frames, encoder width] to samples [frames · hop] that end where the last frame's window is half way.</summary>
    public void Apply(ReadOnlySpan<float> vectors, int frames, Span<float> samples, State state, Workspace workspace)
    {
        using var scope = workspace.Begin();
        var (bins, hop) = (_shape.Bins, _shape.Hop);
        var hidden = workspace.Floats(frames * _shape.DecoderWidth);
        var values = workspace.Floats(frames * _head.Outputs);
        var spectrum = workspace.Floats(frames * 2 * bins);
        _stack.Apply(vectors, frames, hidden, state.Stack, workspace, state.Speaker);
        _head.Apply(hidden, frames, values, workspace);
        if (_pitch is not null && _analysis is not null)
        {
            Excite(hidden, frames, spectrum, state, workspace);
        }

        for (var frame = 0; frame < frames; frame++, state.Frame++)
        {
            var row = values.Slice(frame * _head.Outputs, _head.Outputs);
            var bent = spectrum.Slice(frame * 2 * bins, 2 * bins);
            if (_shape.Harmonic)
            {
                Filter(row, bent, state);
            }
            else
            {
                Polar(row, bent);
            }
        }

        var pieces = workspace.Floats(frames * 2 * hop);
        _synthesis.Apply(spectrum, frames, pieces, workspace);
        for (var frame = 0; frame < frames; frame++)
        {
            var segment = samples.Slice(frame * hop, hop);
            state.Tail.CopyTo(segment);
            Activation.Add(segment, pieces.Slice(frame * 2 * hop, hop));
            pieces.Slice((frame * 2 * hop) + hop, hop).CopyTo(state.Tail);
        }
    }

    private void Excite(ReadOnlySpan<float> hidden, int frames, Span<float> spectrum, State state, Workspace workspace)
    {
        var hop = _shape.Hop;
        var logits = workspace.Floats(frames * _shape.Lags);
        _pitch!.Apply(hidden, frames, logits, workspace);
        var train = workspace.Floats((frames + 1) * hop);
        state.Pulse.CopyTo(train);
        for (var frame = 0; frame < frames; frame++)
        {
            var hertz = PitchScale.Expected(logits.Slice(frame * _shape.Lags, _shape.Lags));
            _pulses.Next(hertz, train.Slice((frame + 1) * hop, hop), ref state.Phase);
        }

        train[(frames * hop)..].CopyTo(state.Pulse);
        _analysis!.Apply(train, hop, frames, spectrum, 2 * _shape.Bins, workspace);
    }

    private void Filter(ReadOnlySpan<float> row, Span<float> spectrum, State state)
    {
        var bins = _shape.Bins;
        var noiseYield = state.Speaker.Length == 0 ? _shape.NoiseYield : 0;
        for (var bin = 0; bin < bins; bin++)
        {
            var voiced = MathF.Exp(Math.Clamp(row[bin], SmallestLog, LargestLog));
            var noise = MathF.Exp(Math.Clamp(row[bins + bin], SmallestLog, LargestLog));
            if (noiseYield > 0)
            {
                var ratio = voiced / noise;
                noise *= NoiseLeft + ((1 - NoiseLeft) / (1 + (noiseYield * ratio * ratio)));
            }

            var (sine, cosine) = MathF.SinCos(row[(2 * bins) + bin]);
            var (noiseCosine, noiseSine) = NoisePhases.At(state.Seed, state.Frame, bins, bin);
            var (real, imaginary) = (spectrum[bin], spectrum[bins + bin]);
            spectrum[bin] = (voiced * ((real * cosine) - (imaginary * sine))) + (noise * noiseCosine);
            spectrum[bins + bin] = (voiced * ((real * sine) + (imaginary * cosine))) + (noise * noiseSine);
        }
    }

    private void Polar(ReadOnlySpan<float> row, Span<float> spectrum)
    {
        var bins = _shape.Bins;
        for (var bin = 0; bin < bins; bin++)
        {
            var magnitude = MathF.Exp(Math.Clamp(row[bin], SmallestLog, LargestLog));
            var (sine, cosine) = MathF.SinCos(row[bins + bin]);
            (spectrum[bin], spectrum[bins + bin]) = (magnitude * cosine, magnitude * sine);
        }
    }

    /// <summary>The past of one stream.</summary>
    public sealed class State(ConvState[] stack, int hop, uint seed, float[] speaker)
    {
        internal float[] Speaker { get; } = speaker;

        internal ConvState[] Stack { get; } = stack;

        internal float[] Pulse { get; } = new float[hop];

        internal float[] Tail { get; } = new float[hop];

        internal uint Seed { get; } = seed;

        internal long Frame { get; set; }

        internal PulseTrain.State Phase;
    }
}
