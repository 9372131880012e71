using VirtualTA.Neural.Formats;
using VirtualTA.Neural.Layers;
using VirtualTA.Neural.Memory;

namespace VirtualTA.Neural.Convolution;

/// <summary>Causal transposed convolution: each frame gives <see cref="Stride"/> frames; the kernel − stride frames at the end are held back. Immutable.</summary>
public sealed class ConvTranspose1d
{
    private readonly Linear _product;
    private readonly float[] _bias;
    private readonly int _kernel;

    /// <summary>Makes a layer from weights in PyTorch's order.</summary>
    /// <param name="weights">[inputs, outputs, kernel].</param>
    /// <param name="bias">[outputs], or empty.</param>
    /// <param name="inputs">Input channels.</param>
    /// <param name="kernel">Taps, at least <paramref name="stride"/>.</param>
    /// <param name="stride">Output frames per input frame.</param>
    public ConvTranspose1d(ReadOnlySpan<float> weights, ReadOnlySpan<float> bias, int inputs, int kernel, int stride)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(weights.Length % (inputs * kernel), 0, nameof(weights));
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(stride);
        ArgumentOutOfRangeException.ThrowIfLessThan(kernel, stride);
        (Inputs, Outputs, Stride, _kernel) = (inputs, weights.Length / (inputs * kernel), stride, kernel);
        _bias = bias.IsEmpty ? new float[Outputs] : bias.ToArray();
        ArgumentOutOfRangeException.ThrowIfNotEqual(_bias.Length, Outputs, nameof(bias));
        var ordered = new float[weights.Length];
        for (var input = 0; input < inputs; input++)
        {
            for (var output = 0; output < Outputs; output++)
            {
                for (var tap = 0; tap < kernel; tap++)
                {
                    ordered[(((tap * Outputs) + output) * inputs) + input] = weights[(((input * Outputs) + output) * kernel) + tap];
                }
            }
        }

        _product = Linear.SinglePrecision(ordered, [], inputs);
    }

    /// <summary>Input channels.</summary>
    public int Inputs { get; }

    /// <summary>Output channels.</summary>
    public int Outputs { get; }

    /// <summary>Output frames per input frame.</summary>
    public int Stride { get; }

    /// <summary>Loads NAME.weight [inputs, outputs, kernel] and NAME.bias.</summary>
    public static ConvTranspose1d Load(SafetensorsFile file, string name, int inputs, int outputs, int kernel, int stride) => new(
        file.Floats(name + ".weight", inputs, outputs, kernel),
        file.Tensors.ContainsKey(name + ".bias") ? file.Floats(name + ".bias", outputs) : [],
        inputs,
        kernel,
        stride);

    /// <summary>A state with nothing held back.</summary>
    public ConvState NewState() => new((_kernel - Stride) * Outputs);

    /// <summary>Computes the next frames of a stream.</summary>
    /// <param name="input">[frames, inputs].</param>
    /// <param name="frames">Frames.</param>
    /// <param name="output">[frames·stride, outputs].</param>
    /// <param name="state">What earlier frames left; updated.</param>
    /// <param name="workspace">Scratch memory and threads.</param>
    public void Apply(ReadOnlySpan<float> input, int frames, Span<float> output, ConvState state, Workspace workspace)
    {
        using var scope = workspace.Begin();
        var pieces = workspace.Floats(frames * _kernel * Outputs);
        _product.Apply(input, frames, pieces, workspace);
        var sum = workspace.Floats(((frames * Stride) + _kernel - Stride) * Outputs);
        sum.Clear();
        state.Past.CopyTo(sum);
        for (var frame = 0; frame < frames; frame++)
        {
            Activation.Add(sum.Slice(frame * Stride * Outputs, _kernel * Outputs), pieces.Slice(frame * _kernel * Outputs, _kernel * Outputs));
        }

        var ready = frames * Stride * Outputs;
        sum[ready..].CopyTo(state.Past);
        for (var at = 0; at < ready; at++)
        {
            output[at] = sum[at] + _bias[at % Outputs];
        }
    }
}
