using System.Runtime.Intrinsics;

namespace VirtualTA.Neural.Kernels;

/// <summary>512-bit vectors: AVX-512.</summary>
internal sealed unsafe class Float512Kernel : FloatKernel
{
    public override string Name => "512-bit";

    public override void Multiply<TPanel>(byte* first, byte* second, int columns, float* input, nint stride, int tokens, float* sums)
    {
        if (tokens == BlockTokens)
        {
            Eight<TPanel>(first, second, columns, input, stride, sums);
            return;
        }

        var token = 0;
        if (tokens >= 4)
        {
            Four<TPanel>(first, second, columns, input, stride, sums);
            token = 4;
        }

        for (; token < tokens; token++)
        {
            One<TPanel>(first, second, columns, input + (token * stride), sums + (token * 2 * PanelRows));
        }
    }

    private static void One<TPanel>(byte* first, byte* second, int columns, float* input, float* sums)
        where TPanel : struct, IPanelFormat
    {
        Vector512<float> s0 = default, s1 = default;
        var ahead = 2 * (nint)columns * TPanel.ColumnBytes;
        for (var column = 0; column < columns; column++)
        {
            Fetch(first + ahead);
            Fetch(second + ahead);
            var value = Vector512.Create(input[column]);
            s0 = Vector512.MultiplyAddEstimate(TPanel.Load(first), value, s0);
            s1 = Vector512.MultiplyAddEstimate(TPanel.Load(second), value, s1);
            first += TPanel.ColumnBytes;
            second += TPanel.ColumnBytes;
        }

        s0.Store(sums);
        s1.Store(sums + 16);
    }

    private static void Four<TPanel>(byte* first, byte* second, int columns, float* input, nint stride, float* sums)
        where TPanel : struct, IPanelFormat
    {
        Vector512<float> a0 = default, a1 = default, b0 = default, b1 = default;
        Vector512<float> c0 = default, c1 = default, d0 = default, d1 = default;
        for (var column = 0; column < columns; column++)
        {
            var w0 = TPanel.Load(first);
            var w1 = TPanel.Load(second);
            var value = Vector512.Create(input[column]);
            a0 = Vector512.MultiplyAddEstimate(w0, value, a0);
            a1 = Vector512.MultiplyAddEstimate(w1, value, a1);
            value = Vector512.Create(input[column + stride]);
            b0 = Vector512.MultiplyAddEstimate(w0, value, b0);
            b1 = Vector512.MultiplyAddEstimate(w1, value, b1);
            value = Vector512.Create(input[column + (2 * stride)]);
            c0 = Vector512.MultiplyAddEstimate(w0, value, c0);
            c1 = Vector512.MultiplyAddEstimate(w1, value, c1);
            value = Vector512.Create(input[column + (3 * stride)]);
            d0 = Vector512.MultiplyAddEstimate(w0, value, d0);
            d1 = Vector512.MultiplyAddEstimate(w1, value, d1);
            first += TPanel.ColumnBytes;
            second += TPanel.ColumnBytes;
        }

        a0.Store(sums);
        a1.Store(sums + 16);
        b0.Store(sums + 32);
        b1.Store(sums + 48);
        c0.Store(sums + 64);
        c1.Store(sums + 80);
        d0.Store(sums + 96);
        d1.Store(sums + 112);
    }

    private static void Eight<TPanel>(byte* first, byte* second, int columns, float* input, nint stride, float* sums)
        where TPanel : struct, IPanelFormat
    {
        Vector512<float> a0 = default, a1 = default, b0 = default, b1 = default, c0 = default, c1 = default, d0 = default, d1 = default;
        Vector512<float> e0 = default, e1 = default, f0 = default, f1 = default, g0 = default, g1 = default, h0 = default, h1 = default;
        var lower = input;
        var upper = input + (4 * stride);
        for (var column = 0; column < columns; column++)
        {
            var w0 = TPanel.Load(first);
            var w1 = TPanel.Load(second);
            var value = Vector512.Create(lower[0]);
            a0 = Vector512.MultiplyAddEstimate(w0, value, a0);
            a1 = Vector512.MultiplyAddEstimate(w1, value, a1);
            value = Vector512.Create(lower[stride]);
            b0 = Vector512.MultiplyAddEstimate(w0, value, b0);
            b1 = Vector512.MultiplyAddEstimate(w1, value, b1);
            value = Vector512.Create(lower[2 * stride]);
            c0 = Vector512.MultiplyAddEstimate(w0, value, c0);
            c1 = Vector512.MultiplyAddEstimate(w1, value, c1);
            value = Vector512.Create(lower[3 * stride]);
            d0 = Vector512.MultiplyAddEstimate(w0, value, d0);
            d1 = Vector512.MultiplyAddEstimate(w1, value, d1);
            value = Vector512.Create(upper[0]);
            e0 = Vector512.MultiplyAddEstimate(w0, value, e0);
            e1 = Vector512.MultiplyAddEstimate(w1, value, e1);
            value = Vector512.Create(upper[stride]);
            f0 = Vector512.MultiplyAddEstimate(w0, value, f0);
            f1 = Vector512.MultiplyAddEstimate(w1, value, f1);
            value = Vector512.Create(upper[2 * stride]);
            g0 = Vector512.MultiplyAddEstimate(w0, value, g0);
            g1 = Vector512.MultiplyAddEstimate(w1, value, g1);
            value = Vector512.Create(upper[3 * stride]);
            h0 = Vector512.MultiplyAddEstimate(w0, value, h0);
            h1 = Vector512.MultiplyAddEstimate(w1, value, h1);
            first += TPanel.ColumnBytes;
            second += TPanel.ColumnBytes;
            lower++;
            upper++;
        }

        Store(a0, a1, sums);
        Store(b0, b1, sums + 32);
        Store(c0, c1, sums + 64);
        Store(d0, d1, sums + 96);
        Store(e0, e1, sums + 128);
        Store(f0, f1, sums + 160);
        Store(g0, g1, sums + 192);
        Store(h0, h1, sums + 224);
    }

    private static void Store(Vector512<float> lower, Vector512<float> upper, float* sums)
    {
        lower.Store(sums);
        upper.Store(sums + PanelRows);
    }
}
