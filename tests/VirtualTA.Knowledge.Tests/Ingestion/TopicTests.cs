using VirtualTA.Knowledge.Chunking;
using VirtualTA.Knowledge.Ingestion;

namespace VirtualTA.Knowledge.Tests.Ingestion;

public sealed class TopicTests
{
    [Fact]
    public void Cut_BeginsAPassage_WhereTheSpeakerTurnsToSomethingElse()
    {
        var ships = Enumerable.Repeat("The sailors went on board of the ship and the captain of the ship paid the sailors their wages.", 5);
        var horses = Enumerable.Repeat("The farmer sold the horse to his nephew and the nephew kept the horse in the stable of the farmer.", 5);
        string[] sentences = [.. ships, "Okay let's turn to the horse that the farmer sold.", .. horses];

        var passages = TopicCuts.Find(sentences, wanted: 105, allowed: 150);

        Assert.Equal([5, 6], passages);
    }

    [Fact]
    public void Cut_KeepsPassagesWithinTheirLength_WhenNothingTellsTopicsApart()
    {
        var sentences = Enumerable.Range(0, 40).Select(i => $"Sentence number {i} says nothing that any other sentence says.").ToArray();

        var passages = TopicCuts.Find(sentences, wanted: 105, allowed: 150);

        Assert.Equal(sentences.Length, passages.Sum());
        Assert.All(passages, p => Assert.InRange(p * 10, 60, 150));
    }

    [Fact]
    public void Cut_KeepsAClauseWithTheNounThatItQualifies()
    {
        var words = "okay so what is a contract the shortest answer i can give you is a promise that the law will enforce now most promises the law does not care about".Split(' ');

        var lengths = TranscriptSegmenter.Cut(words, null);

        Assert.Equal(21, lengths[0]);
    }

    [Fact]
    public void Read_TakesPagesOfShortLinesForSlides()
    {
        const string Pages = "Sampling\nTake a value every second\nMore often costs more\n\fAliasing\nTones fold back\nCannot be undone\n\fFilters\nAnalogue first\nDigital later\n\fWindows\nFade to zero\nNarrow peak, high lobes\n";

        var document = PlainTextReader.Read(Pages, "signals");

        Assert.Equal("slide 2", document.Blocks[2].Place);
        Assert.Equal("Aliasing", document.Blocks[2].Heading);
        Assert.Equal(["Tones fold back", "Cannot be undone"], document.Blocks.Where(b => b.Place == "slide 2").Select(b => b.Text));
    }

    [Fact]
    public void Read_KeepsPagesOfFullLinesAsPages()
    {
        var page = string.Join('\n', Enumerable.Repeat("This line belongs to a paper, which has full lines and sentences that end with a stop.", 12));

        var document = PlainTextReader.Read(string.Join('\f', Enumerable.Repeat(page, 5)), "paper");

        Assert.Equal("page 2", document.Blocks[1].Place);
    }
}
