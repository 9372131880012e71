using System.Numerics.Tensors;
using VirtualTA.Audio.Spectrum;

namespace VirtualTA.Recognition.Presence;

/// <summary>
/// What <see cref="SpeechPresence"/> looks at in every 20 ms of a sound: whether it is voiced, and its strongest tones.
/// Takes 8 kHz samples one by one; computes four frames at a time. Not thread-safe.
/// </summary>
internal sealed class SoundFrames
{
    /// <summary>Tones kept per frame.</summary>
    public const int Tones = 6;

    private const int SampleRate = 8000;
    private const int Hop = SampleRate / 50;
    private const int Window = 512;
    private const int Pass = PowerSpectrum.FramesPerPass;
    private const int ShortestPeriod = SampleRate / 400;
    private const int LongestPeriod = SampleRate / 80;
    private const int Compared = 2 * Hop;
    private const double LeastPeriodicity = 0.5;
    private const float HighPass = 0.8217f; // exp(−2π·250/8000)
    private const int LowestBin = 6; // 94 Hz
    private const int HighestBin = 192; // 3 kHz
    private const double Decade = 2.302585;
    private const double TonesBelowStrongest = 2.5; // decades of power

    private readonly PowerSpectrum _spectrum = new(Window, Window);
    private readonly float[] _samples = new float[Window + ((Pass - 1) * Hop)];
    private readonly float[] _high = new float[Window + ((Pass - 1) * Hop)];
    private readonly float[] _power = new float[Pass * ((Window / 2) + 1)];
    private readonly float[] _log = new float[(Window / 2) + 1];
    private readonly List<bool> _voiced = [];
    private readonly List<Tone> _tones = [];
    private (float Input, float Once, float Twice) _last;
    private int _filled;

    /// <summary>Frames computed; frame k starts at k·20 ms and looks at 64 ms.</summary>
    public int Count => _voiced.Count;

    /// <summary>Whether a frame repeats itself after 2.5 to 12.5 ms, as a voice does.</summary>
    public bool IsVoiced(int frame) => _voiced[frame];

    /// <summary>The strongest tones of a frame, the strongest first; unused places have no strength.</summary>
    public ReadOnlySpan<Tone> TonesOf(int frame) => System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_tones).Slice(frame * Tones, Tones);

    public void Accept(float sample)
    {
        // Without its low end: a drum's slow swing resembles itself at any distance.
        var once = sample - _last.Input + (HighPass * _last.Once);
        _last = (sample, once, once - _last.Once + (HighPass * _last.Twice));
        _high[_filled] = _last.Twice;
        _samples[_filled++] = sample;
        if (_filled < _samples.Length)
        {
            return;
        }

        _spectrum.Compute(_samples, Hop, Pass, _power);
        for (var frame = 0; frame < Pass; frame++)
        {
            _voiced.Add(RepeatsItself(_high.AsSpan(frame * Hop, Window)));
            AddTones(_power.AsSpan(frame * _spectrum.Bins, _spectrum.Bins));
        }

        _samples.AsSpan(Pass * Hop).CopyTo(_samples);
        _high.AsSpan(Pass * Hop).CopyTo(_high);
        _filled -= Pass * Hop;
    }

    private static bool RepeatsItself(ReadOnlySpan<float> frame)
    {
        var still = frame[..Compared];
        var energy = TensorPrimitives.SumOfSquares(still) + 1e-9;
        for (var lag = ShortestPeriod; lag <= LongestPeriod; lag++)
        {
            var moved = frame.Slice(lag, Compared);
            var likeness = TensorPrimitives.Dot(still, moved) / Math.Sqrt(energy * (TensorPrimitives.SumOfSquares(moved) + 1e-9));
            if (likeness > LeastPeriodicity)
            {
                return true;
            }
        }

        return false;
    }

    private void AddTones(ReadOnlySpan<float> power)
    {
        var strongest = float.NegativeInfinity;
        for (var bin = LowestBin - 1; bin <= HighestBin; bin++)
        {
            _log[bin] = MathF.Log(power[bin] + 1e-12f);
            strongest = bin >= LowestBin && bin < HighestBin ? MathF.Max(strongest, _log[bin]) : strongest;
        }

        var first = _tones.Count;
        for (var place = 0; place < Tones; place++)
        {
            _tones.Add(default);
        }

        var tones = System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_tones)[first..];
        for (var bin = LowestBin; bin < HighestBin; bin++)
        {
            var (left, peak, right) = (_log[bin - 1], _log[bin], _log[bin + 1]);
            if (peak > left && peak >= right && peak > strongest - (TonesBelowStrongest * Decade))
            {
                // The top of the parabola through the three logarithms.
                var offset = 0.5 * (left - right) / (left - (2.0 * peak) + right);
                Insert(tones, new Tone((float)((bin + offset) * SampleRate / Window), MathF.Exp(peak / 2)));
            }
        }
    }

    private static void Insert(Span<Tone> tones, Tone tone)
    {
        for (var place = 0; place < tones.Length; place++)
        {
            if (tone.Strength > tones[place].Strength)
            {
                (tones[place], tone) = (tone, tones[place]);
            }
        }
    }

    /// <summary>A peak of the spectrum.</summary>
    /// <param name="Frequency">Hertz.</param>
    /// <param name="Strength">Magnitude; 0 for none.</param>
    internal readonly record struct Tone(float Frequency, float Strength);
}
