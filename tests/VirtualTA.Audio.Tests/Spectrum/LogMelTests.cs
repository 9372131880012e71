using System.Numerics;
using MathNet.Numerics.IntegralTransforms;
using VirtualTA.Audio.Spectrum;

namespace VirtualTA.Audio.Tests.Spectrum;

public class LogMelTests
{
    private static readonly float[] Noise = MakeNoise(5000);

    [Theory]
    [InlineData(400, 400)]
    [InlineData(512, 400)]
    [InlineData(640, 640)]
    public void PowerSpectrum_EqualsAFourierTransform(int length, int window)
    {
        var spectrum = new PowerSpectrum(length, window);
        var power = new float[spectrum.Bins];
        spectrum.Compute(Noise, 160, 1, power);

        var start = (length - window) / 2;
        var exact = new Complex[length];
        for (var n = 0; n < window; n++)
        {
            exact[start + n] = Noise[start + n] * (0.5 - (0.5 * Math.Cos(2 * Math.PI * n / window)));
        }

        Fourier.Forward(exact, FourierOptions.Matlab);
        var largest = exact.Max(static value => value.Magnitude * value.Magnitude);
        for (var bin = 0; bin < spectrum.Bins; bin++)
        {
            Assert.InRange(power[bin] - (exact[bin].Magnitude * exact[bin].Magnitude), -1e-5 * largest, 1e-5 * largest);
        }
    }

    [Fact]
    public void Frames_AreTheSame_OneByOneAndTogether()
    {
        var options = new LogMelOptions { Centered = false };
        var logMel = new LogMel(options);
        var whole = logMel.Compute(Noise);
        var frame = new float[options.MelCount];
        for (var t = 0; t < logMel.FrameCount(Noise.Length); t++)
        {
            logMel.ComputeFrame(Noise.AsSpan(t * options.Hop, options.FftLength), frame);
            Assert.Equal(whole[(t * options.MelCount)..((t + 1) * options.MelCount)], frame);
        }
    }

    [Fact]
    public void CenteredFrames_MirrorTheEnds()
    {
        var logMel = new LogMel(new LogMelOptions());
        var plain = new LogMel(new LogMelOptions { Centered = false });
        float[] mirrored = [.. Noise[1..201].Reverse(), .. Noise, .. Noise[^201..^1].Reverse()];
        Assert.Equal(plain.Compute(mirrored), logMel.Compute(Noise));
    }

    [Fact]
    public void Silence_IsTheFloor() =>
        Assert.All(new LogMel(new LogMelOptions()).Compute(new float[1600]), static value => Assert.Equal(-10f, value));

    [Fact]
    public void ShortAndEmptyRecordings_Work()
    {
        var logMel = new LogMel(new LogMelOptions());
        Assert.Empty(logMel.Compute([]));
        Assert.Equal(80, logMel.Compute([0.1f]).Length);
        Assert.Equal(80, logMel.Compute([0.1f, 0.2f, -0.3f]).Length);
    }

    [Theory]
    [InlineData(MelScale.Slaney)]
    [InlineData(MelScale.Htk)]
    public void ATone_IsLoudestInItsBand(MelScale scale)
    {
        var options = new LogMelOptions { Scale = scale, AreaNormalised = false };
        var filters = MelFilterBank.Create(options);
        var tone = Enumerable.Range(0, 4000).Select(static n => MathF.Sin(2 * MathF.PI * 1000 * n / 16000f)).ToArray();
        var frame = new LogMel(options).Compute(tone).AsSpan(10 * 80, 80).ToArray();
        var band = Array.IndexOf(frame, frame.Max());
        Assert.True(filters[(band * 201) + 25] >= 0.5f);
    }

    [Fact]
    public void Mfcc_IsOrthonormal()
    {
        var mfcc = new Mfcc(40, 40);
        var mel = MakeNoise(40);
        var cepstrum = new float[40];
        mfcc.Compute(mel, cepstrum);
        Assert.Equal(mel.Sum(static value => value * value), cepstrum.Sum(static value => value * value), 1e-4);
        Assert.Equal(mel.Sum() / Math.Sqrt(40), cepstrum[0], 1e-4);
    }

    private static float[] MakeNoise(int count)
    {
        var random = new Random(5);
        return [.. Enumerable.Range(0, count).Select(_ => random.NextSingle() - 0.5f)];
    }
}
