using VirtualTA.Knowledge.Courses;
using VirtualTA.Knowledge.Ingestion;

namespace VirtualTA.Knowledge.Tests.Ingestion;

public sealed class CrashTests
{
    private const int Files = 120;

    [Fact]
    public async Task Ingest_LeavesACompleteIndex_WhenKilledAtAnyMoment()
    {
        using var data = new TemporaryFolder();
        using var material = new TemporaryFolder();
        for (var i = 0; i < Files; i++)
        {
            material.Write($"page-{i:000}.md", $"# Page {i}\n\nThe number of this page is {i} and its colour is green.");
        }

        var directory = Path.Combine(data.Path, "courses", "crash");
        var before = 0;
        foreach (var killAfter in new[] { 1, 9, 30, 65 })
        {
            using var child = ChildProcess.StartIngest(material.Path, "crash", data.Path);
            for (var line = 0; line < killAfter && await child.StandardOutput.ReadLineAsync() is not null; line++)
            {
            }

            child.Kill();
            await child.WaitForExitAsync();

            var index = CourseIndexFile.Load(directory);
            Assert.True(killAfter == 1 || index is not null);
            Assert.All(index?.Documents ?? [], d => Assert.NotEmpty(d.Passages));
            Assert.True((index?.Documents.Count ?? 0) >= before);
            before = index?.Documents.Count ?? 0;
        }

        var library = new CourseLibrary(new CourseOptions { DataDirectory = data.Path });
        var report = await new CourseIngester(library).IngestAsync(material.Path, "crash");

        Assert.Equal(Files, report.Documents);
        Assert.True(report.Files.Count(f => f.Result == FileResult.Unchanged) >= before && before > 0);
        Assert.Empty(Directory.EnumerateFiles(directory, "*" + AtomicFile.TemporaryEnding));
    }
}
