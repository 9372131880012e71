using VirtualTA.Neural.Formats;
using VirtualTA.Neural.Layers;
using VirtualTA.Neural.Memory;

namespace VirtualTA.Neural.Recurrent;

/// <summary>One direction of one recurrent layer. Immutable; the state is passed.</summary>
public abstract class RecurrentLayer
{
    private readonly Linear _fromInput;
    private readonly Linear _fromHidden;

    private protected RecurrentLayer(Linear fromInput, Linear fromHidden, int gates)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(fromHidden.Outputs, gates * fromHidden.Inputs, nameof(fromHidden));
        ArgumentOutOfRangeException.ThrowIfNotEqual(fromInput.Outputs, fromHidden.Outputs, nameof(fromInput));
        (_fromInput, _fromHidden) = (fromInput, fromHidden);
    }

    /// <summary>Values per frame that go in.</summary>
    public int Inputs => _fromInput.Inputs;

    /// <summary>Values per frame that come out.</summary>
    public int Hidden => _fromHidden.Inputs;

    /// <summary>A state of zeros.</summary>
    public RecurrentState NewState() => new(Hidden);

    /// <summary>Runs over frames.</summary>
    /// <param name="input">[frames, inputs].</param>
    /// <param name="frames">Frames.</param>
    /// <param name="output">Frame t is written at t·<paramref name="outputStride"/>, hidden values.</param>
    /// <param name="outputStride">Floats between output frames, so that two directions can be interleaved.</param>
    /// <param name="state">Updated.</param>
    /// <param name="workspace">Scratch memory and threads.</param>
    /// <param name="reverse">Whether to run from the last frame to the first.</param>
    public void Apply(
        ReadOnlySpan<float> input, int frames, Span<float> output, int outputStride, RecurrentState state, Workspace workspace, bool reverse = false)
    {
        using var scope = workspace.Begin();
        var width = _fromInput.Outputs;
        var fromInput = workspace.Floats(frames * width);
        var fromHidden = workspace.Floats(width);
        _fromInput.Apply(input, frames, fromInput, workspace);
        for (var step = 0; step < frames; step++)
        {
            var frame = reverse ? frames - 1 - step : step;
            _fromHidden.Apply(state.Hidden, 1, fromHidden, workspace);
            Step(fromInput.Slice(frame * width, width), fromHidden, state);
            state.Hidden.CopyTo(output[(frame * outputStride)..]);
        }
    }

    private protected abstract void Step(Span<float> fromInput, Span<float> fromHidden, RecurrentState state);

    /// <summary>Loads PREFIX.weight_ih_SUFFIX and its companions under PyTorch's names.</summary>
    private protected static (Linear FromInput, Linear FromHidden) LoadGates(SafetensorsFile file, string prefix, string suffix, int inputs, int hidden, int gates)
    {
        Linear Part(string which, int columns)
        {
            var weight = $"{prefix}.weight_{which}_{suffix}";
            var bias = file.Floats($"{prefix}.bias_{which}_{suffix}", gates * hidden);
            return file.Info(weight).Type switch
            {
                TensorType.I8 => Linear.Quantized(file.Bytes8(weight, gates * hidden, columns), file.Floats(weight + "_scale", gates * hidden), bias, columns),
                TensorType.F16 or TensorType.BF16 => Linear.HalfPrecision(file.Floats(weight, gates * hidden, columns), bias, columns),
                _ => Linear.SinglePrecision(file.Floats(weight, gates * hidden, columns), bias, columns),
            };
        }

        return (Part("ih", inputs), Part("hh", hidden));
    }
}
