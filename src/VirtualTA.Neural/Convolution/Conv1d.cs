using VirtualTA.Neural.Formats;
using VirtualTA.Neural.Layers;
using VirtualTA.Neural.Memory;

namespace VirtualTA.Neural.Convolution;

/// <summary>One-dimensional convolution over time, frames as rows. Causal with a passed state, or padded over a whole signal. Immutable.</summary>
/// <remarks>Causal padding is on the left alone: <see cref="Context"/> = (kernel − 1)·dilation + 1 − stride frames, as in EnCodec.
/// Fed in pieces it gives exactly what it gives for the whole.</remarks>
public sealed class Conv1d
{
    private readonly Linear _product;
    private readonly int _stride;
    private readonly int _dilation;
    private readonly int _kernel;

    private Conv1d(Linear product, int inputs, int kernel, int stride, int dilation)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(stride);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(dilation);
        (_product, Inputs, _kernel, _stride, _dilation) = (product, inputs, kernel, stride, dilation);
        ArgumentOutOfRangeException.ThrowIfNegative(Context, nameof(stride));
    }

    /// <summary>Input channels.</summary>
    public int Inputs { get; }

    /// <summary>Output channels.</summary>
    public int Outputs => _product.Outputs;

    /// <summary>Frames of the past that the next output needs.</summary>
    public int Context => ((_kernel - 1) * _dilation) + 1 - _stride;

    /// <summary>Makes a layer from weights in PyTorch's order.</summary>
    /// <param name="weights">[outputs, inputs, kernel].</param>
    /// <param name="bias">[outputs], or empty.</param>
    /// <param name="inputs">Input channels.</param>
    /// <param name="kernel">Taps.</param>
    /// <param name="stride">Input frames per output frame.</param>
    /// <param name="dilation">Frames between taps.</param>
    /// <param name="precision">How weights are kept.</param>
    public static Conv1d Create(
        ReadOnlySpan<float> weights, ReadOnlySpan<float> bias, int inputs, int kernel, int stride = 1, int dilation = 1, WeightPrecision precision = WeightPrecision.Full)
    {
        var ordered = TapsFirst(weights, inputs, kernel);
        var product = precision switch
        {
            WeightPrecision.Full => Linear.SinglePrecision(ordered, bias, inputs * kernel),
            WeightPrecision.Half => Linear.HalfPrecision(ordered, bias, inputs * kernel),
            _ => Linear.Quantized(ordered, bias, inputs * kernel),
        };
        return new Conv1d(product, inputs, kernel, stride, dilation);
    }

    /// <summary>Loads NAME.weight [outputs, inputs, kernel] and NAME.bias; types as <see cref="Linear.Load"/>.</summary>
    public static Conv1d Load(SafetensorsFile file, string name, int inputs, int outputs, int kernel, int stride = 1, int dilation = 1)
    {
        var bias = file.Tensors.ContainsKey(name + ".bias") ? file.Floats(name + ".bias", outputs) : [];
        var type = file.Info(name + ".weight").Type;
        if (type == TensorType.I8)
        {
            var quantized = TapsFirst<sbyte>(file.Bytes8(name + ".weight", outputs, inputs, kernel), inputs, kernel);
            return new Conv1d(Linear.Quantized(quantized, file.Floats(name + ".weight_scale", outputs), bias, inputs * kernel), inputs, kernel, stride, dilation);
        }

        var precision = type is TensorType.F16 or TensorType.BF16 ? WeightPrecision.Half : WeightPrecision.Full;
        return Create(file.Floats(name + ".weight", outputs, inputs, kernel), bias, inputs, kernel, stride, dilation, precision);
    }

    /// <summary>A state with silence as the past.</summary>
    public ConvState NewState() => new(Context * Inputs);

    /// <summary>Computes the next frames of a stream.</summary>
    /// <param name="input">[frames, inputs].</param>
    /// <param name="frames">A multiple of the stride.</param>
    /// <param name="output">[frames/stride, outputs].</param>
    /// <param name="state">The stream's past; updated.</param>
    /// <param name="workspace">Scratch memory and threads.</param>
    public void Apply(ReadOnlySpan<float> input, int frames, Span<float> output, ConvState state, Workspace workspace)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(frames % _stride, 0, nameof(frames));
        using var scope = workspace.Begin();
        var joined = state.Join(input[..(frames * Inputs)], workspace);
        Windows(joined, frames / _stride, output, workspace);
    }

    /// <summary>Computes a whole signal with silence around it.</summary>
    /// <param name="input">[frames, inputs].</param>
    /// <param name="frames">Frames.</param>
    /// <param name="left">Silent frames before.</param>
    /// <param name="right">Silent frames after.</param>
    /// <param name="output">[<see cref="PaddedFrames"/>, outputs].</param>
    /// <param name="workspace">Scratch memory and threads.</param>
    public void ApplyPadded(ReadOnlySpan<float> input, int frames, int left, int right, Span<float> output, Workspace workspace)
    {
        using var scope = workspace.Begin();
        var padded = workspace.Floats((left + frames + right) * Inputs);
        padded.Clear();
        input[..(frames * Inputs)].CopyTo(padded[(left * Inputs)..]);
        Windows(padded, PaddedFrames(frames, left, right), output, workspace);
    }

    /// <summary>Frames that <see cref="ApplyPadded"/> gives.</summary>
    public int PaddedFrames(int frames, int left, int right) =>
        Math.Max(0, ((left + frames + right - ((_kernel - 1) * _dilation) - 1) / _stride) + 1);

    private static T[] TapsFirst<T>(ReadOnlySpan<T> weights, int inputs, int kernel)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(weights.Length % (inputs * kernel), 0, nameof(weights));
        var ordered = new T[weights.Length];
        for (var row = 0; row < weights.Length / (inputs * kernel); row++)
        {
            for (var input = 0; input < inputs; input++)
            {
                for (var tap = 0; tap < kernel; tap++)
                {
                    ordered[(((row * kernel) + tap) * inputs) + input] = weights[(((row * inputs) + input) * kernel) + tap];
                }
            }
        }

        return ordered;
    }

    private void Windows(ReadOnlySpan<float> signal, int outputs, Span<float> output, Workspace workspace)
    {
        if (_dilation == 1)
        {
            // A window of neighbouring frames is contiguous: no copy.
            _product.Apply(signal, _stride * Inputs, outputs, output, Outputs, workspace);
            return;
        }

        var windows = workspace.Floats(outputs * _kernel * Inputs);
        for (var frame = 0; frame < outputs; frame++)
        {
            for (var tap = 0; tap < _kernel; tap++)
            {
                signal.Slice(((frame * _stride) + (tap * _dilation)) * Inputs, Inputs).CopyTo(windows[(((frame * _kernel) + tap) * Inputs)..]);
            }
        }

        _product.Apply(windows, outputs, output, workspace);
    }
}
