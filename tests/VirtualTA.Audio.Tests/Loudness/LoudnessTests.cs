using VirtualTA.Audio.Loudness;

namespace VirtualTA.Audio.Tests.Loudness;

public class LoudnessTests
{
    [Theory]
    [InlineData(48000)]
    [InlineData(16000)]
    public void AFullScaleToneAtOneKilohertz_MeasuresMinusThree(int rate)
    {
        // BS.1770: a 0 dBFS, 997 Hz sine in one channel reads -3.01 LUFS.
        var tone = Enumerable.Range(0, rate * 2).Select(n => MathF.Sin(2 * MathF.PI * 997 * n / rate)).ToArray();
        Assert.Equal(-3.01, IntegratedLoudness.Measure(new AudioClip(tone, rate))!.Value, 0.1);
    }

    [Fact]
    public void Silence_HasNoLoudness() =>
        Assert.Null(IntegratedLoudness.Measure(new AudioClip(new float[16000], 16000)));

    [Fact]
    public void Levels_AreThoseOfTheSamples()
    {
        Assert.Equal(0.5f, Level.Peak([0.25f, -0.5f]));
        Assert.Equal(0.5, Level.Rms([0.5f, -0.5f]), 1e-6);
        Assert.Equal(0, Level.Rms([]));
        Assert.Equal(-6.02, Level.Decibels(0.5), 0.01);
        Assert.Equal(Level.Silence, Level.Decibels(0));
    }
}
