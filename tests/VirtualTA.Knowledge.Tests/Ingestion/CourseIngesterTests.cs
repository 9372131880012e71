using VirtualTA.Core.Contracts;
using VirtualTA.Knowledge.Courses;
using VirtualTA.Knowledge.Ingestion;

namespace VirtualTA.Knowledge.Tests.Ingestion;

public sealed class CourseIngesterTests : IDisposable
{
    private readonly TemporaryFolder _data = new();
    private readonly TemporaryFolder _material = new();
    private readonly CourseLibrary _library;

    public CourseIngesterTests() => _library = new CourseLibrary(new CourseOptions { DataDirectory = _data.Path });

    public void Dispose()
    {
        _data.Dispose();
        _material.Dispose();
    }

    [Fact]
    public async Task Ingest_ReadsOnlyWhatChanged()
    {
        _material.Write("a.md", "# A\n\nFirst page about apples.");
        _material.Write("b.md", "# B\n\nSecond page about bananas.");
        _material.Write("c.md", "# C\n\nThird page about cherries.");
        await IngestAsync();
        _material.Write("a.md", "# A\n\nFirst page about apricots now.");
        File.Delete(Path.Combine(_material.Path, "c.md"));

        var report = await IngestAsync();

        Assert.Equal(FileResult.Read, Outcome(report, "a.md").Result);
        Assert.Equal(FileResult.Unchanged, Outcome(report, "b.md").Result);
        Assert.Equal(FileResult.Removed, Outcome(report, "c.md").Result);
        Assert.Equal(["First page about apricots now.", "Second page about bananas."], _library.Sentences("test"));
    }

    [Fact]
    public async Task Ingest_ReportsABadFileAndGoesOn()
    {
        _material.Write("good.md", "# Good\n\nThis page is fine.");
        _material.Write("bad.pdf", "not a pdf");
        _material.Write("picture.png", [1, 2, 3]);

        var report = await IngestAsync();

        Assert.Equal(FileResult.Read, Outcome(report, "good.md").Result);
        Assert.Equal(FileResult.Ignored, Outcome(report, "picture.png").Result);
        var bad = Outcome(report, "bad.pdf");
        Assert.Equal(FileResult.Failed, bad.Result);
        Assert.Contains("no PDF", bad.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ingest_TellsProgressForEveryFile()
    {
        _material.Write("a.md", "# A\n\nApples grow on trees.");
        _material.Write("b.txt", "Bananas grow on plants that are not trees.");
        var told = new List<IngestProgress>();

        await new CourseIngester(_library).IngestAsync(_material.Path, "test", told.Add);

        Assert.Equal([new IngestProgress(1, 2, "a.md"), new IngestProgress(2, 2, "b.txt")], told);
    }

    [Fact]
    public async Task Ingest_KeepsOtherFolders_OfTheSameCourse()
    {
        using var other = new TemporaryFolder();
        _material.Write("a.md", "# A\n\nApples grow on trees.");
        other.Write("b.md", "# B\n\nBananas grow on plants.");
        await IngestAsync();

        var report = await new CourseIngester(_library).IngestAsync(other.Path, "test");

        Assert.Equal(2, report.Documents);
    }

    [Fact]
    public async Task Ingest_ExplainsWhatIsWrong_WithThePath()
    {
        var missing = await Assert.ThrowsAsync<UserInputException>(() => new CourseIngester(_library).IngestAsync(Path.Combine(_material.Path, "none"), "test"));
        Assert.Contains("There is no folder or file", missing.Message, StringComparison.Ordinal);

        _material.Write("only.png", [1]);
        var nothing = await Assert.ThrowsAsync<UserInputException>(IngestAsync);
        Assert.Contains(".md", nothing.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Load_SurvivesADamagedIndex()
    {
        _material.Write("a.md", "# A\n\nApples grow on trees.");
        await IngestAsync();
        await File.WriteAllTextAsync(Path.Combine(_data.Path, "courses", "test", "index.json"), "{\"version\":1,\"documents\":[{\"root\"");

        var damaged = Assert.Throws<UserInputException>(() => _library.Sentences("test"));
        Assert.Contains("virtualta ingest", damaged.Message, StringComparison.Ordinal);

        await IngestAsync();
        Assert.Single(_library.Sentences("test"));
    }

    private Task<IngestReport> IngestAsync() => new CourseIngester(_library).IngestAsync(_material.Path, "test");

    private static FileOutcome Outcome(IngestReport report, string file) => Assert.Single(report.Files, f => f.File == file);
}
