using System.Runtime.Intrinsics;

namespace VirtualTA.Neural.Kernels;

/// <summary>Symmetric 8-bit quantisation of one token: value ≈ scale · (byte − 128), bytes 1…255.</summary>
internal static unsafe class ActivationQuantizer
{
    private const float Largest = 127f;

    /// <summary>Quantises a token.</summary>
    /// <param name="values">[count].</param>
    /// <param name="count">Values.</param>
    /// <param name="bytes">[padded], overwritten; the rest is the byte of 0.</param>
    /// <param name="padded">At least <paramref name="count"/>.</param>
    /// <returns>The scale; 0 if all values are 0.</returns>
    public static float Quantize(float* values, int count, byte* bytes, int padded)
    {
        var peak = Peak(values, count);
        var inverse = peak > 0 ? Largest / peak : 0f;
        var i = 0;
        for (; i + 32 <= count; i += 32)
        {
            var low = Vector256.Narrow(Round(values + i, inverse), Round(values + i + 8, inverse));
            var high = Vector256.Narrow(Round(values + i + 16, inverse), Round(values + i + 24, inverse));
            Vector256.Narrow(low.AsUInt16(), high.AsUInt16()).Store(bytes + i);
        }

        for (; i < count; i++)
        {
            bytes[i] = (byte)((int)MathF.Round(values[i] * inverse) + Int8Kernel.ActivationOffset);
        }

        new Span<byte>(bytes + count, padded - count).Fill(Int8Kernel.ActivationOffset);
        return peak / Largest;
    }

    private static Vector256<int> Round(float* values, float inverse) =>
        Vector256.ConvertToInt32(Vector256.Round(Vector256.Load(values) * inverse)) + Vector256.Create(Int8Kernel.ActivationOffset);

    private static float Peak(float* values, int count)
    {
        var peaks = Vector256<float>.Zero;
        var i = 0;
        for (; i + 8 <= count; i += 8)
        {
            peaks = Vector256.Max(peaks, Vector256.Abs(Vector256.Load(values + i)));
        }

        var peak = 0f;
        for (var lane = 0; lane < 8; lane++)
        {
            peak = MathF.Max(peak, peaks[lane]);
        }

        for (; i < count; i++)
        {
            peak = MathF.Max(peak, MathF.Abs(values[i]));
        }

        return peak;
    }
}
