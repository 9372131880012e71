namespace VirtualTA.Audio.Loudness;

/// <summary>Programme loudness of a mono recording in LUFS (ITU-R BS.1770-4: K weighting, 400 ms blocks, two gates).</summary>
public static class IntegratedLoudness
{
    private const double Offset = -0.691;
    private const double AbsoluteGate = -70;
    private const double RelativeGate = -10;

    /// <summary>Measures a recording; null if no 400 ms block is louder than −70 LUFS.</summary>
    public static double? Measure(AudioClip clip)
    {
        ArgumentNullException.ThrowIfNull(clip);
        var powers = BlockPowers(clip);
        var loud = powers.Where(static power => ToLoudness(power) > AbsoluteGate).ToList();
        if (loud.Count == 0)
        {
            return null;
        }

        var gate = ToLoudness(loud.Average()) + RelativeGate;
        return ToLoudness(loud.Where(power => ToLoudness(power) > gate).Average());
    }

    private static double ToLoudness(double power) => power <= 0 ? double.NegativeInfinity : Offset + (10 * Math.Log10(power));

    private static List<double> BlockPowers(AudioClip clip)
    {
        var shelf = Biquad.HighShelf(clip.SampleRate);
        var highPass = Biquad.HighPass(clip.SampleRate);
        var step = clip.SampleRate / 10;
        var tenths = new List<double>();
        var sum = 0.0;
        for (var i = 0; i < clip.Samples.Length; i++)
        {
            var weighted = highPass.Next(shelf.Next(clip.Samples[i]));
            sum += weighted * weighted;
            if ((i + 1) % step == 0)
            {
                tenths.Add(sum / step);
                sum = 0;
            }
        }

        var blocks = new List<double>();
        for (var i = 3; i < tenths.Count; i++)
        {
            blocks.Add((tenths[i] + tenths[i - 1] + tenths[i - 2] + tenths[i - 3]) / 4);
        }

        return blocks;
    }

    /// <summary>The standard's two filter stages, designed for any rate by the bilinear transform of their analogue prototypes.</summary>
    private struct Biquad
    {
        private double _b0, _b1, _b2, _a1, _a2, _first, _second;

        public static Biquad HighShelf(int rate)
        {
            var k = Math.Tan(Math.PI * 1681.974450955533 / rate);
            const double Q = 0.7071752369554196;
            var high = Math.Pow(10, 3.999843853973347 / 20);
            var band = Math.Pow(high, 0.4996667741545416);
            var norm = 1 + (k / Q) + (k * k);
            return new Biquad
            {
                _b0 = (high + (band * k / Q) + (k * k)) / norm,
                _b1 = 2 * ((k * k) - high) / norm,
                _b2 = (high - (band * k / Q) + (k * k)) / norm,
                _a1 = 2 * ((k * k) - 1) / norm,
                _a2 = (1 - (k / Q) + (k * k)) / norm,
            };
        }

        public static Biquad HighPass(int rate)
        {
            var k = Math.Tan(Math.PI * 38.13547087602444 / rate);
            const double Q = 0.5003270373238773;
            var norm = 1 + (k / Q) + (k * k);
            return new Biquad
            {
                _b0 = 1,
                _b1 = -2,
                _b2 = 1,
                _a1 = 2 * ((k * k) - 1) / norm,
                _a2 = (1 - (k / Q) + (k * k)) / norm,
            };
        }

        public double Next(double input)
        {
            var output = (_b0 * input) + _first;
            _first = (_b1 * input) - (_a1 * output) + _second;
            _second = (_b2 * input) - (_a2 * output);
            return output;
        }
    }
}
