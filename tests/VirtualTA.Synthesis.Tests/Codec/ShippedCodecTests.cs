using VirtualTA.Neural.Formats;
using VirtualTA.Synthesis.Codec;

namespace VirtualTA.Synthesis.Tests.Codec;

/// <summary>The shipped 8-bit codec against its single-precision original. Measured bounds are stated in the model card.</summary>
public sealed class ShippedCodecTests
{
    private const uint GoldenSeed = 7;

    [ShippedCodecFact]
    public void Encode_MostlyGivesTheFirstCodesOfTheOriginal()
    {
        using var golden = SafetensorsFile.Open(Golden.Path("codec-shipped.safetensors"));
        var codec = AudioCodec.Load(ShippedCodecFactAttribute.Path);
        var (expected, codes) = (golden.Integers("golden.codes"), codec.Encode(golden.Floats("golden.samples")));
        Assert.Equal(expected.Length, codes.Length);
        var same = Enumerable.Range(0, codes.Length / codec.Levels).Count(frame => codes[frame * codec.Levels] == expected[frame * codec.Levels]);
        Assert.InRange(same / (double)(codes.Length / codec.Levels), 0.8, 1);
    }

    [ShippedCodecFact]
    public void Decode_HasTheLoudnessOfTheOriginal_FrameByFrame()
    {
        using var golden = SafetensorsFile.Open(Golden.Path("codec-shipped.safetensors"));
        var codec = AudioCodec.Load(ShippedCodecFactAttribute.Path);
        var expected = golden.Floats("golden.decoded");
        var samples = codec.Decode(golden.Integers("golden.codes"), GoldenSeed);
        Assert.Equal(expected.Length, samples.Length);
        var difference = Enumerable.Range(0, samples.Length / codec.Hop)
            .Average(frame => Math.Abs(Decibels(expected, frame, codec.Hop) - Decibels(samples, frame, codec.Hop)));
        Assert.InRange(difference, 0, 1);
    }

    private static double Decibels(float[] samples, int frame, int hop) =>
        10 * Math.Log10(samples.AsSpan(frame * hop, hop).ToArray().Average(value => (double)value * value) + 1e-8);

    /// <summary>Skips where the weights are not there.</summary>
    private sealed class ShippedCodecFactAttribute : FactAttribute
    {
        public ShippedCodecFactAttribute()
        {
            if (!File.Exists(Path))
            {
                Skip = "models/codec/vta-16-50.safetensors is not there: export the codec.";
            }
        }

        public static string Path => Golden.Model("codec", "vta-16-50.safetensors");
    }
}
