using VirtualTA.Knowledge.Ingestion;

namespace VirtualTA.Knowledge.Tests.Ingestion;

public sealed class TranscriptTests
{
    private const string Raw =
        "okay so what is it that we copy today um it's the d n a and the place where the copying begins is called the promoter a promoter is a stretch of d n a just upstream of the gene "
        + "and in bacteria there's a helper called the sigma factor which recognises two little sequences so if you take out three bases you lose one amino acid "
        + "and the m r n a and the two r n as are stable and the stop codons are u a a u a g and u g a and there are three of them";

    private static readonly string[] Sentences = [.. PlainTextReader.Read(Raw, "x").Blocks.Select(b => b.Text)];

    [Fact]
    public void SpelledLetters_AreWrittenAsAnAcronym_AndTheQuoteKeepsWhatWasSaid()
    {
        var block = PlainTextReader.Read(Raw, "x").Blocks.First(b => b.Text.Contains("DNA", StringComparison.Ordinal));

        Assert.Contains("d n a", block.Original, StringComparison.Ordinal);
        Assert.DoesNotContain(Sentences, s => s.Contains("d n a", StringComparison.Ordinal));
    }

    [Fact]
    public void SpelledCodons_AreNotTakenForStutter() =>
        Assert.Contains(Sentences, s => s.Contains("u a a u a g", StringComparison.OrdinalIgnoreCase));

    [Fact]
    public void Unit_Begins_WhereTheTopicIsTakenUpAgain() =>
        Assert.Contains(Sentences, s => s.StartsWith("A promoter is a stretch of DNA", StringComparison.Ordinal));

    [Fact]
    public void Unit_KeepsAFrontedPhraseWithItsClause() =>
        Assert.Contains(Sentences, s => s.Contains("in bacteria there's a helper", StringComparison.OrdinalIgnoreCase));

    [Fact]
    public void Unit_KeepsAConditionWithItsConsequence() =>
        Assert.Contains(Sentences, s => s.Contains("if you take out three bases you lose one amino acid", StringComparison.OrdinalIgnoreCase));

    [Fact]
    public void Unit_HasNoFullStop_WhereItIsCutInsideAClause()
    {
        const string Breathless = "and the oldest of the bridges over the river on the road from the harbour to the market with the four towers of grey stone on the island near the mill "
            + "of the monks of the abbey under the hills of the north fell in the winter";
        var blocks = SpeechAssembler.Assemble([.. Breathless.Split(' ').Select(w => new TimedWord(w, null))], "", "").ToList();

        Assert.True(blocks.Count > 1);
        Assert.Equal(Breathless, string.Join(' ', blocks.Select(b => b.Text)).TrimEnd('.'), ignoreCase: true);
    }

    [Theory]
    [InlineData("a d n a molecule and the d n a there", "a DNA molecule and the DNA there")]
    [InlineData("the a t p and a t p again", "the ATP and ATP again")]
    [InlineData("the d n a i think and the d n a", "the DNA i think and the DNA")]
    [InlineData("plan b is a good one", "plan b is a good one")]
    public void Articles_AreNotLettersOfAnAcronym(string said, string written)
    {
        var words = SpelledLetters.Join([.. said.Split(' ').Select(w => new TimedWord(w, null))]);

        Assert.Equal(written, string.Join(' ', words.Select(w => w.Text)));
    }
}
