using System.Buffers.Binary;
using VirtualTA.Core.Contracts;
using VirtualTA.Knowledge.Courses;
using VirtualTA.Knowledge.Ingestion;
using VirtualTA.Knowledge.Pages;
using VirtualTA.TestKit;

namespace VirtualTA.Knowledge.Tests.Pages;

public sealed class PageImagesTests : IDisposable
{
    private const string Course = "physics";
    private readonly TemporaryFolder _data = new();
    private readonly TemporaryFolder _material = new();
    private readonly CourseLibrary _library;
    private readonly PageImages _pages;

    public PageImagesTests()
    {
        _library = new CourseLibrary(new CourseOptions { DataDirectory = _data.Path });
        _pages = new PageImages(_library);
    }

    [RequiresProgramFact("poppler-utils", "pdftoppm")]
    public async Task Page_IsDrawn_FromTheFileThatWasRead()
    {
        _material.Write("paper.pdf", SmallPdf.Of("Entropy never decreases in a closed system."));
        await IngestAsync();

        var image = await _pages.FindAsync(Course, PassageOf("Entropy"), CancellationToken.None);
        var png = File.ReadAllBytes(image!);
        Assert.Equal([0x89, (byte)'P', (byte)'N', (byte)'G'], png[..4]);
        Assert.Equal((1_082, 1_400), (BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(16)), BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(20))));
    }

    [RequiresProgramFact("poppler-utils", "pdftoppm")]
    public async Task Page_IsDrawn_ThoughTheFileIsGone_IfItWasKept()
    {
        var path = _material.Write("paper.pdf", SmallPdf.Of("Entropy never decreases in a closed system."));
        await IngestAsync();
        await _pages.KeepAsync(Course, path, CancellationToken.None);
        File.Delete(path);

        Assert.NotNull(await _pages.FindAsync(Course, PassageOf("Entropy"), CancellationToken.None));
    }

    [Fact]
    public async Task Page_OfAFileThatIsGoneOrChanged_HasNoPicture()
    {
        var path = _material.Write("paper.pdf", SmallPdf.Of("Entropy never decreases in a closed system."));
        await IngestAsync();
        File.WriteAllText(path, "something else");

        Assert.Null(await _pages.FindAsync(Course, PassageOf("Entropy"), CancellationToken.None));
    }

    [Fact]
    public async Task PlaceThatIsNoPage_HasNoPicture()
    {
        _material.Write("notes.md", "# Heat\n\nEntropy never decreases in a closed system.");
        await IngestAsync();

        Assert.Null(await _pages.FindAsync(Course, PassageOf("Entropy"), CancellationToken.None));
        Assert.Null(await _pages.FindAsync(Course, "no such passage", CancellationToken.None));
        await Assert.ThrowsAsync<UserInputException>(() => _pages.FindAsync("../../etc", "x", CancellationToken.None));
    }

    [Fact]
    public async Task KeptFile_GoesWithItsDocument()
    {
        var path = _material.Write("paper.pdf", SmallPdf.Of("Entropy never decreases in a closed system."));
        await IngestAsync();
        await _pages.KeepAsync(Course, path, CancellationToken.None);
        var folder = Path.Combine(_library.DirectoryOf(Course), "pages");
        var before = Assert.Single(Directory.EnumerateFiles(folder));

        File.WriteAllBytes(path, SmallPdf.Of("Energy is conserved in a closed system."));
        await IngestAsync();
        await _pages.KeepAsync(Course, path, CancellationToken.None);
        Assert.NotEqual(before, Assert.Single(Directory.EnumerateFiles(folder)));
    }

    public void Dispose()
    {
        _pages.Dispose();
        _data.Dispose();
        _material.Dispose();
    }

    private Task<IngestReport> IngestAsync() => new CourseIngester(_library).IngestAsync(_material.Path, Course);

    private string PassageOf(string word) => _library.Open(Course).Index.Passages.First(passage => passage.Text.Contains(word, StringComparison.Ordinal)).Id;
}
