using VirtualTA.Neural.Kernels;
using VirtualTA.Neural.Memory;

namespace VirtualTA.Neural.Layers;

/// <summary>Single-precision weights.</summary>
internal sealed unsafe class FloatLinear : PanelLinear<FloatPanel>
{
    public FloatLinear(ReadOnlySpan<float> weights, ReadOnlySpan<float> bias, int inputs, FloatKernel? kernel = null)
        : base(Pack(weights, inputs), CheckShape(weights.Length, bias, inputs).Bias, inputs, weights.Length / inputs, kernel)
    {
    }

    private static AlignedBuffer<byte> Pack(ReadOnlySpan<float> weights, int inputs)
    {
        var (rows, _) = CheckShape(weights.Length, [], inputs);
        var panels = new AlignedBuffer<byte>((long)PairCount(rows) * 2 * inputs * FloatPanel.ColumnBytes);
        for (var row = 0; row < rows; row++)
        {
            var panel = (float*)panels.Pointer + ((long)(row / FloatKernel.PanelRows) * inputs * FloatKernel.PanelRows) + (row % FloatKernel.PanelRows);
            var source = weights.Slice(row * inputs, inputs);
            for (var column = 0; column < inputs; column++)
            {
                panel[(long)column * FloatKernel.PanelRows] = source[column];
            }
        }

        return panels;
    }
}
