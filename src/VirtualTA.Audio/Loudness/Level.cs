namespace VirtualTA.Audio.Loudness;

/// <summary>Plain levels of samples.</summary>
public static class Level
{
    /// <summary>What digital silence measures, in decibels.</summary>
    public const double Silence = -120;

    /// <summary>Largest magnitude.</summary>
    public static float Peak(ReadOnlySpan<float> samples)
    {
        var peak = 0f;
        foreach (var sample in samples)
        {
            peak = Math.Max(peak, Math.Abs(sample));
        }

        return peak;
    }

    /// <summary>Root of the mean square; 0 if empty.</summary>
    public static double Rms(ReadOnlySpan<float> samples) =>
        samples.IsEmpty ? 0 : Math.Sqrt(Vectors.Dot(samples, samples) / (double)samples.Length);

    /// <summary>A linear amplitude in decibels relative to 1.0, at least <see cref="Silence"/>.</summary>
    public static double Decibels(double amplitude) =>
        amplitude <= 1e-6 ? Silence : 20 * Math.Log10(amplitude);
}
