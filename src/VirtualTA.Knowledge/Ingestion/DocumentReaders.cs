namespace VirtualTA.Knowledge.Ingestion;

/// <summary>All readers by file name ending.</summary>
internal sealed class DocumentReaders
{
    private readonly Dictionary<string, IDocumentReader> _readers = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Creates the readers.</summary>
    public DocumentReaders()
    {
        IDocumentReader[] readers =
        [
            new MarkdownReader(), new PlainTextReader(), new CaptionReader(), new HtmlReader(), new NotebookReader(), new PdfReader(), new SlidesReader(),
        ];
        foreach (var reader in readers)
        {
            foreach (var extension in reader.Extensions)
            {
                _readers.Add(extension, reader);
            }
        }
    }

    /// <summary>File name endings that can be read, in lower case with the dot.</summary>
    public IReadOnlyCollection<string> Extensions => _readers.Keys;

    /// <summary>The reader for a path, or null.</summary>
    public IDocumentReader? Find(string path) => _readers.GetValueOrDefault(Path.GetExtension(path));
}
