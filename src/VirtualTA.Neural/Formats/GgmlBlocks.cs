using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace VirtualTA.Neural.Formats;

/// <summary>Decodes ggml's element types exactly as the format defines them.</summary>
public static class GgmlBlocks
{
    /// <summary>Values in a block of a quantised type.</summary>
    public const int BlockLength = 32;

    private const int Half = BlockLength / 2;

    /// <summary>Bytes of a row.</summary>
    /// <param name="type">Element type.</param>
    /// <param name="count">Values; a multiple of <see cref="BlockLength"/> for quantised types.</param>
    public static long RowBytes(GgmlType type, long count) => type switch
    {
        GgmlType.F32 => count * 4,
        GgmlType.F16 => count * 2,
        GgmlType.Q40 => count / BlockLength * 18,
        GgmlType.Q41 => count / BlockLength * 20,
        GgmlType.Q50 => count / BlockLength * 22,
        GgmlType.Q51 => count / BlockLength * 24,
        GgmlType.Q80 => count / BlockLength * 34,
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "Unknown ggml type."),
    };

    /// <summary>Decodes values.</summary>
    /// <param name="type">Element type.</param>
    /// <param name="bytes">Exactly <see cref="RowBytes"/> of the values.</param>
    /// <param name="values">Receives the values.</param>
    public static void Decode(GgmlType type, ReadOnlySpan<byte> bytes, Span<float> values)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(bytes.Length, RowBytes(type, values.Length), nameof(bytes));
        if (type == GgmlType.F32)
        {
            bytes.CopyTo(MemoryMarshal.AsBytes(values));
            return;
        }

        if (type == GgmlType.F16)
        {
            TensorDecoding.TryDecode(TensorType.F16, bytes, values);
            return;
        }

        var blockBytes = (int)RowBytes(type, BlockLength);
        for (var block = 0; block < values.Length / BlockLength; block++)
        {
            DecodeBlock(type, bytes.Slice(block * blockBytes, blockBytes), values.Slice(block * BlockLength, BlockLength));
        }
    }

    private static void DecodeBlock(GgmlType type, ReadOnlySpan<byte> block, Span<float> values)
    {
        var scale = (float)BinaryPrimitives.ReadHalfLittleEndian(block);
        if (type == GgmlType.Q80)
        {
            for (var i = 0; i < BlockLength; i++)
            {
                values[i] = scale * (sbyte)block[2 + i];
            }

            return;
        }

        var hasMinimum = type is GgmlType.Q41 or GgmlType.Q51;
        var hasFifthBit = type is GgmlType.Q50 or GgmlType.Q51;
        var at = hasMinimum ? 4 : 2;
        var minimum = hasMinimum ? (float)BinaryPrimitives.ReadHalfLittleEndian(block[2..]) : 0;
        var centre = hasMinimum ? 0 : hasFifthBit ? 16 : 8;
        var fifthBits = hasFifthBit ? BinaryPrimitives.ReadUInt32LittleEndian(block[at..]) : 0;
        var nibbles = block[(at + (hasFifthBit ? 4 : 0))..];
        for (var i = 0; i < Half; i++)
        {
            var low = (nibbles[i] & 0xF) | (int)(((fifthBits >> i) & 1) << 4);
            var high = (nibbles[i] >> 4) | (int)(((fifthBits >> (i + Half)) & 1) << 4);
            values[i] = (scale * (low - centre)) + minimum;
            values[i + Half] = (scale * (high - centre)) + minimum;
        }
    }
}
