using System.Runtime.Intrinsics;

namespace VirtualTA.Neural.Kernels;

/// <summary>How the 16 weights of one column of a panel are stored. Implementations are empty structs, so that kernels are compiled for each.</summary>
internal unsafe interface IPanelFormat
{
    /// <summary>Bytes of one column, 16 weights.</summary>
    static abstract int ColumnBytes { get; }

    /// <summary>All 16 weights of a column.</summary>
    static abstract Vector512<float> Load(byte* column);

    /// <summary>Weights 0–7 of a column.</summary>
    static abstract Vector256<float> LoadLower(byte* column);

    /// <summary>Weights 8–15 of a column.</summary>
    static abstract Vector256<float> LoadUpper(byte* column);
}
