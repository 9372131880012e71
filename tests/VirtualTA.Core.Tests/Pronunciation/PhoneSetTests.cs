using VirtualTA.Core.Pronunciation;
using Xunit;

namespace VirtualTA.Core.Tests.Pronunciation;

public class PhoneSetTests
{
    [Theory]
    [InlineData("_", 0)]
    [InlineData("sil", 1)]
    [InlineData("spn", 2)]
    [InlineData("|", 3)]
    [InlineData(",", 4)]
    [InlineData(".", 7)]
    [InlineData("?", 9)]
    [InlineData("B", 11)]
    [InlineData("ZH", 34)]
    [InlineData("AA0", 35)]
    [InlineData("AA1", 36)]
    [InlineData("IY0", 65)]
    [InlineData("UW2", 79)]
    public void Ids_AreTheOnesThatWeightsWereTrainedWith(string name, int id)
    {
        Assert.Equal(name, PhoneSet.NameOf((byte)id));
        Assert.True(PhoneSet.TryParse(name, out byte parsed));
        Assert.Equal(id, parsed);
    }

    [Fact]
    public void Symbols_AreAllDifferent_AndFillTheTable()
    {
        Assert.Equal(PhoneSet.Count, PhoneSet.Names.Distinct().Count());
        Assert.Equal(PhoneSet.PlainPhoneCount, Enumerable.Range(0, PhoneSet.Count).Select(id => PhoneSet.PlainIndexOf((byte)id)).Where(index => index >= 0).Distinct().Count());
    }

    [Fact]
    public void Stress_CanBeReadAndChanged_OnVowelsOnly()
    {
        byte vowel = Phones.Parse("EH2").Ids[0];
        byte consonant = Phones.Parse("K").Ids[0];

        Assert.Equal(2, PhoneSet.StressOf(vowel));
        Assert.Equal("EH1", PhoneSet.NameOf(PhoneSet.WithStress(vowel, 1)));
        Assert.Equal("EH", PhoneSet.PlainName(PhoneSet.PlainIndexOf(vowel)));
        Assert.Equal(consonant, PhoneSet.WithStress(consonant, 1));
    }

    [Fact]
    public void Parse_NamesTheUnknownPhone()
    {
        Assert.Contains("'QX'", Assert.Throws<FormatException>(() => Phones.Parse("K QX T")).Message, StringComparison.Ordinal);
        Assert.Equal("K AE1 T", Phones.Parse(" K  AE1 T ").ToString());
    }
}
