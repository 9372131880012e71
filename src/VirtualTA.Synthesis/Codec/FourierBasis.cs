using VirtualTA.Neural.Layers;

namespace VirtualTA.Synthesis.Codec;

/// <summary>Windowed Fourier transforms as matrix products.</summary>
internal static class FourierBasis
{
    /// <summary>Periodic Hann window.</summary>
    public static double[] Hann(int length)
    {
        var window = new double[length];
        for (var n = 0; n < length; n++)
        {
            window[n] = 0.5 - (0.5 * Math.Cos(2 * Math.PI * n / length));
        }

        return window;
    }

    /// <summary>Samples [window] to real parts [bins] and imaginary parts [bins] of a transform of <paramref name="length"/> points.</summary>
    public static Linear Forward(double[] window, int length, double gain)
    {
        var bins = (length / 2) + 1;
        var weights = new float[2 * bins * window.Length];
        for (var bin = 0; bin < bins; bin++)
        {
            for (var n = 0; n < window.Length; n++)
            {
                var angle = 2 * Math.PI * ((long)bin * n % length) / length;
                weights[(bin * window.Length) + n] = (float)(gain * window[n] * Math.Cos(angle));
                weights[((bins + bin) * window.Length) + n] = (float)(-gain * window[n] * Math.Sin(angle));
            }
        }

        return Linear.SinglePrecision(weights, [], window.Length);
    }

    /// <summary>Real and imaginary parts [2·bins] to windowed samples [window].</summary>
    public static Linear Inverse(double[] window, double gain)
    {
        var length = window.Length;
        var bins = (length / 2) + 1;
        var weights = new float[length * 2 * bins];
        for (var n = 0; n < length; n++)
        {
            for (var bin = 0; bin < bins; bin++)
            {
                var twice = bin == 0 || bin == length / 2 ? 1 : 2;
                var angle = 2 * Math.PI * ((long)bin * n % length) / length;
                var factor = twice * gain * window[n] / length;
                weights[(n * 2 * bins) + bin] = (float)(factor * Math.Cos(angle));
                weights[(n * 2 * bins) + bins + bin] = (float)(-factor * Math.Sin(angle));
            }
        }

        return Linear.SinglePrecision(weights, [], 2 * bins);
    }

    /// <summary>Triangles on the HTK mel scale, each of unit sum, as a layer from bins to bands.</summary>
    public static Linear MelBands(int sampleRate, int length, int bands, double lowest)
    {
        var bins = (length / 2) + 1;
        var (from, to) = (Mel(lowest), Mel(sampleRate / 2.0));
        var edges = new double[bands + 2];
        for (var i = 0; i < edges.Length; i++)
        {
            edges[i] = 700 * (Math.Pow(10, (from + ((to - from) * i / (bands + 1))) / 2595) - 1);
        }

        var weights = new float[bands * bins];
        for (var band = 0; band < bands; band++)
        {
            var row = new double[bins];
            for (var bin = 0; bin < bins; bin++)
            {
                var hertz = (double)bin * sampleRate / length;
                var rising = (hertz - edges[band]) / (edges[band + 1] - edges[band]);
                var falling = (edges[band + 2] - hertz) / (edges[band + 2] - edges[band + 1]);
                row[bin] = Math.Max(0, Math.Min(rising, falling));
            }

            var sum = row.Sum();
            if (sum == 0)
            {
                row[(int)Math.Round(edges[band + 1] * length / sampleRate, MidpointRounding.ToEven)] = sum = 1;
            }

            for (var bin = 0; bin < bins; bin++)
            {
                weights[(band * bins) + bin] = (float)(row[bin] / sum);
            }
        }

        return Linear.SinglePrecision(weights, [], bins);

        static double Mel(double hertz) => 2595 * Math.Log10(1 + (hertz / 700));
    }
}
