namespace VirtualTA.Synthesis.Codec;

/// <summary>Band-limited pulses of unit power whose pitch moves linearly from frame to frame: the excitation of voiced sound.</summary>
internal sealed class PulseTrain(int sampleRate, int hop)
{
    private const double HarmonicTop = 0.475; // of the sample rate: harmonics above are left out
    private const float Pole = 1e-4f;

    /// <summary>Writes the samples of one frame.</summary>
    /// <param name="pitch">Hz at the frame's end.</param>
    /// <param name="samples">[hop].</param>
    /// <param name="state">Where the last frame ended; updated.</param>
    public void Next(float pitch, Span<float> samples, ref State state)
    {
        var before = state.Started ? state.Pitch : pitch;
        var count = MathF.Floor((float)(HarmonicTop * sampleRate) / pitch);
        var gain = MathF.Sqrt(2f / count);
        for (var i = 0; i < hop; i++)
        {
            var hertz = before + ((pitch - before) * ((i + 1f) / hop));
            state.Turns += (double)hertz / sampleRate;
            state.Turns -= Math.Floor(state.Turns);
            var angle = (float)(state.Turns * (2 * Math.PI));
            var half = MathF.Sin(0.5f * angle);
            samples[i] = gain * (MathF.Abs(half) < Pole ? count : (0.5f * MathF.Sin((count + 0.5f) * angle) / half) - 0.5f);
        }

        (state.Pitch, state.Started) = (pitch, true);
    }

    /// <summary>Phase and pitch at the end of the last frame.</summary>
    public struct State
    {
        public double Turns;
        public float Pitch;
        public bool Started;
    }
}
