using VirtualTA.Knowledge.Search;

namespace VirtualTA.Knowledge.Courses;

/// <summary>A course in memory; immutable, shared by all who ask.</summary>
internal sealed class Course
{
    private readonly Dictionary<string, int> _byId;

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

    /// <summary>Number of the passage with this key, or −1.</summary>
    public int Find(string passageId) => _byId.GetValueOrDefault(passageId, -1);
}
