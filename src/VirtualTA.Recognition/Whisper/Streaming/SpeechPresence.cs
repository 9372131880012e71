using VirtualTA.Audio.Loudness;

namespace VirtualTA.Recognition.Whisper.Streaming;

/// <summary>Tells whether a clip can hold speech at all: loud enough, and rising and falling as syllables do.</summary>
internal static class SpeechPresence
{
    private const int FrameSamples = 320;
    private const double Quietest = -55;
    private const double LeastModulation = 8;

    /// <summary>Whether decoding is worth while; false for silence and for steady noise or hum.</summary>
    public static bool MayHoldSpeech(ReadOnlySpan<float> samples)
    {
        var frames = samples.Length / FrameSamples;
        if (frames < 5)
        {
            return false;
        }

        var levels = new double[frames];
        for (var frame = 0; frame < frames; frame++)
        {
            levels[frame] = Level.Decibels(HighPassedRms(samples.Slice(frame * FrameSamples, FrameSamples)));
        }

        Array.Sort(levels);
        var loud = levels[(int)(frames * 0.95)];
        var quiet = levels[(int)(frames * 0.1)];
        return loud > Quietest && loud - quiet > LeastModulation;
    }

    /// <summary>Level of the differences of samples, which takes away rumble and offset.</summary>
    private static double HighPassedRms(ReadOnlySpan<float> frame)
    {
        var sum = 0.0;
        for (var i = 1; i < frame.Length; i++)
        {
            var step = frame[i] - (0.95 * frame[i - 1]);
            sum += step * step;
        }

        return Math.Sqrt(sum / frame.Length);
    }
}
