namespace VirtualTA.Neural.Formats;

/// <summary>Element types of safetensors files that the engine reads.</summary>
public enum TensorType
{
    /// <summary>8-bit signed integer, "I8".</summary>
    I8,

    /// <summary>8-bit unsigned integer, "U8".</summary>
    U8,

    /// <summary>16-bit signed integer, "I16".</summary>
    I16,

    /// <summary>32-bit signed integer, "I32".</summary>
    I32,

    /// <summary>64-bit signed integer, "I64".</summary>
    I64,

    /// <summary>IEEE half precision, "F16".</summary>
    F16,

    /// <summary>Brain floating point, "BF16".</summary>
    BF16,

    /// <summary>Single precision, "F32".</summary>
    F32,

    /// <summary>Double precision, "F64".</summary>
    F64,
}
