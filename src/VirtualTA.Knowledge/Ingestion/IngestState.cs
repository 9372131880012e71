using VirtualTA.Knowledge.Courses;

namespace VirtualTA.Knowledge.Ingestion;

/// <summary>The index as it changes during an ingest.</summary>
internal sealed class IngestState
{
    private readonly CourseIndexFile _index;
    private readonly string _root;
    private readonly string _directory;
    private readonly TimeProvider _time;
    private readonly Dictionary<string, IndexedDocument> _known;
    private long _saved;
    private bool _changed;

    public IngestState(CourseIndexFile index, string root, string directory, TimeProvider time)
    {
        _index = index;
        _root = root;
        _directory = directory;
        _time = time;
        _saved = time.GetTimestamp();
        _known = index.Documents.Where(d => d.Root == root).ToDictionary(d => d.Path, StringComparer.Ordinal);
    }

    /// <summary>Every file with what became of it.</summary>
    public List<FileOutcome> Outcomes { get; } = [];

    /// <summary>Removes documents whose files are gone.</summary>
    public void RemoveGone(IReadOnlyList<string> files)
    {
        var present = files.Select(f => Path.GetRelativePath(_root, f).Replace('\\', '/')).ToHashSet(StringComparer.Ordinal);
        foreach (var gone in _known.Values.Where(d => !present.Contains(d.Path)).ToArray())
        {
            Remove(gone.Path);
            Outcomes.Add(new FileOutcome(gone.Path, FileResult.Removed, 0, null));
        }
    }

    /// <summary>Reads a file if it is new or changed.</summary>
    public async Task AddAsync(SourceFile file, CancellationToken cancellationToken)
    {
        if (!FolderReader.CanRead(file.FullPath))
        {
            Outcomes.Add(new FileOutcome(file.RelativePath, FileResult.Ignored, 0, null));
            return;
        }

        try
        {
            if (await IsUnchangedAsync(file, cancellationToken))
            {
                return;
            }

            var document = await FolderReader.ReadAsync(file, _root, cancellationToken);
            Remove(file.RelativePath);
            _index.Documents.Add(document);
            _known[file.RelativePath] = document;
            _changed = true;
            Outcomes.Add(new FileOutcome(file.RelativePath, FileResult.Read, document.Passages.Count, null));
        }
        catch (Exception exception) when (exception is IngestException or IOException or UnauthorizedAccessException)
        {
            Fail(file, exception.Message);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            // Parsers fail in many ways on broken files; none of them may end the ingest.
            Fail(file, $"it is broken ({exception.GetType().Name}). Open and save it again in the program it comes from.");
        }
    }

    /// <summary>Saves if the last save is longer ago than <paramref name="interval"/>.</summary>
    public void SaveIfDue(TimeSpan interval)
    {
        if (_changed && _time.GetElapsedTime(_saved) >= interval)
        {
            Save();
        }
    }

    /// <summary>Saves the index.</summary>
    public void Save()
    {
        _index.Documents.Sort((a, b) => string.CompareOrdinal(a.Root, b.Root) is var order && order != 0 ? order : string.CompareOrdinal(a.Path, b.Path));
        _index.Save(_directory);
        _saved = _time.GetTimestamp();
        _changed = false;
    }

    private async Task<bool> IsUnchangedAsync(SourceFile file, CancellationToken cancellationToken)
    {
        if (!_known.TryGetValue(file.RelativePath, out var known))
        {
            return false;
        }

        var info = new FileInfo(file.FullPath);
        var same = info.Length == known.Length
            && (info.LastWriteTimeUtc.Ticks == known.ModifiedTicks || await FolderReader.HashAsync(file.FullPath, cancellationToken) == known.Hash);
        if (same)
        {
            Outcomes.Add(new FileOutcome(file.RelativePath, FileResult.Unchanged, known.Passages.Count, null));
        }

        return same;
    }

    private void Fail(SourceFile file, string message)
    {
        Remove(file.RelativePath);
        Outcomes.Add(new FileOutcome(file.RelativePath, FileResult.Failed, 0, message));
    }

    private void Remove(string path)
    {
        if (_known.Remove(path, out var known))
        {
            _index.Documents.Remove(known);
            _changed = true;
        }
    }
}
