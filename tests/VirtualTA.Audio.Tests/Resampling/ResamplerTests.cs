using VirtualTA.Audio.Resampling;
using VirtualTA.TestKit;

namespace VirtualTA.Audio.Tests.Resampling;

public class ResamplerTests
{
    [Theory]
    [InlineData(44100, 16000)]
    [InlineData(48000, 16000)]
    [InlineData(8000, 16000)]
    [InlineData(24000, 16000)]
    [InlineData(16000, 44100)]
    [InlineData(22050, 16000)]
    public void Resample_KeepsATone(int from, int to)
    {
        var output = Resampler.Resample(Tone(1000, from, from), from, to);
        Assert.Equal(to, output.Length);
        for (var n = to / 10; n < to * 9 / 10; n++)
        {
            Assert.InRange(output[n] - Math.Sin(2 * Math.PI * 1000 * n / to), -2e-4, 2e-4);
        }
    }

    [Fact]
    public void Resample_RemovesWhatTheNewRateCannotHold()
    {
        var output = Resampler.Resample(Tone(11000, 48000, 48000), 48000, 16000);
        Assert.All(output[1000..^1000], sample => Assert.InRange(Math.Abs(sample), 0, 2e-4));
    }

    [Theory]
    [InlineData(44100, 16000)]
    [InlineData(8000, 16000)]
    [InlineData(48000, 16000)]
    public void Process_InPiecesOfAnySize_GivesExactlyTheWhole(int from, int to)
    {
        var random = new Random(3);
        var input = new float[20_011];
        for (var i = 0; i < input.Length; i++)
        {
            input[i] = random.NextSingle() - 0.5f;
        }

        var whole = Resampler.Resample(input, from, to);
        foreach (var piece in new[] { 1, 7, 160, 882, 5000 })
        {
            var resampler = new Resampler(from, to);
            var output = new List<float>();
            var buffer = new float[resampler.OutputBound(piece)];
            for (var at = 0; at < input.Length; at += piece)
            {
                var count = resampler.Process(input.AsSpan(at, Math.Min(piece, input.Length - at)), buffer);
                output.AddRange(buffer.AsSpan(0, count));
            }

            output.AddRange(buffer.AsSpan(0, resampler.Flush(buffer)));
            Assert.Equal(whole, output);
        }
    }

    [Fact]
    public void Process_DoesNotAllocate()
    {
        var resampler = new Resampler(48000, 16000);
        var input = new float[4800];
        var output = new float[resampler.OutputBound(input.Length)];
        Assert.Equal(0, Allocation.Of(() => resampler.Process(input, output)));
    }

    [Fact]
    public void Resample_OfNothing_IsNothing() => Assert.Empty(Resampler.Resample([], 44100, 16000));

    [Fact]
    public void Constructor_RefusesAbsurdRates() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new Resampler(1, 16000));

    private static float[] Tone(double hz, int rate, int count) =>
        [.. Enumerable.Range(0, count).Select(n => (float)Math.Sin(2 * Math.PI * hz * n / rate))];
}
