using System.Collections.Concurrent;
using System.Numerics;
using VirtualTA.Audio.Wav;

namespace VirtualTA.Audio.Resampling;

/// <summary>The filter bank of one rate ratio: <see cref="Up"/> phases of <see cref="Taps"/> coefficients, each phase with unit gain at 0 Hz.</summary>
internal sealed class PolyphaseFilter
{
    private const int ZeroCrossings = 24;
    private const double Beta = 9.0;
    private const double PassBand = 0.93;
    private const int CachedRatios = 16;
    private static readonly ConcurrentDictionary<(int From, int To), PolyphaseFilter> Cache = new();
    private readonly float[] _coefficients;

    private PolyphaseFilter(int from, int to)
    {
        var divisor = (int)BigInteger.GreatestCommonDivisor(from, to);
        Up = to / divisor;
        Down = from / divisor;
        var cutOff = PassBand * Math.Min(1.0, to / (double)from);
        var half = ((int)Math.Ceiling(ZeroCrossings / cutOff) + 3) / 4 * 4;
        Taps = 2 * half;
        _coefficients = new float[Up * Taps];
        for (var phase = 0; phase < Up; phase++)
        {
            Fill(_coefficients.AsSpan(phase * Taps, Taps), phase / (double)Up, half, cutOff);
        }
    }

    public int Up { get; }

    public int Down { get; }

    public int Taps { get; }

    public static PolyphaseFilter For(int from, int to)
    {
        Check(from, nameof(from));
        Check(to, nameof(to));
        if (Cache.TryGetValue((from, to), out var known))
        {
            return known;
        }

        var filter = new PolyphaseFilter(from, to);
        if (Cache.Count < CachedRatios)
        {
            Cache.TryAdd((from, to), filter);
        }

        return filter;
    }

    public ReadOnlySpan<float> Phase(int phase) => _coefficients.AsSpan(phase * Taps, Taps);

    private static void Check(int rate, string name)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(rate, WavFormat.LowestRate, name);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(rate, WavFormat.HighestRate, name);
    }

    private static void Fill(Span<float> taps, double fraction, int half, double cutOff)
    {
        var sum = 0.0;
        Span<double> exact = taps.Length <= 1024 ? stackalloc double[taps.Length] : new double[taps.Length];
        for (var k = 0; k < taps.Length; k++)
        {
            var offset = k - half + 1 - fraction;
            var angle = Math.PI * cutOff * offset;
            var sinc = Math.Abs(angle) < 1e-9 ? 1.0 : Math.Sin(angle) / angle;
            var reach = offset / half;
            exact[k] = Math.Abs(reach) >= 1 ? 0 : sinc * Bessel(Beta * Math.Sqrt(1 - (reach * reach)));
            sum += exact[k];
        }

        for (var k = 0; k < taps.Length; k++)
        {
            taps[k] = (float)(exact[k] / sum);
        }
    }

    /// <summary>Modified Bessel function of the first kind, order 0, by its power series.</summary>
    private static double Bessel(double x)
    {
        var term = 1.0;
        var sum = 1.0;
        for (var k = 1; term > sum * 1e-12; k++)
        {
            term *= x / (2 * k) * (x / (2 * k));
            sum += term;
        }

        return sum;
    }
}
