using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
using VirtualTA.Core.Contracts;
using VirtualTA.Core.Lectures;
using VirtualTA.Core.Lectures.Journal;
using VirtualTA.Server.Lectures.Access;

namespace VirtualTA.Server.Lectures.Storage;

/// <summary>Keeps rooms as files of one server: a journal and a snapshot for each.</summary>
internal sealed class JournalLectureStore : ILectureStore, IDisposable
{
    public const string JournalEnding = ".journal";
    public const string SnapshotEnding = ".snapshot";
    public const string TemporaryEnding = ".new";

    private readonly string _directory;
    private readonly int _recordsPerSnapshot;
    private readonly ILogger<JournalLectureStore> _logger;
    private readonly ConcurrentDictionary<string, JournalFile> _files = new(StringComparer.Ordinal);

    public JournalLectureStore(LectureFolder folder, IOptions<LectureOptions> options, ILogger<JournalLectureStore> logger)
    {
        _recordsPerSnapshot = options.Value.RecordsPerSnapshot;
        _directory = Path.Combine(folder.Path, "rooms");
        _logger = logger;
    }

    public Task PrepareAsync(CancellationToken cancellationToken) => Task.CompletedTask; // folders are made when there is something to keep

    public Task<IReadOnlyList<LectureSettings>> ListAsync(CancellationToken cancellationToken)
    {
        var rooms = new List<LectureSettings>();
        if (Directory.Exists(_directory))
        {
            var names = Directory.EnumerateFiles(_directory)
                .Where(path => path.EndsWith(JournalEnding, StringComparison.Ordinal) || path.EndsWith(SnapshotEnding, StringComparison.Ordinal))
                .Select(path => Path.GetFileNameWithoutExtension(path)!)
                .Distinct(StringComparer.Ordinal);
            foreach (var name in names)
            {
                cancellationToken.ThrowIfCancellationRequested();
                AddIfReadable(rooms, name);
            }
        }

        return Task.FromResult<IReadOnlyList<LectureSettings>>(rooms);
    }

    public Task<LectureRoom> LoadAsync(string room, CancellationToken cancellationToken)
    {
        var loaded = RoomId.IsValid(room) ? FileOf(room).Load() : new LectureRoom();
        return loaded.IsOpened
            ? Task.FromResult(loaded)
            : throw new UserInputException(LectureCodes.RoomUnknown, "There is no such lecture room; it may have been deleted.");
    }

    public Task AppendAsync(LectureRoom room, IReadOnlyList<LectureRecord> records, CancellationToken cancellationToken)
    {
        FileOf(room.Settings.Id).Append(room, records);
        return Task.CompletedTask;
    }

    public Task<IReadOnlyList<LectureRecord>?> ReadAfterAsync(string room, long version, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<LectureRecord>?>([]); // nobody else writes these files

    public Task DeleteAsync(string room, CancellationToken cancellationToken)
    {
        if (_files.TryRemove(room, out var file))
        {
            file.Dispose();
        }

        var path = Path.Combine(_directory, room);
        foreach (var ending in (string[])[JournalEnding, SnapshotEnding, JournalEnding + TemporaryEnding, SnapshotEnding + TemporaryEnding])
        {
            File.Delete(path + ending);
        }

        return Task.CompletedTask;
    }

    public void Dispose()
    {
        foreach (var file in _files.Values)
        {
            file.Dispose();
        }
    }

    private JournalFile FileOf(string room) => _files.GetOrAdd(room, name => new JournalFile(Path.Combine(_directory, name), _recordsPerSnapshot));

    private void AddIfReadable(List<LectureSettings> rooms, string name)
    {
        try
        {
            using var file = new JournalFile(Path.Combine(_directory, name), _recordsPerSnapshot);
            var room = file.Load();
            if (room.IsOpened)
            {
                rooms.Add(room.Settings);
            }
        }
        catch (Exception damaged) when (damaged is UserInputException or IOException or System.Text.Json.JsonException)
        {
            _logger.RoomUnreadable(damaged, name);
        }
    }
}
