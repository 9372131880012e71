using System.IO.Compression;
using IOPath = System.IO.Path;

namespace VirtualTA.Recognition.Tests.Phones;

/// <summary>A file of word counts that goes away with its test.</summary>
internal sealed class TemporaryCounts : IDisposable
{
    public TemporaryCounts(params string[] lines)
    {
        using var writer = new StreamWriter(new GZipStream(File.Create(Path), CompressionLevel.Fastest));
        foreach (var line in lines)
        {
            writer.WriteLine(line);
        }
    }

    public string Path { get; } = IOPath.Combine(IOPath.GetTempPath(), IOPath.GetRandomFileName());

    public void Dispose() => File.Delete(Path);
}
