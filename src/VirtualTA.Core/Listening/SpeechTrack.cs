namespace VirtualTA.Core.Listening;

/// <summary>
/// The last 1.3 s of a microphone as the end-of-turn network sees them: bands over the mean level of the utterance, pitch over its
/// median. Does not allocate after construction; not safe for concurrent use.
/// </summary>
internal sealed class SpeechTrack
{
    /// <summary>Windows of 20 ms up to the last with speech.</summary>
    public const int Before = 60;

    /// <summary>Windows of silence after it.</summary>
    public const int After = 4;

    /// <summary>Windows that are kept.</summary>
    public const int Kept = Before + After;

    private const float LeastPeriodicity = 0.6f;
    private const int PitchBins = 120; // semitones over 1 Hz: 400 Hz is 104

    private readonly PitchTracker _pitch = new();
    private readonly int[] _pitches = new int[PitchBins];
    private readonly float[] _bands = new float[Kept * BandMeter.Count];
    private readonly float[] _periodicity = new float[Kept];
    private readonly float[] _semitones = new float[Kept];
    private long _windows;
    private int _active;
    private int _voiced;
    private double _levels;

    /// <summary>Figures of a window.</summary>
    public static int Channels => BandMeter.Count + 3;

    /// <summary>Whether the utterance holds any speech yet.</summary>
    public bool HasSpeech => _active > 0;

    /// <summary>Forgets the utterance, its level and its pitch; what was heard last stays.</summary>
    public void Reset()
    {
        Array.Clear(_pitches);
        (_active, _voiced, _levels) = (0, 0, 0);
    }

    /// <summary>Takes the next window.</summary>
    /// <param name="window">Exactly <see cref="VoiceActivityDetector.WindowSamples"/> samples.</param>
    /// <param name="isActive">Whether it holds speech.</param>
    /// <param name="decibels">Its level, full scale being 0.</param>
    public void Push(ReadOnlySpan<short> window, bool isActive, double decibels)
    {
        var slot = (int)(_windows++ % Kept);
        BandMeter.Shared.Measure(window, _bands.AsSpan(slot * BandMeter.Count, BandMeter.Count));
        _pitch.Push(window);
        (_periodicity[slot], _semitones[slot]) = (_pitch.Periodicity, _pitch.Semitones);
        if (!isActive)
        {
            return;
        }

        _active++;
        _levels += decibels;
        if (_pitch.Periodicity >= LeastPeriodicity)
        {
            _voiced++;
            _pitches[Math.Clamp((int)_pitch.Semitones, 0, PitchBins - 1)]++;
        }
    }

    /// <summary>What the network sees.</summary>
    /// <param name="figures">[<see cref="Kept"/>, <see cref="Channels"/>], oldest first; zero where nothing was heard yet.</param>
    public void Describe(Span<float> figures)
    {
        figures.Clear();
        var mean = _active == 0 ? 0 : (float)(_levels / _active);
        var median = MedianPitch();
        var known = (int)Math.Min(_windows, Kept);
        for (var age = 1; age <= known; age++)
        {
            var slot = (int)((_windows - age) % Kept);
            var row = figures.Slice((Kept - age) * Channels, Channels);
            for (var band = 0; band < BandMeter.Count; band++)
            {
                row[band] = Math.Clamp((_bands[(slot * BandMeter.Count) + band] - mean) / 20, -3, 3);
            }

            var isVoiced = _periodicity[slot] >= LeastPeriodicity;
            row[BandMeter.Count] = _periodicity[slot];
            row[BandMeter.Count + 1] = isVoiced ? Math.Clamp((_semitones[slot] - median) / 6, -2, 2) : 0;
            row[BandMeter.Count + 2] = isVoiced ? 1 : 0;
        }
    }

    private float MedianPitch()
    {
        var half = _voiced / 2;
        for (var bin = 0; bin < PitchBins; bin++)
        {
            half -= _pitches[bin];
            if (half < 0)
            {
                return bin + 0.5f;
            }
        }

        return 0;
    }
}
