using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace VirtualTA.Neural.Kernels;

/// <summary>AVX2: both operands widened to 16 bits, because the 8-bit multiply-add of AVX2 saturates.</summary>
internal sealed unsafe class Avx2Int8Kernel : Int8Kernel
{
    public static bool IsSupported => Avx2.IsSupported;

    public override string Name => "AVX2";

    public override void Accumulate(sbyte* panel, int groups, byte* activations, nint stride, int tokens, int* sums)
    {
        var token = 0;
        for (; token + 2 <= tokens; token += 2)
        {
            Two(panel, groups, activations + (token * stride), activations + ((token + 1) * stride), sums + (token * PanelRows));
        }

        if (token < tokens)
        {
            One(panel, groups, activations + (token * stride), sums + (token * PanelRows));
        }
    }

    private static void One(sbyte* weight, int groups, byte* activation, int* sums)
    {
        Vector256<int> s0 = default, s1 = default, s2 = default, s3 = default;
        for (var group = 0; group < groups; group++)
        {
            var a = Widen(activation);
            s0 = Avx2.Add(s0, Avx2.MultiplyAddAdjacent(Avx2.ConvertToVector256Int16(weight), a));
            s1 = Avx2.Add(s1, Avx2.MultiplyAddAdjacent(Avx2.ConvertToVector256Int16(weight + 16), a));
            s2 = Avx2.Add(s2, Avx2.MultiplyAddAdjacent(Avx2.ConvertToVector256Int16(weight + 32), a));
            s3 = Avx2.Add(s3, Avx2.MultiplyAddAdjacent(Avx2.ConvertToVector256Int16(weight + 48), a));
            weight += PanelRows * GroupColumns;
            activation += GroupColumns;
        }

        Store(s0, s1, sums);
        Store(s2, s3, sums + 8);
    }

    private static void Two(sbyte* weight, int groups, byte* first, byte* second, int* sums)
    {
        Vector256<int> s0 = default, s1 = default, s2 = default, s3 = default;
        Vector256<int> t0 = default, t1 = default, t2 = default, t3 = default;
        for (var group = 0; group < groups; group++)
        {
            var a = Widen(first);
            var b = Widen(second);
            var w = Avx2.ConvertToVector256Int16(weight);
            s0 = Avx2.Add(s0, Avx2.MultiplyAddAdjacent(w, a));
            t0 = Avx2.Add(t0, Avx2.MultiplyAddAdjacent(w, b));
            w = Avx2.ConvertToVector256Int16(weight + 16);
            s1 = Avx2.Add(s1, Avx2.MultiplyAddAdjacent(w, a));
            t1 = Avx2.Add(t1, Avx2.MultiplyAddAdjacent(w, b));
            w = Avx2.ConvertToVector256Int16(weight + 32);
            s2 = Avx2.Add(s2, Avx2.MultiplyAddAdjacent(w, a));
            t2 = Avx2.Add(t2, Avx2.MultiplyAddAdjacent(w, b));
            w = Avx2.ConvertToVector256Int16(weight + 48);
            s3 = Avx2.Add(s3, Avx2.MultiplyAddAdjacent(w, a));
            t3 = Avx2.Add(t3, Avx2.MultiplyAddAdjacent(w, b));
            weight += PanelRows * GroupColumns;
            first += GroupColumns;
            second += GroupColumns;
        }

        Store(s0, s1, sums);
        Store(s2, s3, sums + 8);
        Store(t0, t1, sums + PanelRows);
        Store(t2, t3, sums + PanelRows + 8);
    }

    private static Vector256<short> Widen(byte* activation) =>
        Avx2.ConvertToVector256Int16(Vector128.Create(*(int*)activation).AsByte());

    /// <summary>Each row's sum lies in two neighbouring lanes; four rows a vector.</summary>
    private static void Store(Vector256<int> lower, Vector256<int> upper, int* sums) =>
        Avx2.Permute4x64(Avx2.HorizontalAdd(lower, upper).AsInt64(), 0b11_01_10_00).AsInt32().Store(sums);
}
