using VirtualTA.Knowledge.Ingestion;

namespace VirtualTA.Knowledge.Tests.Answering;

public sealed class ClauseEndTests
{
    [Theory]
    [InlineData("And eric kandel got the nobel.", "Prize in two thousand for showing that.")]
    [InlineData("There are presses in more than two hundred.", "Cities and fifteen million books.")]
    public void Firmness_IsNegative_InsideAClause(string before, string after) => Assert.True(TranscriptSegmenter.Firmness(before, after) < 0);

    [Theory]
    [InlineData("You could hear it from the tower of the church.", "Okay then calvin was next.")]
    [InlineData("The builder got a practical benefit.", "But there was no duress.")]
    [InlineData("The roof fell on the dinner guests.", "And he could identify them.")]
    public void Firmness_IsPositive_BetweenSentences(string before, string after) => Assert.True(TranscriptSegmenter.Firmness(before, after) > 0);
}
