using VirtualTA.Neural.Formats;
using VirtualTA.Synthesis.Codec;
using VirtualTA.TestKit;

namespace VirtualTA.Synthesis.Tests.Codec;

public sealed class AudioCodecTests
{
    private const uint GoldenSeed = 7;

    public static TheoryData<string> Networks => ["codec-test.safetensors", "codec-test-waveform.safetensors"];

    [Theory]
    [MemberData(nameof(Networks))]
    public void Encode_GivesTheCodesOfTraining(string network)
    {
        using var golden = SafetensorsFile.Open(Golden.Path(network));
        var codes = AudioCodec.Load(golden.Path).Encode(golden.Floats("golden.samples"));
        Assert.Equal(golden.Integers("golden.codes"), codes);
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void Decode_GivesTheSamplesOfTraining(string network)
    {
        using var golden = SafetensorsFile.Open(Golden.Path(network));
        var samples = AudioCodec.Load(golden.Path).Decode(golden.Integers("golden.codes"), GoldenSeed);
        Assert.InRange(Golden.RelativeError(golden.Floats("golden.decoded"), samples), 0, 1e-4);
    }

    [Fact]
    public void Decode_GivesTheSamplesOfTraining_ForOneWhoIsKnown()
    {
        using var golden = SafetensorsFile.Open(Golden.Path("codec-test.safetensors"));
        var codec = AudioCodec.Load(golden.Path);
        var speaker = golden.Floats("golden.speaker");
        var samples = codec.Decode(golden.Integers("golden.codes"), GoldenSeed, speaker);
        Assert.InRange(Golden.RelativeError(golden.Floats("golden.decoded_as"), samples), 0, 1e-4);
        Assert.NotEqual(codec.Decode(golden.Integers("golden.codes"), GoldenSeed), samples);
        var error = Assert.Throws<ArgumentException>(() => codec.NewDecoder(speaker: speaker.AsSpan(1)));
        Assert.Contains("11 values", error.Message, StringComparison.Ordinal);
        Assert.Contains("takes 12", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Decode_PassesTheSpeakerOver_WhereTheDecoderKnowsNone()
    {
        var codec = AudioCodec.Load(Golden.Path("codec-test-waveform.safetensors"));
        var codes = RandomCodes(codec, 6);
        Assert.Equal(codec.Decode(codes), codec.Decode(codes, speaker: [1, 2, 3]));
    }

    [Fact]
    public void Digest_IsOfTheMeaningOfCodes_NotOfTheDecoder()
    {
        using var file = SafetensorsFile.Open(Golden.Path("codec-test.safetensors"));
        Assert.Equal(file.Metadata["codes_sha256"], AudioCodec.Load(file.Path).Digest);
        Assert.NotEqual(file.Metadata[SafetensorsFile.DigestKey], AudioCodec.Load(file.Path).Digest);
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void Encode_GivesTheSameCodes_HoweverTheSoundIsCut(string network)
    {
        var codec = AudioCodec.Load(Golden.Path(network));
        var samples = Sound((codec.Hop * 21) + 77);
        var whole = codec.Encode(samples);
        Assert.Equal(23 * codec.Levels, whole.Length);
        foreach (var chunk in new[] { 7, 50, 320, 1000 })
        {
            var encoder = codec.NewEncoder();
            var codes = new int[whole.Length + codec.Levels];
            var frames = 0;
            for (var at = 0; at < samples.Length; at += chunk)
            {
                frames += encoder.Encode(samples.AsSpan(at, Math.Min(chunk, samples.Length - at)), codes.AsSpan(frames * codec.Levels));
            }

            frames += encoder.Flush(codes.AsSpan(frames * codec.Levels));
            Assert.Equal(whole, codes[..(frames * codec.Levels)]);
        }
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void Decode_GivesTheSameSamples_HoweverTheCodesAreCut(string network)
    {
        var codec = AudioCodec.Load(Golden.Path(network));
        var codes = RandomCodes(codec, 40);
        var whole = codec.Decode(codes);
        Assert.Equal(39 * codec.Hop, whole.Length);
        foreach (var chunk in new[] { 1, 4, 16, 40 })
        {
            Assert.Equal(whole, InChunks(codec, codes, chunk));
        }
    }

    [Fact]
    public void Decode_IgnoresLevelsBeyondThoseUsed()
    {
        var codec = AudioCodec.Load(Golden.Path("codec-test.safetensors"));
        var codes = RandomCodes(codec, 12);
        var changed = (int[])codes.Clone();
        for (var i = codec.Levels - 1; i < changed.Length; i += codec.Levels)
        {
            changed[i] = (changed[i] + 1) % codec.Codes;
        }

        Assert.NotEqual(codec.Decode(codes), codec.Decode(changed));
        Assert.Equal(WithLevels(codec, codes, codec.Levels - 1), WithLevels(codec, changed, codec.Levels - 1));
    }

    [Fact]
    public void Decode_DependsOnTheSeed()
    {
        var codec = AudioCodec.Load(Golden.Path("codec-test.safetensors"));
        var codes = RandomCodes(codec, 8);
        Assert.NotEqual(codec.Decode(codes, 1), codec.Decode(codes, 2));
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void Sessions_DoNotAllocate_OnceWarm(string network)
    {
        var codec = AudioCodec.Load(Golden.Path(network));
        var (encoder, decoder) = (codec.NewEncoder(), codec.NewDecoder());
        var sound = Sound(4 * codec.Hop);
        var (codes, samples) = (new int[16 * codec.Levels], new float[16 * codec.Hop]);
        var four = RandomCodes(codec, 4);
        for (var i = 0; i < 10; i++)
        {
            EncodeAndDecode();
        }

        Assert.Equal(0, Allocation.Of(EncodeAndDecode));

        void EncodeAndDecode()
        {
            encoder.Encode(sound, codes);
            decoder.Decode(four, samples);
        }
    }

    [Fact]
    public void Encode_OfNothing_IsNothing() =>
        Assert.Empty(AudioCodec.Load(Golden.Path("codec-test.safetensors")).Encode([]));

    [Fact]
    public void Decode_StaysFinite_OnBrokenSamples()
    {
        var codec = AudioCodec.Load(Golden.Path("codec-test.safetensors"));
        float[] samples = [float.NaN, float.PositiveInfinity, 1e30f, -1e30f, .. new float[500]];
        Assert.All(codec.Decode(codec.Encode(samples)), value => Assert.True(float.IsFinite(value)));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(16)]
    public void Decode_RefusesCodesOutsideTheBook(int code)
    {
        var codec = AudioCodec.Load(Golden.Path("codec-test.safetensors"));
        Assert.Throws<ArgumentOutOfRangeException>(() => codec.Decode([code, 0, 0]));
    }

    [Fact]
    public void Load_RefusesAnotherKindOfModel()
    {
        var error = Assert.Throws<ModelFormatException>(() => AudioCodec.Load(Golden.Path("speaker-test.safetensors")));
        Assert.Contains("kind", error.Message, StringComparison.Ordinal);
    }

    internal static float[] Sound(int length)
    {
        var noise = 12345u;
        var samples = new float[length];
        for (var i = 0; i < length; i++)
        {
            noise = (noise * 1664525u) + 1013904223u;
            samples[i] = (0.2f * MathF.Sin(i * 0.05f)) + (0.05f * ((noise / (float)uint.MaxValue) - 0.5f));
        }

        return samples;
    }

    private static int[] RandomCodes(AudioCodec codec, int frames)
    {
        var codes = new int[frames * codec.Levels];
        for (var i = 0; i < codes.Length; i++)
        {
            codes[i] = ((i * 7919) + (i / 5 * 104729)) % codec.Codes;
        }

        return codes;
    }

    private static float[] InChunks(AudioCodec codec, int[] codes, int chunk)
    {
        var decoder = codec.NewDecoder();
        var samples = new List<float>();
        var step = chunk * codec.Levels;
        for (var at = 0; at < codes.Length; at += step)
        {
            var part = codes.AsSpan(at, Math.Min(step, codes.Length - at));
            var output = new float[decoder.SamplesFor(part.Length / codec.Levels)];
            Assert.Equal(output.Length, decoder.Decode(part, output));
            samples.AddRange(output);
        }

        return [.. samples];
    }

    private static float[] WithLevels(AudioCodec codec, int[] codes, int levels)
    {
        var decoder = codec.NewDecoder();
        decoder.UsedLevels = levels;
        var samples = new float[decoder.SamplesFor(codes.Length / codec.Levels)];
        decoder.Decode(codes, samples);
        return samples;
    }
}
