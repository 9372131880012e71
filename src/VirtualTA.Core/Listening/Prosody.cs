namespace VirtualTA.Core.Listening;

/// <summary>How speech sounded up to a pause: what the voice does at the end of a sentence and not in the middle of one.</summary>
/// <param name="FinalPitch">Last 100 ms of voiced speech against the utterance so far, in semitones; falls at an end.</param>
/// <param name="PitchSlope">Semitones a second over the last 300 ms of voiced speech.</param>
/// <param name="FinalLevel">Last 200 ms of speech against the utterance so far, in decibels.</param>
/// <param name="LevelSlope">Decibels a second over the last 200 ms of speech.</param>
/// <param name="FinalVoicing">Length of the last voiced stretch in seconds; the last syllable is lengthened.</param>
/// <param name="Unvoiced">Share of the last 200 ms of speech without pitch: creak and breath.</param>
/// <param name="Speech">Speech so far in seconds, without pauses.</param>
/// <param name="Phrase">Speech since the last pause in seconds.</param>
public readonly record struct Prosody(
    double FinalPitch, double PitchSlope, double FinalLevel, double LevelSlope, double FinalVoicing, double Unvoiced, double Speech, double Phrase);

/// <summary>Follows pitch and level of one utterance. Does not allocate after warming up; not safe for concurrent use.</summary>
public sealed class ProsodyTracker
{
    private const double WindowSeconds = 0.02;
    private const float LeastPeriodicity = 0.6f;
    private const int PitchBins = 120; // semitones over 1 Hz: 400 Hz is 104
    private const int Kept = 64;
    private const int PauseWindows = 6;

    private readonly PitchTracker _pitch = new();
    private readonly int[] _pitches = new int[PitchBins];
    private readonly float[] _voiced = new float[Kept];
    private readonly float[] _levels = new float[Kept];
    private readonly bool[] _isVoiced = new bool[Kept];
    private double _levelSum;
    private int _voicedCount;
    private int _activeCount;
    private int _phrase;
    private int _quiet;
    private int _run;
    private int _lastRun;

    /// <summary>Forgets the utterance.</summary>
    public void Reset()
    {
        Array.Clear(_pitches);
        (_levelSum, _voicedCount, _activeCount, _phrase, _quiet, _run, _lastRun) = (0, 0, 0, 0, 0, 0, 0);
    }

    /// <summary>Takes the next window.</summary>
    /// <param name="window">Exactly <see cref="VoiceActivityDetector.WindowSamples"/> samples.</param>
    /// <param name="isActive">Whether it holds speech.</param>
    /// <param name="decibels">Its level, full scale being 0.</param>
    public void Push(ReadOnlySpan<short> window, bool isActive, double decibels)
    {
        _pitch.Push(window);
        if (!isActive)
        {
            _run = 0;
            _quiet++;
            return;
        }

        _phrase = _quiet > PauseWindows ? 1 : _phrase + 1;
        _quiet = 0;
        var isVoiced = _pitch.Periodicity >= LeastPeriodicity;
        _levels[_activeCount % Kept] = (float)decibels;
        _isVoiced[_activeCount++ % Kept] = isVoiced;
        _levelSum += decibels;
        if (!isVoiced)
        {
            _run = 0;
            return;
        }

        _lastRun = ++_run;
        _voiced[_voicedCount++ % Kept] = _pitch.Semitones;
        _pitches[Math.Clamp((int)_pitch.Semitones, 0, PitchBins - 1)]++;
    }

    /// <summary>What can be said at a pause.</summary>
    public Prosody Describe() => new(
        _voicedCount == 0 ? 0 : Mean(_voiced, _voicedCount, 5) - MedianPitch(),
        Slope(_voiced, _voicedCount, 15),
        _activeCount == 0 ? 0 : Mean(_levels, _activeCount, 10) - (_levelSum / _activeCount),
        Slope(_levels, _activeCount, 10),
        _lastRun * WindowSeconds,
        UnvoicedShare(10),
        _activeCount * WindowSeconds,
        _phrase * WindowSeconds);

    private double MedianPitch()
    {
        var half = _voicedCount / 2;
        for (var bin = 0; bin < PitchBins; bin++)
        {
            half -= _pitches[bin];
            if (half < 0)
            {
                return bin + 0.5;
            }
        }

        return 0;
    }

    private double UnvoicedShare(int count)
    {
        count = Math.Min(count, _activeCount);
        var unvoiced = 0;
        for (var i = 1; i <= count; i++)
        {
            unvoiced += _isVoiced[(_activeCount - i) % Kept] ? 0 : 1;
        }

        return count == 0 ? 0 : (double)unvoiced / count;
    }

    private static double Mean(float[] ring, int written, int count)
    {
        count = Math.Min(count, written);
        var sum = 0d;
        for (var i = 1; i <= count; i++)
        {
            sum += ring[(written - i) % Kept];
        }

        return count == 0 ? 0 : sum / count;
    }

    /// <summary>Change a second of the last values by least squares.</summary>
    private static double Slope(float[] ring, int written, int count)
    {
        count = Math.Min(count, written);
        if (count < 3)
        {
            return 0;
        }

        var mean = Mean(ring, written, count);
        var middle = (count + 1) / 2d;
        double products = 0, squares = 0;
        for (var i = 1; i <= count; i++)
        {
            products += (middle - i) * (ring[(written - i) % Kept] - mean);
            squares += (middle - i) * (middle - i);
        }

        return products / squares / WindowSeconds;
    }
}
