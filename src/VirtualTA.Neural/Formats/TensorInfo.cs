namespace VirtualTA.Neural.Formats;

/// <summary>What a file says about one tensor.</summary>
/// <param name="Name">Name in the file.</param>
/// <param name="Type">Element type.</param>
/// <param name="Shape">Dimensions, outermost first; empty for a scalar.</param>
/// <param name="Offset">Where its bytes start in the file.</param>
public sealed record TensorInfo(string Name, TensorType Type, IReadOnlyList<int> Shape, long Offset)
{
    /// <summary>Number of elements.</summary>
    public long Count => Shape.Aggregate(1L, static (product, length) => product * length);

    /// <summary>Bytes an element takes.</summary>
    public int ElementSize => SizeOf(Type);

    /// <summary>Dimensions as text, for messages.</summary>
    public string ShapeText => $"[{string.Join(", ", Shape)}]";

    internal static int SizeOf(TensorType type) => type switch
    {
        TensorType.I8 or TensorType.U8 => 1,
        TensorType.I16 or TensorType.F16 or TensorType.BF16 => 2,
        TensorType.I32 or TensorType.F32 => 4,
        _ => 8,
    };
}
