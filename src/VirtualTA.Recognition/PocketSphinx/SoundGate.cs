using VirtualTA.Core.Contracts;

namespace VirtualTA.Recognition.PocketSphinx;

/// <summary>Tells sound from silence, because the recogniser finds words in digital silence.</summary>
/// <param name="silenceDecibels">Level of 20 ms, below full scale, under which they are silent.</param>
internal sealed class SoundGate(double silenceDecibels)
{
    private const int Window = AudioFrame.SampleRate / 50;

    private readonly double _threshold = Math.Pow(10, silenceDecibels / 10) * Window;
    private double _energy;
    private int _fill;

    /// <summary>Whether any window so far was louder than silence.</summary>
    public bool HasSound { get; private set; }

    public void Measure(ReadOnlySpan<short> samples)
    {
        foreach (var sample in samples)
        {
            var value = sample / 32768d;
            _energy += value * value;
            if (++_fill == Window)
            {
                HasSound |= _energy > _threshold;
                _energy = 0;
                _fill = 0;
            }
        }
    }
}
