using VirtualTA.Core.Contracts;

namespace VirtualTA.Core.Listening;

/// <summary>
/// Pitch of speech in steps of 20 ms: the best normalised autocorrelation of the last 40 ms at 4 kHz between 60 and 400 Hz.
/// Belongs to one microphone; does not allocate; not safe for concurrent use.
/// </summary>
internal sealed class PitchTracker
{
    private const int Decimation = 4;
    private const int Rate = AudioFrame.SampleRate / Decimation;
    private const int WindowLength = VoiceActivityDetector.WindowSamples / Decimation;
    private const int ShortestLag = Rate / 400;
    private const int LongestLag = Rate / 60;
    private const int CompareLength = 2 * WindowLength;

    private readonly float[] _samples = new float[CompareLength + LongestLag];

    /// <summary>How periodic the last 40 ms were, from 0 to 1.</summary>
    public float Periodicity { get; private set; }

    /// <summary>Pitch in semitones over 1 Hz; means something only where <see cref="Periodicity"/> is high.</summary>
    public float Semitones { get; private set; }

    /// <summary>Takes the next 20 ms.</summary>
    /// <param name="window">Exactly <see cref="VoiceActivityDetector.WindowSamples"/> samples.</param>
    public void Push(ReadOnlySpan<short> window)
    {
        _samples.AsSpan(WindowLength).CopyTo(_samples);
        var fresh = _samples.AsSpan(_samples.Length - WindowLength);
        for (var i = 0; i < fresh.Length; i++)
        {
            var sum = 0;
            foreach (var sample in window.Slice(i * Decimation, Decimation))
            {
                sum += sample;
            }

            fresh[i] = sum / (float)Decimation;
        }

        Find();
    }

    private void Find()
    {
        var now = _samples.AsSpan(LongestLag);
        var energy = Product(now, now);
        Span<float> scores = stackalloc float[LongestLag + 1];
        var best = 0f;
        for (var lag = ShortestLag; lag <= LongestLag; lag++)
        {
            var before = _samples.AsSpan(LongestLag - lag, CompareLength);
            var norm = Math.Sqrt((double)energy * Product(before, before));
            scores[lag] = norm > 0 ? (float)(Product(now, before) / norm) : 0;
            best = Math.Max(best, scores[lag]);
        }

        Periodicity = best;
        for (var lag = ShortestLag; lag <= LongestLag; lag++)
        {
            // The shortest lag that is nearly as good: a multiple of the period is as good as the period itself.
            if (scores[lag] >= 0.9f * best && (lag == LongestLag || scores[lag] >= scores[lag + 1]))
            {
                Semitones = 12 * MathF.Log2(Rate / (float)lag);
                return;
            }
        }
    }

    private static float Product(ReadOnlySpan<float> left, ReadOnlySpan<float> right)
    {
        var sum = 0f;
        for (var i = 0; i < left.Length; i++)
        {
            sum += left[i] * right[i];
        }

        return sum;
    }
}
