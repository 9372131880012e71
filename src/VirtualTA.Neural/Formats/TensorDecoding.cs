using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace VirtualTA.Neural.Formats;

/// <summary>Element conversions between file types and the two types the engine loads.</summary>
internal static class TensorDecoding
{
    public static bool TryDecode(TensorType type, ReadOnlySpan<byte> bytes, Span<float> values)
    {
        switch (type)
        {
            case TensorType.F32:
                bytes.CopyTo(MemoryMarshal.AsBytes(values));
                return true;
            case TensorType.F16:
                for (var i = 0; i < values.Length; i++)
                {
                    values[i] = (float)BinaryPrimitives.ReadHalfLittleEndian(bytes[(2 * i)..]);
                }

                return true;
            case TensorType.BF16:
                for (var i = 0; i < values.Length; i++)
                {
                    values[i] = BitConverter.Int32BitsToSingle(BinaryPrimitives.ReadUInt16LittleEndian(bytes[(2 * i)..]) << 16);
                }

                return true;
            case TensorType.F64:
                for (var i = 0; i < values.Length; i++)
                {
                    values[i] = (float)BinaryPrimitives.ReadDoubleLittleEndian(bytes[(8 * i)..]);
                }

                return true;
            default:
                return false;
        }
    }

    public static bool TryDecode(TensorType type, ReadOnlySpan<byte> bytes, Span<int> values)
    {
        for (var i = 0; i < values.Length; i++)
        {
            long value;
            switch (type)
            {
                case TensorType.I8: value = (sbyte)bytes[i]; break;
                case TensorType.U8: value = bytes[i]; break;
                case TensorType.I16: value = BinaryPrimitives.ReadInt16LittleEndian(bytes[(2 * i)..]); break;
                case TensorType.I32: value = BinaryPrimitives.ReadInt32LittleEndian(bytes[(4 * i)..]); break;
                case TensorType.I64: value = BinaryPrimitives.ReadInt64LittleEndian(bytes[(8 * i)..]); break;
                default: return false;
            }

            if (value is < int.MinValue or > int.MaxValue)
            {
                return false;
            }

            values[i] = (int)value;
        }

        return true;
    }

    public static int FirstNotFinite(ReadOnlySpan<float> values)
    {
        for (var i = 0; i < values.Length; i++)
        {
            if (!float.IsFinite(values[i]))
            {
                return i;
            }
        }

        return -1;
    }
}
