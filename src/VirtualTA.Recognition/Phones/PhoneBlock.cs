using System.Numerics.Tensors;
using VirtualTA.Neural.Formats;
using VirtualTA.Neural.Layers;
using VirtualTA.Neural.Memory;

namespace VirtualTA.Recognition.Phones;

/// <summary>Depthwise convolution over steps, norm and a two-layer perceptron with a residual path (ConvNeXt's shape). Weights only.</summary>
internal sealed class PhoneBlock
{
    private readonly int _width;
    private readonly int _inner;
    private readonly float[] _taps;
    private readonly float[] _bias;
    private readonly StepNorm _norm;
    private readonly Linear _expand;
    private readonly Linear _reduce;

    public PhoneBlock(SafetensorsFile file, string prefix, int width, int inner, int kernel, int lookAhead)
    {
        (_width, _inner, Kernel, LookAhead) = (width, inner, kernel, lookAhead);
        _taps = file.Floats(prefix + "depthwise.weight", kernel, width);
        _bias = file.Floats(prefix + "depthwise.bias", width);
        _norm = new StepNorm(file, prefix + "norm", width);
        _expand = Linear.Load(file, prefix + "expand", width, inner);
        _reduce = Linear.Load(file, prefix + "reduce", inner, width);
    }

    /// <summary>Steps that an output depends on.</summary>
    public int Kernel { get; }

    /// <summary>How many of them come after it.</summary>
    public int LookAhead { get; }

    /// <summary>Computes <paramref name="count"/> outputs.</summary>
    /// <param name="input">[count + kernel − 1, width].</param>
    /// <param name="count">Outputs.</param>
    /// <param name="output">[count, width].</param>
    /// <param name="workspace">Scratch memory and threads.</param>
    public void Apply(ReadOnlySpan<float> input, int count, Span<float> output, Workspace workspace)
    {
        using var scope = workspace.Begin();
        var mixed = workspace.Floats(count * _width);
        for (var step = 0; step < count; step++)
        {
            var sum = mixed.Slice(step * _width, _width);
            _bias.CopyTo(sum);
            for (var tap = 0; tap < Kernel; tap++)
            {
                TensorPrimitives.MultiplyAdd(input.Slice((step + tap) * _width, _width), _taps.AsSpan(tap * _width, _width), sum, sum);
            }
        }

        _norm.Apply(mixed);
        var inner = workspace.Floats(count * _inner);
        _expand.Apply(mixed, count, inner, workspace);
        TensorPrimitives.Max(inner, 0f, inner);
        _reduce.Apply(inner, count, output, workspace);
        var centre = (Kernel - 1 - LookAhead) * _width;
        TensorPrimitives.Add(output[..(count * _width)], input.Slice(centre, count * _width), output);
    }
}
