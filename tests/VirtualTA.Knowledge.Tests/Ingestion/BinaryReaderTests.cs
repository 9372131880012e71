using VirtualTA.Knowledge.Chunking;
using VirtualTA.Knowledge.Ingestion;

namespace VirtualTA.Knowledge.Tests.Ingestion;

public sealed class BinaryReaderTests
{
    [Fact]
    public async Task Slides_AreReadWithNotes_AndCitedBySlide()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("deck.pptx", MinimalFiles.Slides(("Graphs", "A tree has no cycle.", null), ("Search", "Breadth first uses a queue", "Mention that depth first uses a stack.")));

        var document = await new SlidesReader().ReadAsync(new SourceFile(path, "deck.pptx", new IngestLimits()), CancellationToken.None);
        var passages = Chunker.Cut(document, "deck.pptx");

        Assert.Equal("Graphs", document.Title);
        Assert.Equal(["slide 1", "slide 2", "slide 2, notes"], passages.Select(p => p.Locator));
        Assert.Equal("Mention that depth first uses a stack.", passages[2].Text);
    }

    [PdfFact]
    public async Task Pdf_IsReadByPage()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("paper.pdf", MinimalFiles.Pdf("Entropy never decreases in a closed system."));

        var document = await new PdfReader().ReadAsync(new SourceFile(path, "paper.pdf", new IngestLimits()), CancellationToken.None);

        var block = Assert.Single(document.Blocks);
        Assert.Equal(("page 1", "Entropy never decreases in a closed system."), (block.Place, block.Text));
    }

    private sealed class PdfFactAttribute : FactAttribute
    {
        public PdfFactAttribute() => Skip = PdfReader.IsInstalled ? null : "pdftotext (package poppler-utils) is not installed.";
    }
}
