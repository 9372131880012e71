using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace VirtualTA.Neural.Kernels;

/// <summary>AVX-VNNI: four products and their sum into each 32-bit lane by one instruction.</summary>
internal sealed unsafe class AvxVnniInt8Kernel : Int8Kernel
{
    public static bool IsSupported => AvxVnni.IsSupported;

    public override string Name => "AVX-VNNI";

    public override void Accumulate(sbyte* panel, int groups, byte* activations, nint stride, int tokens, int* sums)
    {
        var token = 0;
        for (; token + 4 <= tokens; token += 4)
        {
            Four(panel, groups, activations + (token * stride), stride, sums + (token * PanelRows));
        }

        for (; token < tokens; token++)
        {
            One(panel, groups, activations + (token * stride), sums + (token * PanelRows));
        }
    }

    private static void One(sbyte* weight, int groups, byte* activation, int* sums)
    {
        // Several sums per row hide the latency of the instruction; integers may be added in any order.
        Vector256<int> s0 = default, s1 = default, t0 = default, t1 = default;
        Vector256<int> u0 = default, u1 = default, v0 = default, v1 = default;
        var group = 0;
        for (; group + 4 <= groups; group += 4)
        {
            var a = Broadcast(activation);
            s0 = AvxVnni.MultiplyWideningAndAdd(s0, a, Vector256.Load(weight));
            s1 = AvxVnni.MultiplyWideningAndAdd(s1, a, Vector256.Load(weight + 32));
            a = Broadcast(activation + 4);
            t0 = AvxVnni.MultiplyWideningAndAdd(t0, a, Vector256.Load(weight + 64));
            t1 = AvxVnni.MultiplyWideningAndAdd(t1, a, Vector256.Load(weight + 96));
            a = Broadcast(activation + 8);
            u0 = AvxVnni.MultiplyWideningAndAdd(u0, a, Vector256.Load(weight + 128));
            u1 = AvxVnni.MultiplyWideningAndAdd(u1, a, Vector256.Load(weight + 160));
            a = Broadcast(activation + 12);
            v0 = AvxVnni.MultiplyWideningAndAdd(v0, a, Vector256.Load(weight + 192));
            v1 = AvxVnni.MultiplyWideningAndAdd(v1, a, Vector256.Load(weight + 224));
            weight += 4 * PanelRows * GroupColumns;
            activation += 4 * GroupColumns;
        }

        for (; group < groups; group++)
        {
            var a = Broadcast(activation);
            s0 = AvxVnni.MultiplyWideningAndAdd(s0, a, Vector256.Load(weight));
            s1 = AvxVnni.MultiplyWideningAndAdd(s1, a, Vector256.Load(weight + 32));
            weight += PanelRows * GroupColumns;
            activation += GroupColumns;
        }

        (s0 + t0 + u0 + v0).Store(sums);
        (s1 + t1 + u1 + v1).Store(sums + 8);
    }

    private static void Four(sbyte* weight, int groups, byte* first, nint stride, int* sums)
    {
        Vector256<int> a0 = default, a1 = default, b0 = default, b1 = default;
        Vector256<int> c0 = default, c1 = default, d0 = default, d1 = default;
        var second = first + stride;
        var third = second + stride;
        var fourth = third + stride;
        for (var group = 0; group < groups; group++)
        {
            var w0 = Vector256.Load(weight);
            var w1 = Vector256.Load(weight + 32);
            var a = Broadcast(first);
            a0 = AvxVnni.MultiplyWideningAndAdd(a0, a, w0);
            a1 = AvxVnni.MultiplyWideningAndAdd(a1, a, w1);
            a = Broadcast(second);
            b0 = AvxVnni.MultiplyWideningAndAdd(b0, a, w0);
            b1 = AvxVnni.MultiplyWideningAndAdd(b1, a, w1);
            a = Broadcast(third);
            c0 = AvxVnni.MultiplyWideningAndAdd(c0, a, w0);
            c1 = AvxVnni.MultiplyWideningAndAdd(c1, a, w1);
            a = Broadcast(fourth);
            d0 = AvxVnni.MultiplyWideningAndAdd(d0, a, w0);
            d1 = AvxVnni.MultiplyWideningAndAdd(d1, a, w1);
            weight += PanelRows * GroupColumns;
            first += GroupColumns;
            second += GroupColumns;
            third += GroupColumns;
            fourth += GroupColumns;
        }

        a0.Store(sums);
        a1.Store(sums + 8);
        b0.Store(sums + 16);
        b1.Store(sums + 24);
        c0.Store(sums + 32);
        c1.Store(sums + 40);
        d0.Store(sums + 48);
        d1.Store(sums + 56);
    }

    private static Vector256<byte> Broadcast(byte* activation) => Vector256.Create(*(int*)activation).AsByte();
}
