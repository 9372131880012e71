using System.Runtime.Intrinsics;
using VirtualTA.Neural.Kernels;
using VirtualTA.Neural.Memory;
using VirtualTA.Neural.Threading;

namespace VirtualTA.Neural.Layers;

/// <summary>Linear layer over panels of floating-point weights.</summary>
/// <typeparam name="TPanel">How weights are stored.</typeparam>
internal abstract unsafe class PanelLinear<TPanel> : Linear
    where TPanel : struct, IPanelFormat
{
    private readonly AlignedBuffer<byte> _panels;
    private readonly AlignedBuffer<float> _bias;
    private readonly FloatKernel _kernel;

    private protected PanelLinear(AlignedBuffer<byte> panels, ReadOnlySpan<float> bias, int inputs, int outputs, FloatKernel? kernel)
        : base(inputs, outputs)
    {
        _panels = panels;
        _bias = new AlignedBuffer<float>(PairCount(outputs) * 2 * FloatKernel.PanelRows);
        bias.CopyTo(_bias.Span);
        _kernel = kernel ?? FloatKernel.Best;
    }

    public override long WeightBytes => (long)Inputs * Outputs * TPanel.ColumnBytes / FloatKernel.PanelRows;

    private protected static int PairCount(int outputs) => (outputs + (2 * FloatKernel.PanelRows) - 1) / (2 * FloatKernel.PanelRows);

    private protected sealed override void Multiply(float* input, nint inputStride, int tokens, float* output, nint outputStride, Workspace workspace)
    {
        var pairs = PairCount(Outputs);
        var split = WorkSplit.For(tokens, pairs, 2L * FloatKernel.PanelRows * Inputs, workspace.Pool.Threads);
        var work = new Work(this, split, input, inputStride, output, outputStride);
        workspace.Pool.Run(ref work, split.Parts);
    }

    private void Block(float* input, nint inputStride, int tokens, float* output, nint outputStride, int pair, float* sums)
    {
        const int Rows = 2 * FloatKernel.PanelRows;
        var panelBytes = (nint)Inputs * TPanel.ColumnBytes;
        var first = _panels.Pointer + (pair * 2 * panelBytes);
        _kernel.Multiply<TPanel>(first, first + panelBytes, Inputs, input, inputStride, tokens, sums);
        var row = pair * Rows;
        var rows = Math.Min(Rows, Outputs - row);
        var bias = _bias.Pointer + row;
        for (var token = 0; token < tokens; token++)
        {
            var to = output + (token * outputStride) + row;
            var from = sums + (token * Rows);
            var i = 0;
            for (; i + 8 <= rows; i += 8)
            {
                (Vector256.Load(from + i) + Vector256.Load(bias + i)).Store(to + i);
            }

            for (; i < rows; i++)
            {
                to[i] = from[i] + bias[i];
            }
        }
    }

    private readonly struct Work(
        PanelLinear<TPanel> layer, WorkSplit split, float* input, nint inputStride, float* output, nint outputStride) : IParallelWork
    {
        public void Execute(int part)
        {
            var sums = stackalloc float[FloatKernel.BlockTokens * 2 * FloatKernel.PanelRows];
            split.Range(part, out var firstToken, out var lastToken, out var firstPair, out var lastPair);
            for (var chunk = firstToken; chunk < lastToken; chunk += WorkSplit.TokenChunk)
            {
                var chunkEnd = Math.Min(lastToken, chunk + WorkSplit.TokenChunk);
                for (var pair = firstPair; pair < lastPair; pair++)
                {
                    for (var token = chunk; token < chunkEnd; token += FloatKernel.BlockTokens)
                    {
                        var count = Math.Min(FloatKernel.BlockTokens, chunkEnd - token);
                        layer.Block(input + (token * inputStride), inputStride, count, output + (token * outputStride), outputStride, pair, sums);
                    }
                }
            }
        }
    }
}
