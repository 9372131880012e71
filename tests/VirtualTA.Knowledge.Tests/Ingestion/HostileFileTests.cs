using System.Text;
using VirtualTA.Knowledge.Courses;
using VirtualTA.Knowledge.Ingestion;

namespace VirtualTA.Knowledge.Tests.Ingestion;

public sealed class HostileFileTests
{
    private const long MemoryAllowed = 600L << 20;
    private static readonly string[] TextEndings = [".md", ".txt", ".html", ".vtt", ".srt", ".ipynb"];

    [Fact]
    public async Task Ingest_ReportsEveryHostileFile_AndStaysSmall()
    {
        using var data = new TemporaryFolder();
        using var material = new TemporaryFolder();
        material.Write("good.md", "# Good\n\nThe good page is still read.");
        var files = Hostile().ToList();
        foreach (var (name, bytes) in files)
        {
            material.Write(name, bytes);
        }

        // A file that is too large costs nothing on disk: it is a hole.
        foreach (var name in new[] { "huge.md", "huge.txt", "huge.html", "huge.ipynb", "huge.vtt" })
        {
            using var hole = File.Create(Path.Combine(material.Path, name));
            hole.SetLength(100L << 20);
        }

        var library = new CourseLibrary(new CourseOptions { DataDirectory = data.Path });
        var limits = new IngestLimits { MaximumTextBytes = 24L << 20, PdfTimeout = TimeSpan.FromSeconds(10) };
        var before = GC.GetTotalMemory(forceFullCollection: true);

        var report = await new CourseIngester(library, limits).IngestAsync(material.Path, "hostile");

        Assert.True(files.Count + 5 >= 100, $"only {files.Count} files");
        Assert.Equal(files.Count + 6, report.Files.Count);
        Assert.All(report.Files.Where(f => f.Result == FileResult.Failed), f => Assert.InRange(f.Message!.Length, 10, 400));
        Assert.All(report.Files.Where(f => f.File.StartsWith("must-fail", StringComparison.Ordinal) || f.File.StartsWith("huge", StringComparison.Ordinal)), f => Assert.Equal(FileResult.Failed, f.Result));
        Assert.Equal(FileResult.Read, report.Files.Single(f => f.File == "good.md").Result);
        Assert.True(GC.GetTotalMemory(forceFullCollection: true) - before < MemoryAllowed);
        Assert.Contains("The good page is still read.", library.Sentences("hostile"));
        Assert.False(File.Exists(Path.Combine(data.Path, "escaped.txt")));
        Assert.All(library.Sentences("hostile"), s => Assert.True(s.Length < 20_000));
    }

    private static IEnumerable<(string Name, byte[] Bytes)> Hostile()
    {
        var random = new Random(5);
        for (var i = 0; i < TextEndings.Length; i++)
        {
            var ending = TextEndings[i];
            yield return ($"must-fail-empty{ending}", []);
            yield return ($"must-fail-blank{ending}", Text(" \n\t \n"));
            yield return ($"must-fail-zeros{ending}", new byte[5000]);
            yield return ($"must-fail-random{ending}", [0, .. Random(random, 4000)]);
            yield return ($"must-fail-elf{ending}", [0x7F, .. Text("ELF"), .. new byte[200]]);
            yield return ($"half-utf8{ending}", [.. Text("# Caf"), 0xC3]);
            yield return ($"surrogates{ending}", [.. Text("# A "), 0xED, 0xA0, 0x80, .. Text(" b c d e f")]);
            yield return ($"one-long-line{ending}", Text(new string('x', 2_000_000)));
            yield return ($"no-spaces{ending}", Text(string.Concat(Enumerable.Repeat("a.b.c.", 100_000))));
            yield return ($"brackets{ending}", Text(new string('[', 20_000)));
            yield return ($"nested-quotes{ending}", Text(string.Concat(Enumerable.Repeat("> ", 3_000)) + "end"));
            yield return ($"controls{ending}", Text("a\u0001b\u0002c " + new string('\u0007', 50) + " words here"));
        }

        yield return ("must-fail-notebook-list.ipynb", Text("[1,2,3]"));
        yield return ("must-fail-notebook-nocells.ipynb", Text("{\"cells\":5}"));
        yield return ("must-fail-notebook-deep.ipynb", Text(new string('[', 100_000)));
        yield return ("must-fail-notebook-cut.ipynb", Text("{\"cells\":[{\"cell_type\":\"markdown\",\"source\":[\"# A"));
        yield return ("notebook-types.ipynb", Text("{\"cells\":[1,null,{},{\"cell_type\":7,\"source\":{\"a\":1}},{\"cell_type\":\"markdown\",\"source\":\"fine words\"}]}"));
        yield return ("must-fail-no-times.vtt", Text("WEBVTT\n\nno times at all\n"));
        yield return ("times-overflow.vtt", Text("WEBVTT\n\n99999999999:00.000 --> 99999999999:01.000\nfar\n\n00:01.000 --> 00:00.000\nbackwards words\n"));
        yield return ("must-fail-deep.html", Text(string.Concat(Enumerable.Repeat("<div>", 200_000)) + "x"));
        yield return ("table.html", Text("<table>" + string.Concat(Enumerable.Repeat("<tr><td>1</td></tr>", 30_000)) + "</table>"));
        yield return ("entities.html", Text("<!DOCTYPE html [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;&a;\">]><p>&b;&b; words</p>"));
        yield return ("unclosed.html", Text("<p><b><i><table><tr><td>words <script>alert(1)"));
        yield return ("slides.txt", Text("Slide 1\n\nSlide 99999999999\n\nSlide 2\n\n"));

        foreach (var (name, bytes) in Packages(random))
        {
            yield return (name, bytes);
        }
    }

