using VirtualTA.Neural.Formats;
using VirtualTA.Synthesis.Tests.Codec;
using VirtualTA.Synthesis.Voices;

namespace VirtualTA.Synthesis.Tests.Voices;

public sealed class SpeakerEncoderTests
{
    [Fact]
    public void Embed_GivesTheVectorOfTraining()
    {
        using var golden = SafetensorsFile.Open(Golden.Path("speaker-test.safetensors"));
        var vector = SpeakerEncoder.Load(golden.Path).Embed(golden.Floats("golden.samples"));
        Assert.InRange(Golden.RelativeError(golden.Floats("golden.embedding"), vector), 0, 1e-4);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(8000)]
    [InlineData(40000)]
    public void Embed_HasUnitLength_ForAnyDuration(int samples)
    {
        var encoder = SpeakerEncoder.Load(Golden.Path("speaker-test.safetensors"));
        var vector = encoder.Embed(AudioCodecTests.Sound(samples));
        Assert.Equal(encoder.Size, vector.Length);
        Assert.Equal(1, SpeakerEncoder.Score(vector, vector), 4);
    }

    [Fact]
    public void Embed_RefusesAnEmptyRecording() =>
        Assert.Throws<ArgumentException>(() => SpeakerEncoder.Load(Golden.Path("speaker-test.safetensors")).Embed([]));
}
