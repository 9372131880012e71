using System.Runtime.Intrinsics;

namespace VirtualTA.Synthesis.Voices;

/// <summary>Widens half-precision numbers many at a time: what a voice's file needs to be ready in milliseconds.</summary>
internal static class HalfPrecision
{
    /// <summary>Finite halves to floats, exactly; infinities and NaN become large finite numbers.</summary>
    /// <param name="halves">Two bytes each, little-endian.</param>
    /// <param name="floats">As many.</param>
    public static void Widen(ReadOnlySpan<ushort> halves, Span<float> floats)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(floats.Length, halves.Length);

        // Shifted into a float's place the exponent is 112 too small; multiplying mends it, for subnormals as well.
        Vector256<float> scale = Vector256.Create(BitConverter.UInt32BitsToSingle(0x77800000));
        int index = 0;
        for (; index + 16 <= halves.Length; index += 16)
        {
            (Vector256<uint> lower, Vector256<uint> upper) = Vector256.Widen(Vector256.Create(halves.Slice(index, 16)));
            Widen(lower, scale).CopyTo(floats[index..]);
            Widen(upper, scale).CopyTo(floats[(index + 8)..]);
        }

        for (; index < halves.Length; index++)
        {
            float magnitude = BitConverter.UInt32BitsToSingle((halves[index] & 0x7FFFu) << 13) * scale[0];
            floats[index] = (halves[index] & 0x8000) == 0 ? magnitude : -magnitude;
        }
    }

    private static Vector256<float> Widen(Vector256<uint> halves, Vector256<float> scale)
    {
        Vector256<float> magnitude = ((halves & Vector256.Create(0x7FFFu)) << 13).AsSingle() * scale;
        return (magnitude.AsUInt32() | ((halves & Vector256.Create(0x8000u)) << 16)).AsSingle();
    }
}
