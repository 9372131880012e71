namespace VirtualTA.Neural.Formats;

/// <summary>Element types of ggml files that the engine reads, under their numbers in the file.</summary>
public enum GgmlType
{
    /// <summary>Single precision.</summary>
    F32 = 0,

    /// <summary>Half precision.</summary>
    F16 = 1,

    /// <summary>Blocks of 32 values of 4 bits: a half-precision scale; value = scale·(q − 8).</summary>
    Q40 = 2,

    /// <summary>Blocks of 32 values of 4 bits: scale and minimum; value = scale·q + minimum.</summary>
    Q41 = 3,

    /// <summary>Blocks of 32 values of 5 bits: value = scale·(q − 16).</summary>
    Q50 = 6,

    /// <summary>Blocks of 32 values of 5 bits: value = scale·q + minimum.</summary>
    Q51 = 7,

    /// <summary>Blocks of 32 values of 8 bits: value = scale·q.</summary>
    Q80 = 8,
}
