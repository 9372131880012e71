using VirtualTA.Neural.Formats;
using VirtualTA.Neural.Memory;

namespace VirtualTA.Neural.Layers;

/// <summary>y = W·x + b for rows of tokens. Immutable after construction; may be shared by threads.</summary>
/// <remarks>A token's result does not depend on how many tokens are computed together: streamed equals offline bit for bit.</remarks>
public abstract class Linear
{
    private protected Linear(int inputs, int outputs)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(inputs);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(outputs);
        (Inputs, Outputs) = (inputs, outputs);
    }

    /// <summary>Values per token that go in.</summary>
    public int Inputs { get; }

    /// <summary>Values per token that come out.</summary>
    public int Outputs { get; }

    /// <summary>Bytes of weights read per call.</summary>
    public abstract long WeightBytes { get; }

    /// <summary>Weights kept in single precision.</summary>
    /// <param name="weights">[outputs, inputs].</param>
    /// <param name="bias">[outputs], or empty for none.</param>
    /// <param name="inputs">Columns.</param>
    public static Linear SinglePrecision(ReadOnlySpan<float> weights, ReadOnlySpan<float> bias, int inputs) =>
        new FloatLinear(weights, bias, inputs);

    /// <summary>Weights rounded to half precision; arithmetic in single precision.</summary>
    /// <param name="weights">[outputs, inputs], magnitudes below 65 504.</param>
    /// <param name="bias">[outputs], or empty for none.</param>
    /// <param name="inputs">Columns.</param>
    public static Linear HalfPrecision(ReadOnlySpan<float> weights, ReadOnlySpan<float> bias, int inputs) =>
        new HalfLinear(weights, bias, inputs);

    /// <summary>Weights quantised here: symmetric, one scale a row, w ≈ scale·q with q in −127…127.</summary>
    /// <param name="weights">[outputs, inputs].</param>
    /// <param name="bias">[outputs], or empty for none.</param>
    /// <param name="inputs">Columns.</param>
    public static Linear Quantized(ReadOnlySpan<float> weights, ReadOnlySpan<float> bias, int inputs)
    {
        var (quantized, scales) = Int8Linear.Quantize(weights, inputs);
        return new Int8Linear(quantized, scales, bias, inputs);
    }

    /// <summary>Weights quantised before. Activations are quantised per token: scale = max|x|/127, rounded to the nearest, ties to even.</summary>
    /// <param name="weights">[outputs, inputs], −127…127.</param>
    /// <param name="scales">[outputs].</param>
    /// <param name="bias">[outputs], or empty for none.</param>
    /// <param name="inputs">Columns.</param>
    public static Linear Quantized(ReadOnlySpan<sbyte> weights, ReadOnlySpan<float> scales, ReadOnlySpan<float> bias, int inputs) =>
        new Int8Linear(weights, scales, bias, inputs);

    /// <summary>
    /// Loads NAME.weight [outputs, inputs] and, if there, NAME.bias [outputs]. I8 weights need NAME.weight_scale [outputs];
    /// F16 and BF16 weights are kept in half precision, others in single.
    /// </summary>
    /// <exception cref="ModelFormatException">A tensor is missing or has another shape or type.</exception>
    public static Linear Load(SafetensorsFile file, string name, int inputs, int outputs)
    {
        ArgumentNullException.ThrowIfNull(file);
        var bias = file.Tensors.ContainsKey(name + ".bias") ? file.Floats(name + ".bias", outputs) : [];
        var weight = name + ".weight";
        return file.Info(weight).Type switch
        {
            TensorType.I8 => Quantized(file.Bytes8(weight, outputs, inputs), file.Floats(name + ".weight_scale", outputs), bias, inputs),
            TensorType.F16 or TensorType.BF16 => HalfPrecision(file.Floats(weight, outputs, inputs), bias, inputs),
            _ => SinglePrecision(file.Floats(weight, outputs, inputs), bias, inputs),
        };
    }

    /// <summary>Applies the layer to tokens that lie one after the other.</summary>
    /// <param name="input">[tokens, inputs].</param>
    /// <param name="tokens">Rows.</param>
    /// <param name="output">[tokens, outputs]; must not overlap the input.</param>
    /// <param name="workspace">Scratch memory and threads.</param>
    public void Apply(ReadOnlySpan<float> input, int tokens, Span<float> output, Workspace workspace) =>
        Apply(input, Inputs, tokens, output, Outputs, workspace);

    /// <summary>Applies the layer to tokens at a distance; rows may overlap in the input, as the windows of a convolution do.</summary>
    /// <param name="input">Token t starts at t·<paramref name="inputStride"/>.</param>
    /// <param name="inputStride">Floats between tokens.</param>
    /// <param name="tokens">Rows.</param>
    /// <param name="output">Token t starts at t·<paramref name="outputStride"/>; must not overlap the input.</param>
    /// <param name="outputStride">Floats between tokens, at least outputs.</param>
    /// <param name="workspace">Scratch memory and threads.</param>
    public unsafe void Apply(ReadOnlySpan<float> input, int inputStride, int tokens, Span<float> output, int outputStride, Workspace workspace)
    {
        ArgumentNullException.ThrowIfNull(workspace);
        ArgumentOutOfRangeException.ThrowIfNegative(tokens);
        ArgumentOutOfRangeException.ThrowIfLessThan(outputStride, Outputs);
        if (tokens == 0)
        {
            return;
        }

        ArgumentOutOfRangeException.ThrowIfNegative(inputStride);
        ArgumentOutOfRangeException.ThrowIfLessThan(input.Length, ((long)(tokens - 1) * inputStride) + Inputs, nameof(input));
        ArgumentOutOfRangeException.ThrowIfLessThan(output.Length, ((long)(tokens - 1) * outputStride) + Outputs, nameof(output));
        fixed (float* from = input)
        fixed (float* to = output)
        {
            Multiply(from, inputStride, tokens, to, outputStride, workspace);
        }

        GC.KeepAlive(this);
    }

    private protected abstract unsafe void Multiply(float* input, nint inputStride, int tokens, float* output, nint outputStride, Workspace workspace);

    private protected static (int Rows, float[] Bias) CheckShape(int weights, ReadOnlySpan<float> bias, int inputs)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(inputs);
        ArgumentOutOfRangeException.ThrowIfNotEqual(weights % inputs, 0, nameof(weights));
        var rows = weights / inputs;
        if (!bias.IsEmpty)
        {
            ArgumentOutOfRangeException.ThrowIfNotEqual(bias.Length, rows, nameof(bias));
        }

        return (rows, bias.ToArray());
    }
}
