namespace VirtualTA.Knowledge.Ingestion;

/// <summary>Reads one kind of course file.</summary>
internal interface IDocumentReader
{
    /// <summary>File name endings with the dot, in lower case.</summary>
    IReadOnlyList<string> Extensions { get; }

    /// <summary>Reads a file.</summary>
    /// <param name="file">The file.</param>
    /// <param name="cancellationToken">Abandons the work.</param>
    /// <exception cref="IngestException">The file cannot be read; the message says why.</exception>
    Task<CourseDocument> ReadAsync(SourceFile file, CancellationToken cancellationToken);
}

/// <summary>A file of a course folder.</summary>
/// <param name="FullPath">Where it is.</param>
/// <param name="RelativePath">Its path below the course folder, with forward slashes.</param>
/// <param name="Limits">Bounds for reading it.</param>
internal sealed record SourceFile(string FullPath, string RelativePath, IngestLimits Limits)
{
    /// <summary>The name of the file in words, for documents without a heading.</summary>
    public string NameInWords
    {
        get
        {
            var words = Path.GetFileNameWithoutExtension(RelativePath).Replace('_', ' ').Replace('-', ' ').Trim();
            return words.Length == 0 ? RelativePath : char.ToUpperInvariant(words[0]) + words[1..];
        }
    }

    /// <summary>The file as decoded text.</summary>
    /// <exception cref="IngestException">Too large, or no text.</exception>
    public async Task<string> ReadTextAsync(CancellationToken cancellationToken)
    {
        var length = new FileInfo(FullPath).Length;
        if (length > Limits.MaximumTextBytes)
        {
            throw new IngestException(
                $"it has {length >> 20} MB and text files may have {Limits.MaximumTextBytes >> 20} MB. Split it into chapters or lectures.");
        }

        var bytes = await File.ReadAllBytesAsync(FullPath, cancellationToken);
        var text = TextFile.Decode(bytes);
        if (string.IsNullOrWhiteSpace(text))
        {
            throw new IngestException("it is empty.");
        }

        return text;
    }
}
