using System.Runtime.CompilerServices;
using VirtualTA.Core.Contracts;
using VirtualTA.Knowledge.Courses;

namespace VirtualTA.Knowledge.Ingestion;

/// <summary>Reads a folder of course material into a course: only what changed, and so that a crash loses nothing.</summary>
/// <remarks>
/// The index is replaced in one step, every <see cref="CheckpointInterval"/> and at the end, so that a process killed at any
/// moment leaves a complete index, and the next run goes on from there.
/// </remarks>
/// <param name="library">The courses.</param>
/// <param name="limits">Bounds for hostile files; defaults if null.</param>
/// <param name="timeProvider">The clock; the system's if null.</param>
public sealed class CourseIngester(CourseLibrary library, IngestLimits? limits = null, TimeProvider? timeProvider = null)
{
    private const string LockFile = ".ingest.lock";
    private readonly IngestLimits _limits = limits ?? new IngestLimits();
    private readonly TimeProvider _time = timeProvider ?? TimeProvider.System;

    /// <summary>Time between two writes of the index while files are being read.</summary>
    public static TimeSpan CheckpointInterval { get; } = TimeSpan.FromSeconds(3);

    /// <summary>The interval of this ingester.</summary>
    internal TimeSpan Checkpoint { get; init; } = CheckpointInterval;

    /// <summary>File name endings that are read, in lower case with the dot.</summary>
    public static IReadOnlyCollection<string> Extensions => FolderReader.Extensions;

    /// <summary>What to install before PDF files can be read; null if they can.</summary>
    public static string? PdfRemedy => PdfReader.IsInstalled ? null : PdfReader.Remedy;

    /// <summary>Reads a folder or a single file into a course.</summary>
    /// <param name="path">Folder or file.</param>
    /// <param name="course">Name of the course; created if new.</param>
    /// <param name="progress">Told after every file; null for nobody.</param>
    /// <param name="cancellationToken">Stops after the current file; what was read so far is kept.</param>
    /// <exception cref="UserInputException">No such path, nothing to read, a bad course name, or the course is being ingested already.</exception>
    public async Task<IngestReport> IngestAsync(
        string path, string course, Action<IngestProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        var started = _time.GetTimestamp();
        var name = CourseName.Check(course);
        var (root, files) = FindFiles(path);
        var directory = library.DirectoryOf(name);
        Directory.CreateDirectory(directory);
        using var exclusive = Lock(directory, name);
        RemoveLeftovers(directory);
        var index = CourseIndexFile.Load(directory) ?? new CourseIndexFile();
        var state = new IngestState(index, root, directory, _time);
        var whole = Directory.Exists(path);
        if (whole)
        {
            state.RemoveGone(files);
        }

        for (var i = 0; i < files.Count; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            await state.AddAsync(new SourceFile(files[i], Relative(root, files[i]), _limits), cancellationToken);
            progress?.Invoke(new IngestProgress(i + 1, files.Count, Relative(root, files[i])));
            state.SaveIfDue(Checkpoint);
        }

        state.Save();
        return new IngestReport(name, state.Outcomes, index.Documents.Count, index.Documents.Sum(d => d.Passages.Count), _time.GetElapsedTime(started));
    }

    private (string Root, List<string> Files) FindFiles(string path)
    {
        if (File.Exists(path))
        {
            var file = Path.GetFullPath(path);
            return (Path.GetDirectoryName(file)!, [file]);
        }

        if (!Directory.Exists(path))
        {
            throw new UserInputException(NoticeCodes.QuestionInvalid, $"There is no folder or file \"{path}\".");
        }

        var root = Path.GetFullPath(path);
        var files = FolderReader.Files(root).Take(_limits.MaximumFiles + 1).ToList();
        if (files.Count > _limits.MaximumFiles)
        {
            throw new UserInputException(NoticeCodes.QuestionInvalid, $"\"{path}\" has more than {_limits.MaximumFiles} files. Ingest its parts one after the other.");
        }

        return files.Any(FolderReader.CanRead)
            ? (root, files)
            : throw new UserInputException(
                NoticeCodes.QuestionInvalid, $"\"{path}\" has no file that can be read. Known kinds: {string.Join(' ', Extensions.Order(StringComparer.Ordinal))}.");
    }

    // The lock goes with the process, however it ends.
    private static FileStream Lock(string directory, string course)
    {
        try
        {
            return new FileStream(Path.Combine(directory, LockFile), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException)
        {
            throw new UserInputException(NoticeCodes.QuestionInvalid, $"The course \"{course}\" is being ingested by another process. Wait until it has finished.");
        }
    }

    private static void RemoveLeftovers(string directory)
    {
        foreach (var leftover in Directory.EnumerateFiles(directory, "*" + AtomicFile.TemporaryEnding))
        {
            File.Delete(leftover);
        }
    }

    private static string Relative(string root, string file) => Path.GetRelativePath(root, file).Replace('\\', '/');
}
