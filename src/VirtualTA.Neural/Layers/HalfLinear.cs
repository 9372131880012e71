using VirtualTA.Neural.Kernels;
using VirtualTA.Neural.Memory;

namespace VirtualTA.Neural.Layers;

/// <summary>Half-precision weights, single-precision arithmetic.</summary>
internal sealed unsafe class HalfLinear : PanelLinear<HalfPanel>
{
    public HalfLinear(ReadOnlySpan<float> weights, ReadOnlySpan<float> bias, int inputs, FloatKernel? kernel = null)
        : base(Pack(weights, inputs), CheckShape(weights.Length, bias, inputs).Bias, inputs, weights.Length / inputs, kernel)
    {
    }

    private static AlignedBuffer<byte> Pack(ReadOnlySpan<float> weights, int inputs)
    {
        var (rows, _) = CheckShape(weights.Length, [], inputs);
        var panels = new AlignedBuffer<byte>((long)PairCount(rows) * 2 * inputs * HalfPanel.ColumnBytes);
        for (var row = 0; row < rows; row++)
        {
            var panel = (Half*)panels.Pointer + ((long)(row / FloatKernel.PanelRows) * inputs * FloatKernel.PanelRows) + (row % FloatKernel.PanelRows);
            var source = weights.Slice(row * inputs, inputs);
            for (var column = 0; column < inputs; column++)
            {
                var half = (Half)source[column];
                if (!System.Half.IsFinite(half))
                {
                    throw new ArgumentOutOfRangeException(nameof(weights), source[column], "The weight does not fit half precision.");
                }

                panel[(long)column * FloatKernel.PanelRows] = half;
            }
        }

        return panels;
    }
}
