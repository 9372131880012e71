using VirtualTA.Knowledge.Chunking;
using VirtualTA.Knowledge.Ingestion;

namespace VirtualTA.Knowledge.Tests.Ingestion;

public sealed class ReaderTests
{
    [Fact]
    public void Markdown_KeepsHeadingPathsListsTablesAndFormulas()
    {
        var document = MarkdownReader.Read("# Flows\n\n## Layers\n\nThe law is\n\n$$E = mc^2$$\n\n- first *item*\n- second\n\n| a | b |\n|---|---|\n| 1 | 2 |\n", "x");

        Assert.Equal("Flows", document.Title);
        Assert.All(document.Blocks, b => Assert.Equal("Flows › Layers", b.Place));
        Assert.Equal("The law is $E = mc^2$.", document.Blocks[0].Text);
        Assert.Equal((BlockKind.ListItem, "first item"), (document.Blocks[1].Kind, document.Blocks[1].Text));
        Assert.Equal((BlockKind.TableRow, "a: 1; b: 2"), (document.Blocks[3].Kind, document.Blocks[3].Text));
    }

    [Fact]
    public void Html_KeepsWhatAReaderSees()
    {
        var document = HtmlReader.Read(
            "<html><head><title>T</title><style>p{}</style></head><body><nav>Home</nav><main><h1>Cells</h1><p>A cell has a <b>wall</b>.</p><script>evil()</script><ul><li>one</li></ul><p style='display: none'>hidden</p></main></body></html>", "x");

        Assert.Equal("Cells", document.Title);
        Assert.Equal(["A cell has a wall.", "one"], document.Blocks.Select(b => b.Text));
    }

    [Fact]
    public void Notebook_ReadsTextCodeAndResults()
    {
        var document = NotebookReader.Read(
            """{"nbformat":4,"cells":[{"cell_type":"markdown","source":["# Sorting\n","\n","Quick sort is fast."]},{"cell_type":"code","source":"# sorts the list\nsorted(x)","outputs":[{"text":["[1, 2]"]}]}]}""", "x");

        Assert.Equal("Sorting", document.Title);
        Assert.Equal(["Quick sort is fast.", "# sorts the list\nsorted(x)", "sorts the list", "[1, 2]"], document.Blocks.Select(b => b.Text));
        Assert.Equal("Sorting › cell 2", document.Blocks[1].Place);
    }

    [Fact]
    public void Captions_LoseRollingRepetitionHesitationAndStutter()
    {
        const string Vtt = "WEBVTT\n\n1\n00:01:05.000 --> 00:01:08.000\nso um the the light\n\n2\n00:01:08.000 --> 00:01:11.000\nso um the the light\n<c>travels at</c> three hundred thousand\n\n3\n00:01:11.000 --> 00:01:14.000\ntravels at three hundred thousand\nkilometers per second [Music]\n";

        var document = CaptionReader.Read(Vtt, "Light");

        Assert.Equal("So the light travels at three hundred thousand kilometers per second.", string.Join(' ', document.Blocks.Select(b => b.Text)));
        var passage = Assert.Single(Chunker.Cut(document, "light.vtt"));
        Assert.Equal("01:05", passage.Locator);
        Assert.Equal("so um the the light travels at three hundred thousand kilometers per second", passage.Sentences[0].Quote);
    }

    [Fact]
    public void SubRip_WithSpeakers_IsReadWithTimes()
    {
        var document = CaptionReader.Read("1\r\n00:00:01,000 --> 00:00:03,500\r\nPROFESSOR: Water boils at 100 degrees.\r\n\r\n2\r\n01:00:04,000 --> 01:00:05,000\r\nIce melts at zero.\r\n".Replace("\r\n", "\n", StringComparison.Ordinal), "x");

        Assert.Equal(["Water boils at 100 degrees.", "Ice melts at zero."], document.Blocks.Select(b => b.Text));
        Assert.Equal("1:00:04", Clock.Format(document.Blocks[1].StartSeconds!.Value));
    }

    [Theory]
    [InlineData("[00:12:05] water boils\n[00:12:09] ice melts\n[00:12:15] steam rises", 725)]
    [InlineData("12:05\nwater boils\n12:09\nice melts\n12:15\nsteam rises", 725)]
    [InlineData("0:05 water boils\n0:09 ice melts\n0:15 steam rises", 5)]
    public void TimedText_IsRecognisedInItsCommonForms(string text, double start)
    {
        var document = PlainTextReader.Read(text, "x");

        Assert.All(document.Blocks, b => Assert.NotNull(b.StartSeconds));
        Assert.Equal(start, document.Blocks[0].StartSeconds);
        Assert.DoesNotContain("12:", string.Concat(document.Blocks.Select(b => b.Text)), StringComparison.Ordinal);
    }

    [Fact]
    public void SlideText_IsCitedBySlide()
    {
        var document = PlainTextReader.Read("--- Slide 1 ---\nIntroduction\n\n--- Slide 2 ---\nStacks\n• last in, first out\n• push and pop take O(1)\n", "x");
        var passage = Assert.Single(Chunker.Cut(document, "s.txt"), p => p.Locator == "slide 2");

        Assert.Equal("Stacks", passage.Heading);
        Assert.Equal(["last in, first out", "push and pop take O(1)"], passage.Sentences.Select(s => s.Text));
    }

    [Fact]
    public void RawTranscript_IsCutIntoReadableUnits()
    {
        const string Raw = "okay so today we talk about heaps a heap is a binary tree in which every parent is larger than its children so the largest element is always at the root and that means you can find the maximum in constant time now what happens when you remove it well you move the last element to the root and then it sinks down until the heap property holds again and this takes logarithmic time";

        var blocks = PlainTextReader.Read(Raw, "Heaps").Blocks;

        Assert.True(blocks.Count >= 4);
        Assert.All(blocks, b => Assert.InRange(b.Text.Split(' ').Length, 3, 34));
        Assert.All(blocks, b => Assert.True(char.IsUpper(b.Text[0]) && b.Text[^1] is '.' or '?'));
        Assert.Equal(Raw, string.Join(' ', blocks.Select(b => b.Original ?? b.Text)));
    }

    [Fact]
    public void Pages_LoseRunningHeadsAndHyphens()
    {
        var text = string.Join('\f', Enumerable.Range(1, 4).Select(i => $"Physics 101 – Spring\n\nThe momen-\ntum of page {i} is conserved.\n\nPage {i}"));

        var document = PlainTextReader.Read(text, "x");

        Assert.Equal(["The momentum of page 1 is conserved.", "The momentum of page 2 is conserved.", "The momentum of page 3 is conserved.", "The momentum of page 4 is conserved."], document.Blocks.Select(b => b.Text));
        Assert.Equal(["page 1", "page 2", "page 3", "page 4"], document.Blocks.Select(b => b.Place));
    }
}
