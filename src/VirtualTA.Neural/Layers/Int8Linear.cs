using System.Runtime.Intrinsics;
using VirtualTA.Neural.Kernels;
using VirtualTA.Neural.Memory;
using VirtualTA.Neural.Threading;

namespace VirtualTA.Neural.Layers;

/// <summary>8-bit weights with one scale a row, activations quantised per token.</summary>
internal sealed unsafe class Int8Linear : Linear
{
    private const int TokensPerCall = 4;
    private readonly int _groups;
    private readonly int _panelCount;
    private readonly AlignedBuffer<sbyte> _panels;
    private readonly AlignedBuffer<float> _scales;
    private readonly AlignedBuffer<float> _bias;

    // 128 times the sum of a row's weights: what the raised activations add to its product.
    private readonly AlignedBuffer<int> _corrections;
    private readonly Int8Kernel _kernel;

    public Int8Linear(ReadOnlySpan<sbyte> weights, ReadOnlySpan<float> scales, ReadOnlySpan<float> bias, int inputs, Int8Kernel? kernel = null)
        : base(inputs, CheckShape(weights.Length, bias, inputs).Rows)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(scales.Length, Outputs, nameof(scales));
        _kernel = kernel ?? Int8Kernel.Best;
        _groups = (inputs + Int8Kernel.GroupColumns - 1) / Int8Kernel.GroupColumns;
        _panelCount = (Outputs + Int8Kernel.PanelRows - 1) / Int8Kernel.PanelRows;
        _panels = new AlignedBuffer<sbyte>((long)_panelCount * PanelBytes);
        _scales = new AlignedBuffer<float>(_panelCount * Int8Kernel.PanelRows);
        _bias = new AlignedBuffer<float>(_panelCount * Int8Kernel.PanelRows);
        _corrections = new AlignedBuffer<int>(_panelCount * Int8Kernel.PanelRows);
        scales.CopyTo(_scales.Span);
        bias.CopyTo(_bias.Span);
        Pack(weights);
    }

    public override long WeightBytes => (long)Inputs * Outputs;

    private int PanelBytes => _groups * Int8Kernel.PanelRows * Int8Kernel.GroupColumns;

    public static (sbyte[] Weights, float[] Scales) Quantize(ReadOnlySpan<float> weights, int inputs)
    {
        var (rows, _) = CheckShape(weights.Length, [], inputs);
        var quantized = new sbyte[weights.Length];
        var scales = new float[rows];
        for (var row = 0; row < rows; row++)
        {
            var source = weights.Slice(row * inputs, inputs);
            var peak = 0f;
            foreach (var weight in source)
            {
                peak = MathF.Max(peak, MathF.Abs(weight));
            }

            scales[row] = peak / 127f;
            var inverse = peak > 0 ? 127f / peak : 0f;
            for (var column = 0; column < inputs; column++)
            {
                quantized[(row * inputs) + column] = (sbyte)MathF.Round(source[column] * inverse);
            }
        }

        return (quantized, scales);
    }

    private protected override void Multiply(float* input, nint inputStride, int tokens, float* output, nint outputStride, Workspace workspace)
    {
        using var scope = workspace.Begin();
        var padded = _groups * Int8Kernel.GroupColumns;
        fixed (byte* activations = workspace.Take<byte>(tokens * padded))
        fixed (float* scales = workspace.Take<float>(tokens))
        {
            for (var token = 0; token < tokens; token++)
            {
                scales[token] = ActivationQuantizer.Quantize(input + (token * inputStride), Inputs, activations + ((nint)token * padded), padded);
            }

            var split = WorkSplit.For(tokens, _panelCount, (long)Int8Kernel.PanelRows * padded / 4, workspace.Pool.Threads);
            var work = new Work(this, split, activations, padded, scales, output, outputStride);
            workspace.Pool.Run(ref work, split.Parts);
        }
    }

    private void Pack(ReadOnlySpan<sbyte> weights)
    {
        for (var row = 0; row < Outputs; row++)
        {
            var panel = _panels.Pointer + ((long)(row / Int8Kernel.PanelRows) * PanelBytes) + (row % Int8Kernel.PanelRows * Int8Kernel.GroupColumns);
            var sum = 0;
            var source = weights.Slice(row * Inputs, Inputs);
            for (var column = 0; column < Inputs; column++)
            {
                sum += source[column];
                panel[(column / Int8Kernel.GroupColumns * Int8Kernel.PanelRows * Int8Kernel.GroupColumns) + (column % Int8Kernel.GroupColumns)] = source[column];
            }

            _corrections.Pointer[row] = Int8Kernel.ActivationOffset * sum;
        }
    }

    private void Block(byte* activations, nint stride, float* scales, int tokens, float* output, nint outputStride, int panel, int* sums)
    {
        _kernel.Accumulate(_panels.Pointer + ((long)panel * PanelBytes), _groups, activations, stride, tokens, sums);
        var row = panel * Int8Kernel.PanelRows;
        var rows = Math.Min(Int8Kernel.PanelRows, Outputs - row);
        var weightScales = _scales.Pointer + row;
        var bias = _bias.Pointer + row;
        var corrections = _corrections.Pointer + row;
        for (var token = 0; token < tokens; token++)
        {
            var to = output + (token * outputStride) + row;
            var from = sums + (token * Int8Kernel.PanelRows);
            var scale = scales[token];
            var i = 0;
            for (; i + 8 <= rows; i += 8)
            {
                var exact = Vector256.ConvertToSingle(Vector256.Load(from + i) - Vector256.Load(corrections + i));
                ((exact * (Vector256.Load(weightScales + i) * scale)) + Vector256.Load(bias + i)).Store(to + i);
            }

            for (; i < rows; i++)
            {
                to[i] = ((from[i] - corrections[i]) * (weightScales[i] * scale)) + bias[i];
            }
        }
    }

    private readonly struct Work(
        Int8Linear layer, WorkSplit split, byte* activations, nint stride, float* scales, float* output, nint outputStride) : IParallelWork
    {
        public void Execute(int part)
        {
            var sums = stackalloc int[TokensPerCall * Int8Kernel.PanelRows];
            split.Range(part, out var firstToken, out var lastToken, out var firstPanel, out var lastPanel);
            for (var chunk = firstToken; chunk < lastToken; chunk += WorkSplit.TokenChunk)
            {
                var chunkEnd = Math.Min(lastToken, chunk + WorkSplit.TokenChunk);
                for (var panel = firstPanel; panel < lastPanel; panel++)
                {
                    for (var token = chunk; token < chunkEnd; token += TokensPerCall)
                    {
                        var count = Math.Min(TokensPerCall, chunkEnd - token);
                        layer.Block(activations + (token * stride), stride, scales + token, count, output + (token * outputStride), outputStride, panel, sums);
                    }
                }
            }
        }
    }
}