    private static IEnumerable<(string Name, byte[] Bytes)> Packages(Random random)
    {
        var good = MinimalFiles.Slides(("Title", "Some text on the slide.", "A note."));
        yield return ("must-fail-empty.pptx", []);
        yield return ("must-fail-text.pptx", Text("these are no slides"));
        yield return ("must-fail-random.pptx", Random(random, 5000));
        yield return ("must-fail-zip-empty.pptx", MinimalFiles.Zip());
        yield return ("must-fail-zip-other.pptx", MinimalFiles.Zip(("readme.txt", s => s.Write(Text("hello")))));
        yield return ("must-fail-traversal.pptx", MinimalFiles.Zip(("../../escaped.txt", s => s.Write(Text("out"))), ("[Content_Types].xml", s => s.Write(Text("<a/>")))));
        yield return ("must-fail-absolute.pptx", MinimalFiles.Zip(("/etc/escaped.xml", s => s.Write(Text("<a/>")))));
        yield return ("must-fail-backslash.pptx", MinimalFiles.Zip(("ppt\\..\\..\\escaped.xml", s => s.Write(Text("<a/>")))));
        yield return ("must-fail-bomb.pptx", MinimalFiles.Zip(("ppt/presentation.xml", Zeros(60))));
        yield return ("must-fail-bombs.pptx", MinimalFiles.Zip([.. Enumerable.Range(0, 12).Select(i => ($"ppt/slides/slide{i}.xml", Zeros(20)))]));
        yield return ("must-fail-doctype.pptx", MinimalFiles.Zip(("ppt/presentation.xml", s => s.Write(Text("<!DOCTYPE x [<!ENTITY a SYSTEM \"file:///etc/passwd\">]><x>&a;</x>")))));
        for (var cut = 1; cut <= 6; cut++)
        {
            yield return ($"must-fail-cut-{cut}.pptx", good[..(good.Length * cut / 7)]);
        }

        for (var flip = 0; flip < 8; flip++)
        {
            var broken = (byte[])good.Clone();
            for (var i = 0; i < 40; i++)
            {
                broken[random.Next(broken.Length)] ^= (byte)random.Next(1, 255);
            }

            yield return ($"flipped-{flip}.pptx", broken);
        }

        yield return ("must-fail-empty.pdf", []);
        yield return ("must-fail-text.pdf", Text("no pdf"));
        yield return ("must-fail-header-only.pdf", Text("%PDF-1.7\n"));
        yield return ("must-fail-random.pdf", [.. Text("%PDF-1.7\n"), .. Random(random, 3000)]);
        yield return ("cut.pdf", MinimalFiles.Pdf("cut here")[..200]);
    }

    private static Action<Stream> Zeros(int megabytes) => stream =>
    {
        var block = new byte[1 << 20];
        for (var i = 0; i < megabytes; i++)
        {
            stream.Write(block);
        }
    };

    private static byte[] Random(Random random, int count)
    {
        var bytes = new byte[count];
        random.NextBytes(bytes);
        return bytes;
    }

    private static byte[] Text(string text) => Encoding.UTF8.GetBytes(text);
}
