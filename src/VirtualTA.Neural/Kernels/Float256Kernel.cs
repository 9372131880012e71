using System.Runtime.Intrinsics;

namespace VirtualTA.Neural.Kernels;

/// <summary>256-bit vectors: AVX2 with FMA.</summary>
internal sealed unsafe class Float256Kernel : FloatKernel
{
    public override string Name => "256-bit";

    public override void Multiply<TPanel>(byte* first, byte* second, int columns, float* input, nint stride, int tokens, float* sums)
    {
        var token = 0;
        for (; token + 4 <= tokens; token += 4)
        {
            Four<TPanel>(first, columns, input + (token * stride), stride, sums + (token * 2 * PanelRows));
            Four<TPanel>(second, columns, input + (token * stride), stride, sums + (token * 2 * PanelRows) + PanelRows);
        }

        for (; token < tokens; token++)
        {
            One<TPanel>(first, second, columns, input + (token * stride), sums + (token * 2 * PanelRows));
        }
    }

    private static void One<TPanel>(byte* first, byte* second, int columns, float* input, float* sums)
        where TPanel : struct, IPanelFormat
    {
        Vector256<float> s0 = default, s1 = default, s2 = default, s3 = default;
        var ahead = 2 * (nint)columns * TPanel.ColumnBytes;
        for (var column = 0; column < columns; column++)
        {
            Fetch(first + ahead);
            Fetch(second + ahead);
            var value = Vector256.Create(input[column]);
            s0 = Vector256.MultiplyAddEstimate(TPanel.LoadLower(first), value, s0);
            s1 = Vector256.MultiplyAddEstimate(TPanel.LoadUpper(first), value, s1);
            s2 = Vector256.MultiplyAddEstimate(TPanel.LoadLower(second), value, s2);
            s3 = Vector256.MultiplyAddEstimate(TPanel.LoadUpper(second), value, s3);
            first += TPanel.ColumnBytes;
            second += TPanel.ColumnBytes;
        }

        s0.Store(sums);
        s1.Store(sums + 8);
        s2.Store(sums + 16);
        s3.Store(sums + 24);
    }

    private static void Four<TPanel>(byte* panel, int columns, float* input, nint stride, float* sums)
        where TPanel : struct, IPanelFormat
    {
        Vector256<float> a0 = default, a1 = default, b0 = default, b1 = default;
        Vector256<float> c0 = default, c1 = default, d0 = default, d1 = default;
        for (var column = 0; column < columns; column++)
        {
            var lower = TPanel.LoadLower(panel);
            var upper = TPanel.LoadUpper(panel);
            var value = Vector256.Create(input[column]);
            a0 = Vector256.MultiplyAddEstimate(lower, value, a0);
            a1 = Vector256.MultiplyAddEstimate(upper, value, a1);
            value = Vector256.Create(input[column + stride]);
            b0 = Vector256.MultiplyAddEstimate(lower, value, b0);
            b1 = Vector256.MultiplyAddEstimate(upper, value, b1);
            value = Vector256.Create(input[column + (2 * stride)]);
            c0 = Vector256.MultiplyAddEstimate(lower, value, c0);
            c1 = Vector256.MultiplyAddEstimate(upper, value, c1);
            value = Vector256.Create(input[column + (3 * stride)]);
            d0 = Vector256.MultiplyAddEstimate(lower, value, d0);
            d1 = Vector256.MultiplyAddEstimate(upper, value, d1);
            panel += TPanel.ColumnBytes;
        }

        a0.Store(sums);
        a1.Store(sums + 8);
        b0.Store(sums + 32);
        b1.Store(sums + 40);
        c0.Store(sums + 64);
        c1.Store(sums + 72);
        d0.Store(sums + 96);
        d1.Store(sums + 104);
    }
}
