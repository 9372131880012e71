using VirtualTA.Knowledge.Search;

namespace VirtualTA.Knowledge.Courses;

/// <summary>A course in memory; immutable, shared by all who ask.</summary>
internal sealed class Course
{
    private readonly Dictionary<string, int> _byId;
    private readonly IReadOnlyList<IndexedDocument> _documents;

    /// <summary>Creates a course.</summary>
    /// <param name="name">Its key.</param>
    /// <param name="directory">Its folder in the data directory, which may not exist.</param>
    /// <param name="title">Its title for people.</param>
    /// <param name="documents">Its documents.</param>
    public Course(string name, string directory, string title, IReadOnlyList<IndexedDocument> documents)
    {
        Name = name;
        Directory = directory;
        Title = title;
        Documents = documents.Count;
        _documents = documents;
        Index = new PassageIndex(documents.SelectMany(d => d.Passages).ToArray());
        _byId = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < Index.Passages.Count; i++)
        {
            _byId.TryAdd(Index.Passages[i].Id, i);
        }
    }

    /// <summary>Key of the course.</summary>
    public string Name { get; }

    /// <summary>Folder of the course in the data directory.</summary>
    public string Directory { get; }

    /// <summary>Title for people.</summary>
    public string Title { get; }

    /// <summary>Number of documents.</summary>
    public int Documents { get; }

    /// <summary>The searchable passages.</summary>
    public PassageIndex Index { get; }

    /// <summary>Hashes of the files that it was read from.</summary>
    public IEnumerable<string> Hashes => _documents.Select(document => document.Hash);

    /// <summary>The document of a passage and the place in it; null if there is no such passage.</summary>
    public (IndexedDocument Document, string Locator)? FindDocument(string passageId)
    {
        var document = _documents.FirstOrDefault(one => one.Passages.Any(passage => passage.Id == passageId));
        return document is null ? null : (document, document.Passages.First(passage => passage.Id == passageId).Locator);
    }

    /// <summary>Number of the passage with this key, or −1.</summary>
    public int Find(string passageId) => _byId.GetValueOrDefault(passageId, -1);
}
