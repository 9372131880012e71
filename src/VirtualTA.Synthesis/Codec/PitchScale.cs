namespace VirtualTA.Synthesis.Codec;

/// <summary>Pitch classes: 40 to the octave from 55 Hz.</summary>
internal static class PitchScale
{
    public const double Lowest = 55;
    public const int ClassesPerOctave = 40;
    private const int Reach = 3;
    private const float Grid = 64;

    /// <summary>Hz of a class.</summary>
    public static double Hertz(double pitchClass) => Lowest * Math.Pow(2, pitchClass / ClassesPerOctave);

    /// <summary>Hz by the mean of the classes around the most probable one, rounded to half a cent.</summary>
    public static float Expected(ReadOnlySpan<float> logits)
    {
        var best = 0;
        for (var i = 1; i < logits.Length; i++)
        {
            best = logits[i] > logits[best] ? i : best;
        }

        var (total, sum) = (0f, 0f);
        for (var offset = -Reach; offset <= Reach; offset++)
        {
            // A class beyond the end counts as the class at the end, as in training.
            var index = Math.Clamp(best + offset, 0, logits.Length - 1);
            var weight = MathF.Exp(logits[index] - logits[best]);
            total += weight * index;
            sum += weight;
        }

        // Rounded as in training: tiny differences of pitch would grow into phase errors of the upper harmonics.
        return (float)Hertz(MathF.Round(total / sum * Grid) / Grid);
    }
}
