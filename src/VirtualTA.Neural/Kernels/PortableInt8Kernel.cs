namespace VirtualTA.Neural.Kernels;

/// <summary>Plain loops for any processor.</summary>
internal sealed unsafe class PortableInt8Kernel : Int8Kernel
{
    public override string Name => "portable";

    public override void Accumulate(sbyte* panel, int groups, byte* activations, nint stride, int tokens, int* sums)
    {
        for (var token = 0; token < tokens; token++)
        {
            var row = sums + (token * PanelRows);
            new Span<int>(row, PanelRows).Clear();
            var activation = activations + (token * stride);
            var weight = panel;
            for (var group = 0; group < groups; group++)
            {
                int a = activation[0], b = activation[1], c = activation[2], d = activation[3];
                for (var r = 0; r < PanelRows; r++)
                {
                    row[r] += (a * weight[0]) + (b * weight[1]) + (c * weight[2]) + (d * weight[3]);
                    weight += GroupColumns;
                }

                activation += GroupColumns;
            }
        }
    }
}
