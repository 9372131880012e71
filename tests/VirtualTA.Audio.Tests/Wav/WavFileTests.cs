using VirtualTA.Audio.Wav;

namespace VirtualTA.Audio.Tests.Wav;

public class WavFileTests
{
    private static readonly float[] Tone = [.. Enumerable.Range(0, 441).Select(static i => 0.8f * MathF.Sin(i * 0.3f))];

    [Theory]
    [InlineData(8, false, 2e-2)]
    [InlineData(16, false, 1e-4)]
    [InlineData(24, false, 1e-6)]
    [InlineData(32, false, 1e-6)]
    [InlineData(32, true, 0)]
    [InlineData(64, true, 0)]
    public void Read_GivesTheSamples_OfEveryEncodingPlainAndExtensible(int bits, bool floating, double tolerance)
    {
        foreach (var extensible in new[] { false, true })
        {
            foreach (var rate in new uint[] { 8000, 16000, 44100, 48000 })
            {
                var bytes = WavBytes.Build(WavBytes.Encode(Tone, bits, floating), (ushort)(floating ? 3 : 1), 1, rate, (ushort)bits, extensible, extraChunk: true);
                var clip = WavFile.Read(new MemoryStream(bytes));
                Assert.Equal((int)rate, clip.SampleRate);
                Assert.Equal(Tone.Length, clip.Samples.Length);
                Assert.All(clip.Samples.Zip(Tone), pair => Assert.InRange(Math.Abs(pair.First - pair.Second), 0, tolerance + 1e-9));
            }
        }
    }

    [Fact]
    public void Read_AveragesChannels()
    {
        var clip = WavFile.Read(new MemoryStream(WavBytes.Build(WavBytes.Encode([0.5f, -0.5f, 1f, 0f], 32, true), 3, 2, 48000, 32)));
        Assert.Equal([0f, 0.5f], clip.Samples);
    }

    [Fact]
    public void Read_GivesAnEmptyClip_WhenThereAreNoSamples() =>
        Assert.Empty(WavFile.Read(new MemoryStream(WavBytes.Build([]))).Samples);

    [Fact]
    public void Read_GoesToTheEnd_WhenTheWriterLeftTheLengthOpen()
    {
        var clip = WavFile.Read(new MemoryStream(WavBytes.Build(WavBytes.Encode(Tone, 16, false), dataLength: uint.MaxValue)));
        Assert.Equal(Tone.Length, clip.Samples.Length);
    }

    [Fact]
    public void Read_TakesTenMinutes()
    {
        var clip = WavFile.Read(new MemoryStream(WavBytes.Build(new byte[600 * 8000], bits: 8, rate: 8000)));
        Assert.Equal(TimeSpan.FromMinutes(10), clip.Duration);
    }

    [Fact]
    public void Read_NamesTheFaultAndTheSource()
    {
        AssertRefused([], "ends in");
        AssertRefused("ID3 this is no wave file"u8.ToArray(), "not a WAV file");
        AssertRefused(WavBytes.Build(new byte[100], dataLength: 4000), "cut short");
        AssertRefused(WavBytes.Build(new byte[101]), "whole number");
        AssertRefused(WavBytes.Build(new byte[100], format: 7, bits: 8), "not supported");
        AssertRefused(WavBytes.Build(new byte[100], channels: 0), "channels");
        AssertRefused(WavBytes.Build(new byte[100], rate: 7), "sample rate");
        AssertRefused(WavBytes.Build(WavBytes.Encode([0, float.NaN], 32, true), 3, bits: 32), "frame 1 is not a finite number");
        AssertRefused(WavBytes.Build(WavBytes.Encode([float.PositiveInfinity], 64, true), 3, bits: 64), "frame 0 is not a finite number");
        AssertRefused(WavBytes.Build(new byte[100], dataLength: 4_000_000_000), "at most 3600 s");
    }

    [Fact]
    public void Read_StopsAtTheGivenLength()
    {
        var stream = new MemoryStream(WavBytes.Build(new byte[64_000], dataLength: uint.MaxValue));
        var error = Assert.Throws<AudioFormatException>(() => WavFile.Read(stream, "question.wav", TimeSpan.FromSeconds(1)));
        Assert.Contains("question.wav", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_NeverCrashes_OnDamagedFiles()
    {
        var random = new Random(7);
        var whole = WavBytes.Build(WavBytes.Encode(Tone, 16, false), extraChunk: true);
        for (var i = 0; i < 300; i++)
        {
            var bytes = whole.ToArray();
            for (var flips = random.Next(1, 8); flips > 0; flips--)
            {
                bytes[random.Next(Math.Min(bytes.Length, i % 2 == 0 ? 72 : int.MaxValue))] ^= (byte)(1 << random.Next(8));
            }

            bytes = i % 3 == 0 ? bytes[..random.Next(bytes.Length)] : bytes;
            try
            {
                var clip = WavFile.Read(new MemoryStream(bytes), "damaged.wav");
                Assert.All(clip.Samples, sample => Assert.True(float.IsFinite(sample)));
            }
            catch (AudioFormatException error)
            {
                Assert.StartsWith("damaged.wav: ", error.Message, StringComparison.Ordinal);
            }
        }
    }

    [Theory]
    [InlineData(WavEncoding.Pcm16, 2e-5)]
    [InlineData(WavEncoding.Pcm24, 1e-7)]
    [InlineData(WavEncoding.FloatingPoint, 0)]
    public void Write_IsReadBack(WavEncoding encoding, double tolerance)
    {
        using var stream = new MemoryStream();
        WavFile.Write(stream, new AudioClip(Tone, 22050), encoding);
        stream.Position = 0;
        var clip = WavFile.Read(stream);
        Assert.Equal(22050, clip.SampleRate);
        Assert.All(clip.Samples.Zip(Tone), pair => Assert.InRange(Math.Abs(pair.First - pair.Second), 0, tolerance));
    }

    private static void AssertRefused(byte[] bytes, string reason)
    {
        var error = Assert.Throws<AudioFormatException>(() => WavFile.Read(new MemoryStream(bytes), "bad.wav"));
        Assert.Contains("bad.wav", error.Message, StringComparison.Ordinal);
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
    }
}
