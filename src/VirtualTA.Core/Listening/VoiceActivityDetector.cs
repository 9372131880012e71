using VirtualTA.Core.Contracts;

namespace VirtualTA.Core.Listening;

/// <summary>
/// Tells speech from pauses by level over a noise floor that it learns. Deliberately simple: whether a pause ends a turn,
/// and whether a sound interrupts, is decided with the words (<see cref="EndOfTurnDetector"/>, <see cref="BargeInJudge"/>).
/// Time is counted in samples. Belongs to one microphone; not safe for concurrent use.
/// </summary>
public sealed class VoiceActivityDetector
{
    /// <summary>Samples of one window, 20 ms; the only length <see cref="Push"/> takes.</summary>
    public const int WindowSamples = AudioFrame.SampleRate / 50;

    private const int OnsetWindows = 10;
    private const int OnsetActive = 7;
    private const double QuietestSpeech = -50;
    private const double SpeechOverNoise = 9;
    private const double LowestFloor = -75;
    private const double HighestFloor = -35;
    private const double FloorRisePerWindow = 0.03; // 1.5 dB a second: a fan is learnt in seconds, a sentence is not

    private readonly bool[] _recent = new bool[OnsetWindows];
    private int _windows;
    private int _lastActive;
    private double _floor = -60;

    /// <summary>Whether somebody speaks; stays true in short pauses until <see cref="Reset"/>.</summary>
    public bool IsSpeaking { get; private set; }

    /// <summary>Whether the last window held speech.</summary>
    public bool IsActive { get; private set; }

    /// <summary>Level of the last window in decibels, full scale being 0.</summary>
    public double Level { get; private set; } = LowestFloor;

    /// <summary>Time since the last window with speech.</summary>
    public TimeSpan Silence => TimeSpan.FromSeconds((double)(_windows - _lastActive) * WindowSamples / AudioFrame.SampleRate);

    /// <summary>Takes the next window.</summary>
    /// <param name="window">Exactly <see cref="WindowSamples"/> samples.</param>
    /// <returns>Whether speech began with it: 140 of the last 200 ms were active.</returns>
    public bool Push(ReadOnlySpan<short> window)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(window.Length, WindowSamples);
        var level = Decibels(window);
        Level = level;
        IsActive = level > Math.Max(_floor + SpeechOverNoise, QuietestSpeech);
        _floor = Math.Clamp(level < _floor ? (0.8 * _floor) + (0.2 * level) : _floor + FloorRisePerWindow, LowestFloor, HighestFloor);

        _recent[_windows++ % OnsetWindows] = IsActive;
        if (IsActive)
        {
            _lastActive = _windows;
        }

        if (IsSpeaking || _recent.Count(active => active) < OnsetActive)
        {
            return false;
        }

        return IsSpeaking = true;
    }

    /// <summary>Waits for the next onset; what was learnt about the noise is kept.</summary>
    public void Reset()
    {
        IsSpeaking = false;
        Array.Clear(_recent);
    }

    private static double Decibels(ReadOnlySpan<short> window)
    {
        var energy = 0d;
        foreach (var sample in window)
        {
            energy += (double)sample * sample;
        }

        return 10 * Math.Log10(Math.Max(energy / window.Length / (32768d * 32768d), 1e-12));
    }
}
