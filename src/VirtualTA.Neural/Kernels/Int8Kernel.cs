namespace VirtualTA.Neural.Kernels;

/// <summary>Inner products of 8-bit activations and weights with exact 32-bit sums: every implementation gives the same integers.</summary>
/// <remarks>
/// Weights lie in panels of <see cref="PanelRows"/> rows, laid out [groups, PanelRows, GroupColumns], so that one vector instruction serves
/// eight rows and no horizontal sum is needed. Activations are stored plus 128, as unsigned bytes; the caller subtracts 128 times the row's weight sum.
/// </remarks>
internal abstract unsafe class Int8Kernel
{
    public const int PanelRows = 16;
    public const int GroupColumns = 4;

    /// <summary>What activations are raised by, so that they fit unsigned bytes.</summary>
    public const int ActivationOffset = 128;

    /// <summary>All implementations that run on this processor, fastest first.</summary>
    public static IReadOnlyList<Int8Kernel> Available { get; } = FindAvailable();

    /// <summary>The fastest implementation, chosen once.</summary>
    public static Int8Kernel Best { get; } = Available[0];

    public abstract string Name { get; }

    /// <summary>Multiplies one panel with tokens.</summary>
    /// <param name="panel">[groups, PanelRows, GroupColumns].</param>
    /// <param name="groups">Columns / GroupColumns.</param>
    /// <param name="activations">[tokens, stride], each raised by 128.</param>
    /// <param name="stride">Bytes between tokens.</param>
    /// <param name="tokens">At least 1.</param>
    /// <param name="sums">[tokens, PanelRows], overwritten.</param>
    public abstract void Accumulate(sbyte* panel, int groups, byte* activations, nint stride, int tokens, int* sums);

    private static List<Int8Kernel> FindAvailable()
    {
        var kernels = new List<Int8Kernel>();
        if (AvxVnniInt8Kernel.IsSupported)
        {
            kernels.Add(new AvxVnniInt8Kernel());
        }

        if (Avx2Int8Kernel.IsSupported)
        {
            kernels.Add(new Avx2Int8Kernel());
        }

        kernels.Add(new PortableInt8Kernel());
        return kernels;
    }
}
