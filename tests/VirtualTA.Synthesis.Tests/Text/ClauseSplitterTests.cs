using VirtualTA.Synthesis.Text;
using Xunit;

namespace VirtualTA.Synthesis.Tests.Text;

public class ClauseSplitterTests
{
    [Theory]
    [InlineData("One. Two! Three?", "One.| Two!| Three?")]
    [InlineData("Dr. Smith met Prof. Lee. They spoke.", "Dr. Smith met Prof. Lee.| They spoke.")]
    [InlineData("It costs 3.50 now. Yes.", "It costs 3.50 now.| Yes.")]
    [InlineData("Use e.g. this one. Done.", "Use e.g. this one.| Done.")]
    [InlineData("First of all, we train; then we test.", "First of all,| we train; then we test.")]
    [InlineData("No, it is.", "No, it is.")]
    [InlineData("On June 5, 2023 it began", "On June 5, 2023 it began")]
    [InlineData("He said \"stop.\" Then he left.", "He said \"stop.\"| Then he left.")]
    [InlineData("A title\n\nThe text", "A title\n|\nThe text")]
    [InlineData("J. Smith wrote it. Really.", "J. Smith wrote it.| Really.")]
    [InlineData("", "")]
    [InlineData("   ", "")]
    public void Split_FindsClauses(string text, string clauses) => Assert.Equal(clauses, string.Join('|', Split([text]).Select(clause => clause.Text)));

    [Fact]
    public void Split_IsTheSame_HoweverTheTextArrives()
    {
        const string text = "VALL-E, by Dr. Wang et al., uses 8 codebooks (see Fig. 2). \"Why?\" you ask... It costs $3.50, i.e. little!\n\n- One item\n- Another, longer item which goes on and on "
            + "without any mark at all until somebody finally decides that it is really enough of this and cuts it because nobody listens any more";
        List<Clause> whole = Split([text]);
        Random random = new(5);
        for (int attempt = 0; attempt < 100; attempt++)
        {
            List<string> pieces = [];
            for (int position = 0; position < text.Length;)
            {
                int length = Math.Min(text.Length - position, random.Next(1, 1 + (attempt % 20)));
                pieces.Add(text.Substring(position, length));
                position += length;
            }

            Assert.Equal(whole, Split(pieces));
        }

        Assert.True(whole.Count > 6);
    }

    [Fact]
    public void Add_ReturnsASentence_AsSoonAsItsBlankIsSeen()
    {
        ClauseSplitter splitter = new();

        Assert.Empty(splitter.Add("A codec turns sound into tokens."));
        Assert.Equal("A codec turns sound into tokens.", splitter.Add(" ").Single().Text);
    }

    [Fact]
    public void Clauses_CoverTheText_AndStayBounded_WithoutAnyMark()
    {
        string text = string.Concat(Enumerable.Repeat("word and other words ", 500)) + new string('x', 5000);
        List<Clause> clauses = Split([text]);

        Assert.Equal(text, string.Concat(clauses.Select(clause => clause.Text)));
        Assert.All(clauses, clause => Assert.InRange(clause.Text.Length, 1, 700));
        Assert.All(clauses, clause => Assert.Equal(clause.Text, text.Substring(clause.Start, clause.Text.Length)));
    }

    [Theory]
    [InlineData("Well, a codec turns sound into tokens, and back.", "Well,")]
    [InlineData("A codec turns sound and music into tokens and back.", "A codec turns sound ")]
    [InlineData("A neural codec turns every sound into tokens.", "A neural codec turns every sound ")]
    [InlineData("Yes. A codec turns sound into tokens.", "Yes.")]
    public void FirstClause_IsShortInHaste_AndTheSameInPieces(string text, string first)
    {
        List<Clause> hurried = Split([text], hurriesFirst: true);

        Assert.Equal(first, hurried[0].Text);
        Assert.Equal(text, string.Concat(hurried.Select(clause => clause.Text)));
        Assert.Equal(hurried, Split(text.Select(letter => letter.ToString()), hurriesFirst: true));
        Assert.Equal(Split([text[first.Length..]]).Select(clause => clause.Text), hurried.Skip(1).Select(clause => clause.Text)); // only the first
    }

    private static List<Clause> Split(IEnumerable<string> pieces, bool hurriesFirst = false)
    {
        ClauseSplitter splitter = new(hurriesFirst);
        List<Clause> clauses = [.. pieces.SelectMany(splitter.Add)];
        clauses.AddRange(splitter.Complete());
        return clauses;
    }
}
