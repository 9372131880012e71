using VirtualTA.Audio.Loudness;

namespace VirtualTA.Synthesis.Voices;

/// <summary>Says whether a recording is good enough to make a voice from, by its signal alone.</summary>
public static class RecordingCheck
{
    /// <summary>Sample rate of recordings, in hertz.</summary>
    public const int SampleRate = 16_000;

    /// <summary>Least speech, in seconds.</summary>
    public const double LeastSpeech = 3;

    private const int Frame = SampleRate / 50;
    private const double QuietPeak = -35;
    private const double LeastSignalToNoise = 15;
    private const double ClippedShare = 0.001;
    private const float FullScale = 0.998f;
    private const double SpeechBelowPeak = 30;

    /// <summary>What is wrong and what to do, or null.</summary>
    /// <param name="samples">Mono at <see cref="SampleRate"/>, −1 to 1.</param>
    public static string? FindProblem(ReadOnlySpan<float> samples)
    {
        double peak = Level.Decibels(Level.Peak(samples));
        if (peak < QuietPeak)
        {
            return $"The recording is too quiet (peak {peak:F0} dB): speak closer to the microphone or raise its level.";
        }

        double clipped = ClippedSamples(samples) / (double)samples.Length;
        if (clipped > ClippedShare)
        {
            return $"The recording is clipped ({clipped:P1} of the samples at full scale): lower the microphone's level.";
        }

        double[] levels = FrameLevels(samples);
        double[] sorted = [.. levels.Order()];
        double loud = sorted.Length == 0 ? Level.Silence : sorted[(int)(0.95 * (sorted.Length - 1))];
        double quiet = sorted.Length == 0 ? Level.Silence : sorted[(int)(0.1 * (sorted.Length - 1))];
        double speech = levels.Count(level => level > Math.Max(loud - SpeechBelowPeak, quiet + 6)) * Frame / (double)SampleRate;
        return speech < LeastSpeech && samples.Length < LeastSpeech * SampleRate
            ? $"The recording is too short ({samples.Length / (double)SampleRate:F1} s): give at least {LeastSpeech:F0} seconds of speech."
            : loud - quiet < LeastSignalToNoise
                ? $"The recording is too noisy (speech only {loud - quiet:F0} dB above the background): record in a quieter place."
                : speech < LeastSpeech
                    ? $"The recording holds too little speech ({speech:F1} s): give at least {LeastSpeech:F0} seconds."
                    : null;
    }

    private static int ClippedSamples(ReadOnlySpan<float> samples)
    {
        int clipped = 0;
        for (int index = 1; index < samples.Length; index++)
        {
            // Two in a row: a single sample at full scale is a peak, a plateau is clipping.
            clipped += Math.Abs(samples[index]) >= FullScale && Math.Abs(samples[index - 1]) >= FullScale ? 1 : 0;
        }

        return clipped;
    }

    private static double[] FrameLevels(ReadOnlySpan<float> samples)
    {
        double[] levels = new double[samples.Length / Frame];
        for (int frame = 0; frame < levels.Length; frame++)
        {
            levels[frame] = Level.Decibels(Level.Rms(samples.Slice(frame * Frame, Frame)));
        }

        return levels;
    }
}
