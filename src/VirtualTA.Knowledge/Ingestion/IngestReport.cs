namespace VirtualTA.Knowledge.Ingestion;

/// <summary>Where an ingest is.</summary>
/// <param name="Done">Files dealt with.</param>
/// <param name="Total">Files in all.</param>
/// <param name="File">Path of the file just dealt with, below the course folder.</param>
public sealed record IngestProgress(int Done, int Total, string File);

/// <summary>What became of a file.</summary>
/// <param name="File">Path below the course folder.</param>
/// <param name="Result">What became of it.</param>
/// <param name="Passages">Passages that it has now.</param>
/// <param name="Message">Why it was skipped; null otherwise.</param>
public sealed record FileOutcome(string File, FileResult Result, int Passages, string? Message);

/// <summary>What became of a file.</summary>
public enum FileResult
{
    /// <summary>New or changed, and read.</summary>
    Read,

    /// <summary>The same as before.</summary>
    Unchanged,

    /// <summary>Gone from the folder, and removed from the course.</summary>
    Removed,

    /// <summary>Could not be read; the course goes without it.</summary>
    Failed,

    /// <summary>Not course material, for instance an image.</summary>
    Ignored,
}

/// <summary>The result of an ingest.</summary>
/// <param name="Course">Name of the course.</param>
/// <param name="Files">Every file with what became of it.</param>
/// <param name="Documents">Documents in the course now.</param>
/// <param name="Passages">Passages in the course now.</param>
/// <param name="Elapsed">Time it took.</param>
public sealed record IngestReport(string Course, IReadOnlyList<FileOutcome> Files, int Documents, int Passages, TimeSpan Elapsed);
