using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace VirtualTA.Neural.Kernels;

/// <summary>A function of one value, eight at a time.</summary>
internal interface IUnaryFunction
{
    static abstract Vector256<float> Invoke(Vector256<float> x);
}

/// <summary>Vector loops whose result for an element does not depend on its place.</summary>
internal static unsafe class Elementwise
{
    private const int Width = 8;

    public static void Apply<TFunction>(Span<float> values)
        where TFunction : struct, IUnaryFunction
    {
        ref var first = ref MemoryMarshal.GetReference(values);
        nuint i = 0;
        for (; i + Width <= (nuint)values.Length; i += Width)
        {
            TFunction.Invoke(Vector256.LoadUnsafe(ref first, i)).StoreUnsafe(ref first, i);
        }

        var rest = values[(int)i..];
        if (!rest.IsEmpty)
        {
            // The same instructions as above, so that the last elements round like all others.
            Span<float> padded = stackalloc float[Width];
            padded.Clear();
            rest.CopyTo(padded);
            TFunction.Invoke(Vector256.Create<float>(padded)).CopyTo(padded);
            padded[..rest.Length].CopyTo(rest);
        }
    }

    /// <summary>Inner product; the order of summation depends on the length only.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Dot(float* a, float* b, int count)
    {
        var even = Vector256<float>.Zero;
        var odd = Vector256<float>.Zero;
        var i = 0;
        for (; i + (2 * Width) <= count; i += 2 * Width)
        {
            even = Vector256.MultiplyAddEstimate(Vector256.Load(a + i), Vector256.Load(b + i), even);
            odd = Vector256.MultiplyAddEstimate(Vector256.Load(a + i + Width), Vector256.Load(b + i + Width), odd);
        }

        var sum = Vector256.Sum(even + odd);
        for (; i < count; i++)
        {
            sum += a[i] * b[i];
        }

        return sum;
    }

    /// <summary>to += factor · from.</summary>
    public static void AddScaled(float* to, float* from, float factor, int count)
    {
        var i = 0;
        for (; i + Width <= count; i += Width)
        {
            Vector256.MultiplyAddEstimate(Vector256.Load(from + i), Vector256.Create(factor), Vector256.Load(to + i)).Store(to + i);
        }

        for (; i < count; i++)
        {
            to[i] = float.MultiplyAddEstimate(from[i], factor, to[i]);
        }
    }

    /// <summary>Asks for memory that is soon needed; the address need not be valid.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Fetch(float* from, int count)
    {
        const int Line = 16;
        if (Sse.IsSupported)
        {
            for (var i = 0; i < count; i += Line)
            {
                Sse.Prefetch0(from + i);
            }
        }
    }

    public static float Sum(ReadOnlySpan<float> values)
    {
        ref var first = ref MemoryMarshal.GetReference(values);
        var sums = Vector256<float>.Zero;
        nuint i = 0;
        for (; i + Width <= (nuint)values.Length; i += Width)
        {
            sums += Vector256.LoadUnsafe(ref first, i);
        }

        var sum = Vector256.Sum(sums);
        for (; i < (nuint)values.Length; i++)
        {
            sum += values[(int)i];
        }

        return sum;
    }

    public static float Max(ReadOnlySpan<float> values)
    {
        ref var first = ref MemoryMarshal.GetReference(values);
        var largest = Vector256.Create(float.NegativeInfinity);
        nuint i = 0;
        for (; i + Width <= (nuint)values.Length; i += Width)
        {
            largest = Vector256.Max(largest, Vector256.LoadUnsafe(ref first, i));
        }

        var max = float.NegativeInfinity;
        for (var lane = 0; lane < Width; lane++)
        {
            max = MathF.Max(max, largest[lane]);
        }

        for (; i < (nuint)values.Length; i++)
        {
            max = MathF.Max(max, values[(int)i]);
        }

        return max;
    }
}
