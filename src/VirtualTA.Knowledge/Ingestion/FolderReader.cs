using System.Security.Cryptography;
using VirtualTA.Knowledge.Chunking;
using VirtualTA.Knowledge.Courses;

namespace VirtualTA.Knowledge.Ingestion;

/// <summary>Finds and reads the files of a course folder.</summary>
internal static class FolderReader
{
    private static readonly DocumentReaders Readers = new();

    /// <summary>File name endings that can be read.</summary>
    public static IReadOnlyCollection<string> Extensions => Readers.Extensions;

    /// <summary>Paths of all files below <paramref name="directory"/>, ordered; hidden files and links are left out.</summary>
    public static IEnumerable<string> Files(string directory)
    {
        var options = new EnumerationOptions
        {
            RecurseSubdirectories = true,
            AttributesToSkip = FileAttributes.Hidden | FileAttributes.System | FileAttributes.ReparsePoint,
            IgnoreInaccessible = true,
            MaxRecursionDepth = 24,
        };
        return Directory.EnumerateFiles(directory, "*", options).Order(StringComparer.Ordinal);
    }

    /// <summary>True if there is a reader for the file.</summary>
    public static bool CanRead(string path) => Readers.Find(path) is not null;

    /// <summary>Reads a file and cuts it into passages.</summary>
    /// <exception cref="IngestException">It cannot be read.</exception>
    public static async Task<IndexedDocument> ReadAsync(SourceFile file, string root, CancellationToken cancellationToken)
    {
        var reader = Readers.Find(file.FullPath)
            ?? throw new IngestException($"files of this kind are not read. Known kinds: {string.Join(' ', Readers.Extensions.Order(StringComparer.Ordinal))}.");
        var info = new FileInfo(file.FullPath);
        var (length, modified) = (info.Length, info.LastWriteTimeUtc.Ticks);
        var document = await reader.ReadAsync(file, cancellationToken);
        var characters = document.Blocks.Sum(b => (long)b.Text.Length);
        if (characters > file.Limits.MaximumCharacters)
        {
            throw new IngestException(
                $"it has {characters / 1_000_000} million characters of text and {file.Limits.MaximumCharacters / 1_000_000} million are allowed. Split it.");
        }

        var passages = Chunker.Cut(document, file.RelativePath);
        if (passages.Count == 0)
        {
            throw new IngestException("it contains no text.");
        }

        return new IndexedDocument(root, file.RelativePath, length, modified, await HashAsync(file.FullPath, cancellationToken), document.Title, passages);
    }

    /// <summary>SHA-256 of a file in hexadecimal digits.</summary>
    public static async Task<string> HashAsync(string path, CancellationToken cancellationToken)
    {
        await using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1 << 16, useAsync: true);
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancellationToken));
    }

    /// <summary>Reads a folder of ours that ships with the program, where every file is good.</summary>
    public static IReadOnlyList<IndexedDocument> ReadAll(string directory)
    {
        var limits = new IngestLimits();
        var documents = new List<IndexedDocument>();
        foreach (var path in Files(directory).Where(CanRead))
        {
            var relative = Path.GetRelativePath(directory, path).Replace('\\', '/');
            var document = MarkdownReader.Read(File.ReadAllText(path), new SourceFile(path, relative, limits).NameInWords);
            documents.Add(new IndexedDocument(directory, relative, 0, 0, "", document.Title, Chunker.Cut(document, relative)));
        }

        return documents;
    }
}
