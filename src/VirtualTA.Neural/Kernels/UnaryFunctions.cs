using System.Runtime.Intrinsics;

namespace VirtualTA.Neural.Kernels;

internal readonly struct ExpFunction : IUnaryFunction
{
    public static Vector256<float> Invoke(Vector256<float> x) => Vector256.Exp(x);
}

internal readonly struct SigmoidFunction : IUnaryFunction
{
    public static Vector256<float> Invoke(Vector256<float> x) => Vector256<float>.One / (Vector256<float>.One + Vector256.Exp(-x));
}

internal readonly struct TanhFunction : IUnaryFunction
{
    public static Vector256<float> Invoke(Vector256<float> x)
    {
        // 1 − 2/(e^2x + 1) loses digits near 0, where an odd polynomial is exact enough.
        var square = x * x;
        var small = x * (Vector256<float>.One + (square * (Vector256.Create(-1 / 3f) + (square * (Vector256.Create(2 / 15f) - (square * (17 / 315f)))))));
        var large = Vector256<float>.One - (Vector256.Create(2f) / (Vector256.Exp(x + x) + Vector256<float>.One));
        return Vector256.ConditionalSelect(Vector256.LessThan(Vector256.Abs(x), Vector256.Create(0.2f)), small, large);
    }
}

internal readonly struct SiluFunction : IUnaryFunction
{
    public static Vector256<float> Invoke(Vector256<float> x) => x * SigmoidFunction.Invoke(x);
}

internal readonly struct ReluFunction : IUnaryFunction
{
    public static Vector256<float> Invoke(Vector256<float> x) => Vector256.Max(x, Vector256<float>.Zero);
}

internal readonly struct EluFunction : IUnaryFunction
{
    public static Vector256<float> Invoke(Vector256<float> x) =>
        Vector256.ConditionalSelect(Vector256.GreaterThan(x, Vector256<float>.Zero), x, Vector256.Exp(x) - Vector256<float>.One);
}

/// <summary>0.5·x·(1 + erf(x/√2)); erf by Abramowitz and Stegun 7.1.26, absolute error below 2e−7.</summary>
internal readonly struct GeluFunction : IUnaryFunction
{
    public static Vector256<float> Invoke(Vector256<float> x)
    {
        var z = Vector256.Abs(x) * 0.70710678f;
        var t = Vector256<float>.One / (Vector256<float>.One + (z * 0.3275911f));
        var series = t * (Vector256.Create(0.254829592f) + (t * (Vector256.Create(-0.284496736f)
            + (t * (Vector256.Create(1.421413741f) + (t * (Vector256.Create(-1.453152027f) + (t * 1.061405429f))))))));
        var tail = series * Vector256.Exp(-(z * z)) * 0.5f;
        var upper = Vector256.ConditionalSelect(Vector256.LessThan(x, Vector256<float>.Zero), tail, Vector256<float>.One - tail);
        return x * upper;
    }
}

/// <summary>0.5·x·(1 + tanh(√(2/π)·(x + 0.044715·x³))).</summary>
internal readonly struct GeluTanhFunction : IUnaryFunction
{
    public static Vector256<float> Invoke(Vector256<float> x) =>
        x * SigmoidFunction.Invoke((x + (x * x * x * 0.044715f)) * 1.5957691f);
}
