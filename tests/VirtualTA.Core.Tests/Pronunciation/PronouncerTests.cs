using VirtualTA.Core.Pronunciation;
using Xunit;

namespace VirtualTA.Core.Tests.Pronunciation;

public class PronouncerTests
{
    private static readonly Lazy<Pronouncer> Default = new(() => Pronouncer.LoadDefault());

    [Theory]
    [InlineData("hello", "HH AH0 L OW1", PronunciationSource.Dictionary)]
    [InlineData("Hello", "HH AH0 L OW1", PronunciationSource.Dictionary)]
    [InlineData("don’t", "D OW1 N T", PronunciationSource.Dictionary)]
    [InlineData("VALL-E", "V AE1 L IY0", PronunciationSource.TechnicalTerms)]
    [InlineData("RNN", "AA2 R EH2 N EH1 N", PronunciationSource.Spelled)]
    [InlineData("RNNs", "AA2 R EH2 N EH1 N Z", PronunciationSource.Spelled)]
    [InlineData("AI", "EY2 AY1", PronunciationSource.Spelled)]
    [InlineData("NASA", "N AE1 S AH0", PronunciationSource.TechnicalTerms)]
    [InlineData("NOT", "N AA1 T", PronunciationSource.Dictionary)]
    [InlineData("VQ-VAE", "V IY2 K Y UW1 V IY2 EY2 IY1", PronunciationSource.Derived)]
    [InlineData("codebook", "K OW1 D B UH2 K", PronunciationSource.Derived)]
    [InlineData("tokenized", "T OW1 K AH0 N AY2 Z D", PronunciationSource.Derived)]
    [InlineData("codec's", "K OW1 D EH2 K S", PronunciationSource.Derived)]
    [InlineData("Poincaré", "P OY2 N K EH0 R EY1", PronunciationSource.LetterToSound)]
    public void Pronounce_TakesTheBestSource(string word, string phones, PronunciationSource expected)
    {
        Phones said = Default.Value.Pronounce(word, out PronunciationSource source);

        Assert.Equal(expected, source);
        if (expected != PronunciationSource.LetterToSound)
        {
            Assert.Equal(phones, said.ToString());
        }

        Assert.True(said.Length > 0);
    }

    [Fact]
    public void TheModels_AreLoadedOnce_WhoeverAsks()
    {
        Pronouncer own = Pronouncer.LoadDefault(PronunciationOverrides.Parse(["hello = K AE1 T"]));

        Assert.Same(Default.Value, Pronouncer.LoadDefault());
        Assert.Same(Default.Value.Dictionary, own.Dictionary);
        Assert.Equal("K AE1 T", own.Pronounce("hello").ToString());
        Assert.Equal("HH AH0 L OW1", Pronouncer.LoadDefault().Pronounce("hello").ToString());
    }

    [Fact]
    public void Overrides_WinOverEverything_AndMayRespell()
    {
        Pronouncer pronouncer = Default.Value.WithOverrides(PronunciationOverrides.Parse(
            ["# names", "hello = Y EH1 L OW0", "Nguyen\twin", "RNN = are enn enn", "beam search = B IY1 M"]));

        Assert.Equal("Y EH1 L OW0", pronouncer.Pronounce("Hello", out PronunciationSource source).ToString());
        Assert.Equal(PronunciationSource.Override, source);
        Assert.Equal("W IH1 N", pronouncer.Pronounce("Nguyen").ToString());
        Assert.StartsWith("AA1 R", pronouncer.Pronounce("RNN").ToString(), StringComparison.Ordinal);
        Assert.Equal("B IY1 M", pronouncer.PronounceTerm("beam search").ToString());
        Assert.Contains("Line 1", Assert.Throws<FormatException>(() => PronunciationOverrides.Parse(["alone"])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void PronounceAll_GivesVariants_WithoutDoubles()
    {
        Assert.Equal(["R EH1 D", "R IY1 D"], Default.Value.PronounceAll("read").Select(phones => phones.ToString()));
        Assert.Equal(2, Default.Value.PronounceAll("blorptastic").Count);
        Assert.Empty(Default.Value.PronounceAll("123"));
    }

    [Theory]
    [InlineData("wally", "VALL-E", 0.25)]
    [InlineData("in codec", "EnCodec", 0.25)]
    [InlineData("whale net", "WaveNet", 0.25)]
    [InlineData("taco tron", "Tacotron", 0.25)]
    public void Distance_IsSmall_BetweenWhatIsConfused(string heard, string meant, double limit) =>
        Assert.InRange(Between(heard, meant), 0.0, limit);

    [Theory]
    [InlineData("wally", "codec")]
    [InlineData("attention", "gradient")]
    [InlineData("voice", "model")]
    public void Distance_IsLarge_BetweenDifferentWords(string heard, string meant) =>
        Assert.InRange(Between(heard, meant), 0.35, 1.0);

    [Fact]
    public void Distance_IsSymmetric_AndZeroForTheSame()
    {
        Assert.Equal(0, Between("record", "record"));
        Assert.Equal(Between("cat", "dogs"), Between("dogs", "cat"), 5);
        Assert.Equal(0, PhoneticDistance.Between(default(Phones), default));
    }

    private static float Between(string left, string right) =>
        PhoneticDistance.Between(Default.Value.PronounceTerm(left), Default.Value.PronounceTerm(right));
}
