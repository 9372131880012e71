using System.Text.Json;
using System.Text.Json.Serialization;
using VirtualTA.Knowledge.Chunking;

namespace VirtualTA.Knowledge.Courses;

/// <summary>What is stored of a course.</summary>
internal sealed class CourseIndexFile
{
    /// <summary>Layout version; a file of another version is read again from the course material.</summary>
    public const int CurrentVersion = 1;

    /// <summary>Name of the file in the course's folder.</summary>
    public const string FileName = "index.json";

    /// <summary>Layout version of this file.</summary>
    public int Version { get; set; } = CurrentVersion;

    /// <summary>Title of the course for people; null to use its name.</summary>
    public string? Title { get; set; }

    /// <summary>The documents, ordered by root and path.</summary>
    public List<IndexedDocument> Documents { get; set; } = [];

    /// <summary>Reads the index in <paramref name="directory"/>; null if there is none that can be used.</summary>
    public static CourseIndexFile? Load(string directory)
    {
        var path = Path.Combine(directory, FileName);
        if (!File.Exists(path))
        {
            return null;
        }

        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1 << 16);
            var index = JsonSerializer.Deserialize(stream, CourseJson.Default.CourseIndexFile);
            return index?.Version == CurrentVersion ? index : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Writes the index so that at any moment the old or the new one is complete on disk.</summary>
    public void Save(string directory)
    {
        Directory.CreateDirectory(directory);
        AtomicFile.Write(Path.Combine(directory, FileName), stream => JsonSerializer.Serialize(stream, this, CourseJson.Default.CourseIndexFile));
    }
}

/// <summary>A document of a course with what is needed to see whether it changed.</summary>
internal sealed record IndexedDocument(
    string Root, string Path, long Length, long ModifiedTicks, string Hash, string Title, IReadOnlyList<CoursePassage> Passages);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault)]
[JsonSerializable(typeof(CourseIndexFile))]
internal sealed partial class CourseJson : JsonSerializerContext;
