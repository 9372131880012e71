using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace VirtualTA.Audio;

/// <summary>The few vector loops that this project needs; order of summation depends on the length only.</summary>
internal static class Vectors
{
    /// <summary>Inner product of two spans of equal length.</summary>
    public static float Dot(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(b.Length, a.Length);
        ref var x = ref MemoryMarshal.GetReference(a);
        ref var y = ref MemoryMarshal.GetReference(b);
        var even = Vector256<float>.Zero;
        var odd = Vector256<float>.Zero;
        var i = 0;
        for (; i + 16 <= a.Length; i += 16)
        {
            even = Vector256.MultiplyAddEstimate(Vector256.LoadUnsafe(ref x, (nuint)i), Vector256.LoadUnsafe(ref y, (nuint)i), even);
            odd = Vector256.MultiplyAddEstimate(Vector256.LoadUnsafe(ref x, (nuint)i + 8), Vector256.LoadUnsafe(ref y, (nuint)i + 8), odd);
        }

        var sum = Vector256.Sum(even + odd);
        for (; i < a.Length; i++)
        {
            sum += a[i] * b[i];
        }

        return sum;
    }

    /// <summary>Four inner products that share one operand: sums[j] = rows[j·length …]·shared.</summary>
    public static void DotFour(ReadOnlySpan<float> rows, ReadOnlySpan<float> shared, Span<float> sums)
    {
        var length = shared.Length;
        ArgumentOutOfRangeException.ThrowIfLessThan(rows.Length, 4 * length);
        ArgumentOutOfRangeException.ThrowIfLessThan(sums.Length, 4);
        ref var r = ref MemoryMarshal.GetReference(rows);
        ref var s = ref MemoryMarshal.GetReference(shared);
        Vector256<float> s0 = default, s1 = default, s2 = default, s3 = default;
        nuint stride = (nuint)length;
        var i = 0;
        for (; i + 8 <= length; i += 8)
        {
            var v = Vector256.LoadUnsafe(ref s, (nuint)i);
            s0 = Vector256.MultiplyAddEstimate(Vector256.LoadUnsafe(ref r, (nuint)i), v, s0);
            s1 = Vector256.MultiplyAddEstimate(Vector256.LoadUnsafe(ref r, (nuint)i + stride), v, s1);
            s2 = Vector256.MultiplyAddEstimate(Vector256.LoadUnsafe(ref r, (nuint)i + (2 * stride)), v, s2);
            s3 = Vector256.MultiplyAddEstimate(Vector256.LoadUnsafe(ref r, (nuint)i + (3 * stride)), v, s3);
        }

        sums[0] = Vector256.Sum(s0);
        sums[1] = Vector256.Sum(s1);
        sums[2] = Vector256.Sum(s2);
        sums[3] = Vector256.Sum(s3);
        for (; i < length; i++)
        {
            for (var j = 0; j < 4; j++)
            {
                sums[j] += rows[(j * length) + i] * shared[i];
            }
        }
    }
}
