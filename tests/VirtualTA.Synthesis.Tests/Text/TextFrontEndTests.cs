using VirtualTA.Core.Pronunciation;
using VirtualTA.Synthesis.Text;
using Xunit;

namespace VirtualTA.Synthesis.Tests.Text;

public class TextFrontEndTests
{
    private static readonly Lazy<TextFrontEnd> Shared = new(() => new TextFrontEnd(Pronouncer.LoadDefault()));

    [Theory]
    [InlineData("Hello, world.", "HH AH0 L OW1 , W ER1 L D .")]
    [InlineData("The end", "DH IY0 | EH1 N D .")]
    [InlineData("the model", "DH AH0 | M AA1 D AH0 L .")]
    [InlineData("a 5", "AH0 | F AY1 V .")]
    [InlineData("5 ms", "F AY1 V | M IH1 L AH0 S EH2 K AH0 N D Z .")]
    [InlineData("Why?", "W AY1 ?")]
    [InlineData("(yes)", "Y EH1 S .")]
    public void Read_GivesPhones_WithMarks(string text, string phones) => Assert.Equal(phones, string.Join(" / ", Shared.Value.Read(text)));

    [Theory]
    [InlineData("I read books", "read", "R IY1 D")]
    [InlineData("I have read it", "read", "R EH1 D")]
    [InlineData("it was read aloud", "read", "R EH1 D")]
    [InlineData("they lead the team", "lead", "L IY1 D")]
    [InlineData("a lead pipe", "lead", "L EH1 D")]
    [InlineData("we live here", "live", "L IH1 V")]
    [InlineData("a live demo", "live", "L AY1 V")]
    [InlineData("the record shows", "record", "R EH1 K ER0 D")]
    [InlineData("to record speech", "record", "R AH0 K AO1 R D")]
    [InlineData("an object", "object", "AA1 B JH EH0 K T")]
    [InlineData("I object", "object", "AH0 B JH EH1 K T")]
    [InlineData("we present a model", "present", "P R IY0 Z EH1 N T")]
    [InlineData("the present model", "present", "P R EH1 Z AH0 N T")]
    [InlineData("close the file", "close", "K L OW1 Z")]
    [InlineData("it is close to one", "close", "K L OW1 S")]
    [InlineData("we use it", "use", "Y UW1 Z")]
    [InlineData("the use of codes", "use", "Y UW1 S")]
    [InlineData("two separate models", "separate", "S EH1 P R AH0 T")]
    [InlineData("to separate them", "separate", "S EH1 P ER0 EY2 T")]
    [InlineData("an estimate", "estimate", "EH1 S T AH0 M AH0 T")]
    [InlineData("we estimate it", "estimate", "EH1 S T AH0 M EY2 T")]
    [InlineData("the wind blows", "wind", "W IH1 N D")]
    [InlineData("you can increase it", "increase", "IH0 N K R IY1 S")]
    [InlineData("an increase", "increase", "IH1 N K R IY2 S")]
    public void Heteronyms_FollowTheirNeighbours(string text, string word, string phones)
    {
        PhonemeClause clause = Shared.Value.Read(text).Single();
        PhonemeWord found = clause.Words.Single(candidate => candidate.Written == word);

        Assert.Equal(phones, new Phones(clause.Symbols.Slice(found.FirstSymbol, found.SymbolCount)).ToString());
    }

    [Fact]
    public void Words_MapBackToTheText()
    {
        const string text = "VALL-E uses 8 codebooks. It costs $3.50!";
        PhonemeClause[] clauses = [.. Shared.Value.Read(text)];

        Assert.Equal(2, clauses.Length);
        PhonemeWord[] words = [.. clauses.SelectMany(clause => clause.Words)];
        Assert.Equal(["VALL-E", "uses", "8", "codebooks", "It", "costs", "$3.50"], words.Select(word => word.Written));
        Assert.All(words, word => Assert.Equal(word.Written, text.Substring(word.TextStart, word.Written.Length)));
        Assert.Equal("three dollars and fifty cents", words[^1].Spoken);
        Assert.All(clauses, clause => Assert.True(clause.EndsSentence));
        Assert.All(clauses, clause => Assert.All(clause.Words, word => Assert.InRange(word.FirstSymbol + word.SymbolCount, 1, clause.Symbols.Length)));
    }

    [Fact]
    public async Task ReadAsync_GivesTheSame_AsTheWholeText()
    {
        const string text = "First, the encoder halves the rate 5 times. Then 3.5 dB remain, and Dr. Lee says \"stop\"... Really? Yes: x^2 ≤ 4.";
        string whole = string.Join(" / ", Shared.Value.Read(text));
        for (int size = 1; size < 12; size++)
        {
            List<PhonemeClause> streamed = [];
            await foreach (PhonemeClause clause in Shared.Value.ReadAsync(Pieces(text, size)))
            {
                streamed.Add(clause);
            }

            Assert.Equal(whole, string.Join(" / ", streamed));
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("... !!! ---")]
    [InlineData("🙂🙂 日本 \u0001")]
    public void Read_GivesNothing_WhenNothingCanBeSpoken(string text) => Assert.Empty(Shared.Value.Read(text));

    [Fact]
    public void Read_ReportsWhatItDropped() =>
        Assert.Equal(2, Shared.Value.Read("Hello 🙂🙂 you").Single().Dropped["symbol or emoji"]);

    [Fact]
    public void Read_IsNeverEmpty_ForTextWithALatinWordOrNumber()
    {
        Random random = new(23);
        const string noise = " .,;:-()[]\"'!?*_/\\|&%$#@^~`<>=+🙂漢\n\t";
        for (int attempt = 0; attempt < 500; attempt++)
        {
            string before = new([.. Enumerable.Range(0, random.Next(6)).Select(_ => noise[random.Next(noise.Length)])]);
            string word = random.Next(2) == 0 ? random.Next(100000).ToString(System.Globalization.CultureInfo.InvariantCulture) : new([.. Enumerable.Range(0, random.Next(1, 9)).Select(_ => (char)('a' + random.Next(26)))]);
            PhonemeClause[] clauses = [.. Shared.Value.Read(before + " " + word + " ok")];

            Assert.Contains(clauses, clause => clause.Symbols.Span.ContainsAnyInRange(PhoneSet.FirstConsonant, (byte)(PhoneSet.Count - 1)));
            Assert.All(clauses, clause => Assert.False(PhoneSet.IsMark(clause.Symbols.Span[0])));
        }
    }

    [Fact]
    public void Read_TakesTenThousandWords()
    {
        string text = string.Join(' ', Enumerable.Repeat("the quick brown fox jumps over 12 lazy dogs and", 1000));
        PhonemeClause[] clauses = [.. Shared.Value.Read(text)];

        Assert.Equal(10_000, clauses.Sum(clause => clause.Words.Count));
        Assert.All(clauses, clause => Assert.InRange(clause.Symbols.Length, 1, 300));
    }

    private static async IAsyncEnumerable<string> Pieces(string text, int size)
    {
        for (int position = 0; position < text.Length; position += size)
        {
            yield return text.Substring(position, Math.Min(size, text.Length - position));
            await Task.Yield();
        }
    }
}
