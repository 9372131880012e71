namespace VirtualTA.Neural.Kernels;

/// <summary>Plain loops for any processor.</summary>
internal sealed unsafe class PortableFloatKernel : FloatKernel
{
    public override string Name => "portable";

    public override void Multiply<TPanel>(byte* first, byte* second, int columns, float* input, nint stride, int tokens, float* sums)
    {
        for (var token = 0; token < tokens; token++)
        {
            var row = sums + (token * 2 * PanelRows);
            new Span<float>(row, 2 * PanelRows).Clear();
            for (var column = 0; column < columns; column++)
            {
                var value = input[(token * stride) + column];
                AddColumn<TPanel>(first + ((nint)column * TPanel.ColumnBytes), value, row);
                AddColumn<TPanel>(second + ((nint)column * TPanel.ColumnBytes), value, row + PanelRows);
            }
        }
    }

    private static void AddColumn<TPanel>(byte* column, float value, float* row)
        where TPanel : struct, IPanelFormat
    {
        var lower = TPanel.LoadLower(column);
        var upper = TPanel.LoadUpper(column);
        for (var r = 0; r < 8; r++)
        {
            row[r] += lower[r] * value;
            row[r + 8] += upper[r] * value;
        }
    }
}
