namespace VirtualTA.Audio.Tests;

public class Pcm16Tests
{
    [Fact]
    public void EveryValue_SurvivesTheRoundTrip()
    {
        for (var value = (int)short.MinValue; value <= short.MaxValue; value++)
        {
            Assert.Equal(value, Pcm16.FromFloat(value / 32768f));
        }
    }

    [Fact]
    public void FromFloat_ClipsAndSilencesWhatIsNoSample() =>
        Assert.Equal([short.MaxValue, short.MinValue, 0], new[] { 9f, -9f, float.NaN }.Select(Pcm16.FromFloat));

    [Fact]
    public void FromBytes_RefusesHalfASample() =>
        Assert.Throws<AudioFormatException>(() => Pcm16.FromBytes([1, 2, 3]));

    [Fact]
    public void Bytes_AreLittleEndian() =>
        Assert.Equal([0x00, 0x40, 0x00, 0xC0], Pcm16.ToBytes([0.5f, -0.5f]));
}
