using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace VirtualTA.Neural.Kernels;

/// <summary>Vector loops over half-precision numbers. Sums run in the order of <see cref="Elementwise"/>, whatever the vectors' length.</summary>
/// <remarks>
/// A half shifted into a float's place has an exponent that is 112 too small. The other factor of a product makes up for it,
/// which is exact and costs nothing; infinities and NaN read as large finite numbers.
/// </remarks>
internal static unsafe class HalfVectors
{
    /// <summary>What a factor of <see cref="AddScaled"/> must be multiplied with: 2¹¹².</summary>
    public const float Repair = 5.192296858534828e33f;

    /// <summary>What both the vector given to <see cref="Dot"/> and its result must be multiplied with: 2⁵⁶.</summary>
    public const float DotRepair = 72057594037927936f;

    /// <summary>Rows that <see cref="AddScaled"/> takes at once.</summary>
    public const int MostRows = 4;

    private const int Width = 16;
    private const int SignExponentAndFraction = unchecked((int)0x8FFFE000);
    private const int SmallestNormal = 0x38800000;
    private const uint ExponentShift = 112 << 10;
    private const uint Infinity = 0x7C00;

    /// <summary>Rounds to halves, ties to even. Beyond the largest half becomes infinity, below the smallest normal one zero.</summary>
    /// <remarks>Subnormal halves would be subnormal floats, which some processors multiply a hundred times slower.</remarks>
    public static void Narrow(ReadOnlySpan<float> from, Span<ushort> to)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(to.Length, from.Length, nameof(to));
        ref var source = ref Unsafe.As<float, uint>(ref MemoryMarshal.GetReference(from));
        ref var target = ref MemoryMarshal.GetReference(to);
        nuint i = 0;
        for (; i + Width <= (nuint)from.Length; i += Width)
        {
            Narrow(ref source, i).StoreUnsafe(ref target, i);
        }

        var rest = from[(int)i..];
        if (!rest.IsEmpty)
        {
            Span<float> padded = stackalloc float[Width];
            Span<ushort> halves = stackalloc ushort[Width];
            padded.Clear();
            rest.CopyTo(padded);
            Narrow(ref Unsafe.As<float, uint>(ref padded[0]), 0).CopyTo(halves);
            halves[..rest.Length].CopyTo(to[(int)i..]);
        }
    }

    /// <summary>Inner product with halves; see <see cref="DotRepair"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Dot(float* a, ushort* b, int count)
    {
        var i = 0;
        Vector256<float> sums;
        if (Vector512.IsHardwareAccelerated)
        {
            var both = Vector512<float>.Zero;
            for (; i + Width <= count; i += Width)
            {
                both = Vector512.MultiplyAddEstimate(Vector512.Load(a + i), Shift512(b + i), both);
            }

            sums = both.GetLower() + both.GetUpper();
        }
        else
        {
            Vector256<float> even = default, odd = default;
            for (; i + Width <= count; i += Width)
            {
                even = Vector256.MultiplyAddEstimate(Vector256.Load(a + i), Shift256(b + i), even);
                odd = Vector256.MultiplyAddEstimate(Vector256.Load(a + i + 8), Shift256(b + i + 8), odd);
            }

            sums = even + odd;
        }

        var sum = Vector256.Sum(sums);
        for (; i < count; i++)
        {
            sum += a[i] * Shift(b[i]);
        }

        return sum;
    }

    /// <summary>to += factor · row, row after row; see <see cref="Repair"/>.</summary>
    /// <param name="to">[count].</param>
    /// <param name="rows">Rows at a distance of <paramref name="stride"/>.</param>
    /// <param name="stride">Halves between rows.</param>
    /// <param name="factors">One a row.</param>
    /// <param name="number">Rows, 1 to <see cref="MostRows"/>.</param>
    /// <param name="count">Values per row.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void AddScaled(float* to, ushort* rows, nint stride, float* factors, int number, int count)
    {
        var i = 0;
        if (Vector512.IsHardwareAccelerated)
        {
            for (; i + Width <= count; i += Width)
            {
                var sum = Vector512.MultiplyAddEstimate(Shift512(rows + i), Vector512.Create(factors[0]), Vector512.Load(to + i));
                if (number == MostRows)
                {
                    sum = Vector512.MultiplyAddEstimate(Shift512(rows + stride + i), Vector512.Create(factors[1]), sum);
                    sum = Vector512.MultiplyAddEstimate(Shift512(rows + (2 * stride) + i), Vector512.Create(factors[2]), sum);
                    sum = Vector512.MultiplyAddEstimate(Shift512(rows + (3 * stride) + i), Vector512.Create(factors[3]), sum);
                }
                else
                {
                    for (var row = 1; row < number; row++)
                    {
                        sum = Vector512.MultiplyAddEstimate(Shift512(rows + (row * stride) + i), Vector512.Create(factors[row]), sum);
                    }
                }

                sum.Store(to + i);
            }
        }

        for (; i + 8 <= count; i += 8)
        {
            var sum = Vector256.Load(to + i);
            for (var row = 0; row < number; row++)
            {
                sum = Vector256.MultiplyAddEstimate(Shift256(rows + (row * stride) + i), Vector256.Create(factors[row]), sum);
            }

            sum.Store(to + i);
        }

        for (; i < count; i++)
        {
            for (var row = 0; row < number; row++)
            {
                to[i] = float.MultiplyAddEstimate(Shift(rows[(row * stride) + i]), factors[row], to[i]);
            }
        }
    }

    /// <summary>Asks for memory that is soon needed; the address need not be valid.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Fetch(ushort* from, int count) => Elementwise.Fetch((float*)from, count / 2);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<ushort> Narrow(ref uint from, nuint at) =>
        Vector256.Narrow(Round(Vector256.LoadUnsafe(ref from, at)), Round(Vector256.LoadUnsafe(ref from, at + 8)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<uint> Round(Vector256<uint> bits)
    {
        var magnitude = bits & Vector256.Create(0x7FFFFFFFu);
        var rounded = ((magnitude + Vector256.Create(0xFFFu) + ((magnitude >> 13) & Vector256.Create(1u))) >> 13) - Vector256.Create(ExponentShift);
        var isSmall = Vector256.LessThan(magnitude.AsInt32(), Vector256.Create(SmallestNormal)).AsUInt32();
        var half = Vector256.AndNot(Vector256.Min(rounded.AsInt32(), Vector256.Create((int)Infinity)).AsUInt32(), isSmall);
        return half | ((bits >> 16) & Vector256.Create(0x8000u));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Shift512(ushort* halves)
    {
        var packed = Vector256.Load((short*)halves);
        var wide = Avx512F.IsSupported
            ? Avx512F.ConvertToVector512Int32(packed)
            : Vector512.Create(Vector256.WidenLower(packed), Vector256.WidenUpper(packed));
        return ((wide << 13) & Vector512.Create(SignExponentAndFraction)).AsSingle();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Shift256(ushort* halves)
    {
        var wide = Avx2.IsSupported
            ? Avx2.ConvertToVector256Int32((short*)halves)
            : Vector256.Create(Vector128.WidenLower(Vector128.Load((short*)halves)), Vector128.WidenUpper(Vector128.Load((short*)halves)));
        return ((wide << 13) & Vector256.Create(SignExponentAndFraction)).AsSingle();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float Shift(ushort half) => BitConverter.Int32BitsToSingle(((short)half << 13) & SignExponentAndFraction);
}
