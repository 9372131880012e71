using VirtualTA.Audio.Loudness;

namespace VirtualTA.Recognition.Presence;

/// <summary>
/// Tells whether a sound can hold speech at all: loud enough, and rising and falling as syllables do.
/// Takes the sound in pieces of any size. Not thread-safe.
/// </summary>
internal sealed class SpeechPresence
{
    private const int FrameSamples = 320;
    private const int LeastFrames = 5;
    private const double Quietest = -55;
    private const double LeastModulation = 8;

    private readonly List<double> _levels = [];
    private float _previous;
    private double _sum;
    private int _filled;

    /// <summary>Whether decoding a whole clip is worth while; false for silence and for steady noise or hum.</summary>
    /// <param name="samples">16 kHz mono, ±1.</param>
    public static bool MayHoldSpeech(ReadOnlySpan<float> samples)
    {
        var presence = new SpeechPresence();
        foreach (var sample in samples)
        {
            presence.Accept(sample);
        }

        return presence.MayHoldSpeech();
    }

    /// <summary>Takes more of the sound.</summary>
    /// <param name="samples">16 kHz mono.</param>
    public void Accept(ReadOnlySpan<short> samples)
    {
        foreach (var sample in samples)
        {
            Accept(sample / 32768f);
        }
    }

    /// <summary>Whether what was taken so far can hold speech; false for silence and for steady noise or hum.</summary>
    public bool MayHoldSpeech()
    {
        if (_levels.Count < LeastFrames)
        {
            return false;
        }

        double[] sorted = [.. _levels.Order()];
        var loud = sorted[(int)(sorted.Length * 0.95)];
        var quiet = sorted[(int)(sorted.Length * 0.1)];
        return loud > Quietest && loud - quiet > LeastModulation;
    }

    /// <summary>The level is that of the differences of samples, which takes away rumble and offset.</summary>
    private void Accept(float sample)
    {
        if (_filled > 0)
        {
            var step = sample - (0.95 * _previous);
            _sum += step * step;
        }

        _previous = sample;
        if (++_filled == FrameSamples)
        {
            _levels.Add(Level.Decibels(Math.Sqrt(_sum / FrameSamples)));
            (_sum, _filled) = (0, 0);
        }
    }
}
