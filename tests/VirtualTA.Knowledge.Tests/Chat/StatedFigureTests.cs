using VirtualTA.Knowledge.Chat;
using VirtualTA.Knowledge.Language;

namespace VirtualTA.Knowledge.Tests.Chat;

public sealed class StatedFigureTests
{
    [Theory]
    [InlineData("four hundred and twelve kilometres", "412 kilometres")]
    [InlineData("in nineteen sixty one, two", "in 1961, 2")]
    [InlineData("eighteen oh nine and twenty-one", "1809 and 21")]
    [InlineData("twelve thousand five hundred and six.", "12506.")]
    [InlineData("thirty nine million parameters", "39 million parameters")]
    [InlineData("one of the two, three times", "one of the 2, 3 times")]
    [InlineData("no number", "no number")]
    [InlineData("", "")]
    public void ToFigures_ReadsNumbersThatAreSaid(string said, string written) => Assert.Equal(written, SpokenNumbers.ToFigures(said));

    [Fact]
    public void Of_FindsTheSameFigures_SaidOrWritten() =>
        Assert.Equal(Found("The Alder is 412 kilometres long."), Found("The Alder is four hundred and twelve kilometres long."));

    [Fact]
    public void Of_FindsYearsMonthsAndWeekdays() =>
        Assert.Equal(["november:<month>", "tuesday:<weekday>", "1961:<year>"], Found("It was a Tuesday in November 1961.").OrderBy(f => f.Contains("year", StringComparison.Ordinal)).ThenBy(f => f, StringComparer.Ordinal));

    private static IEnumerable<string> Found(string text) => StatedFigure.Of(text).Select(f => $"{f.Value}:{string.Join('+', f.Counted.Order(StringComparer.Ordinal))}");
}
