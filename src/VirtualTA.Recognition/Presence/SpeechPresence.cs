using VirtualTA.Audio.Loudness;

namespace VirtualTA.Recognition.Presence;

/// <summary>
/// Tells whether a sound can hold speech at all: loud enough, rising and falling as syllables do, voiced here and there,
/// and gliding in pitch. Silence, steady noise, hum, applause, drums and music do not pass. Takes the sound in pieces of any size. Not thread-safe.
/// </summary>
internal sealed class SpeechPresence
{
    private const int FrameSamples = 320;
    private const int LeastFrames = 5;
    private const double Quietest = -55;
    private const double LeastModulation = 8;

    // Below the loudest; what is quieter than this tells nothing about the source.
    private const double HeardBelowLoudest = 20;
    private const int LeastVoicedFrames = 4;
    private const double LeastVoiced = 0.1;
    private const int FramesToJudgeTones = 20;
    private const double MostSteady = 0.45;

    private readonly List<double> _levels = [];
    private readonly SoundFrames _frames = new();
    private float _previous;
    private double _sum;
    private int _filled;

    /// <summary>Whether decoding a whole clip is worth while.</summary>
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

    /// <summary>Whether what was taken so far can hold speech.</summary>
    public bool MayHoldSpeech()
    {
        if (_levels.Count < LeastFrames)
        {
            return false;
        }

        double[] sorted = [.. _levels.Order()];
        var loud = sorted[(int)(sorted.Length * 0.95)];
        var quiet = sorted[(int)(sorted.Length * 0.1)];
        return loud > Quietest && loud - quiet > LeastModulation && SoundsLikeAVoice(loud - HeardBelowLoudest);
    }

    private bool SoundsLikeAVoice(double least)
    {
        var isHeard = new bool[_frames.Count];
        var (heard, voiced) = (0, 0);
        for (var frame = 0; frame < isHeard.Length; frame++)
        {
            // The level in the middle of what the frame looks at.
            isHeard[frame] = _levels[Math.Min(frame + 1, _levels.Count - 1)] > least;
            heard += isHeard[frame] ? 1 : 0;
            voiced += isHeard[frame] && _frames.IsVoiced(frame) ? 1 : 0;
        }

        return voiced >= Math.Max(LeastVoicedFrames, LeastVoiced * heard)
            && (heard < FramesToJudgeTones || SteadyTones.Share(_frames, isHeard) < MostSteady);
    }

    /// <summary>The level is that of the differences of samples, which takes away rumble and offset.</summary>
    private void Accept(float sample)
    {
        if (_filled > 0)
        {
            var step = sample - (0.95 * _previous);
            _sum += step * step;
        }

        if (_filled % 2 == 1)
        {
            _frames.Accept((_previous + sample) / 2);
        }

        _previous = sample;
        if (++_filled == FrameSamples)
        {
            _levels.Add(Level.Decibels(Math.Sqrt(_sum / FrameSamples)));
            (_sum, _filled) = (0, 0);
        }
    }
}
