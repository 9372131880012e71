using System.Buffers;
using System.Text;
using System.Text.Json;
using Microsoft.Win32.SafeHandles;
using VirtualTA.Core.Contracts;
using VirtualTA.Core.Lectures;
using VirtualTA.Core.Lectures.Journal;

namespace VirtualTA.Server.Lectures.Storage;

/// <summary>The files of one room: records since the last snapshot, and the snapshot.</summary>
/// <remarks>
/// Records are appended and flushed to the disk in one write for all that came together. A line cut off by a crash was never
/// acknowledged and is removed when the room is loaded; a damaged line before good ones is an error.
/// </remarks>
internal sealed class JournalFile : IDisposable
{
    private readonly int _recordsPerSnapshot;
    private readonly string _journal;
    private readonly string _snapshot;
    private SafeFileHandle? _file;
    private long _length;
    private long _snapshotVersion;

    /// <param name="path">Path of both files without their endings.</param>
    /// <param name="recordsPerSnapshot">Records after which a snapshot is taken.</param>
    public JournalFile(string path, int recordsPerSnapshot)
    {
        _recordsPerSnapshot = recordsPerSnapshot;
        _journal = path + JournalLectureStore.JournalEnding;
        _snapshot = path + JournalLectureStore.SnapshotEnding;
    }

    /// <summary>The room as kept; not yet opened if there are no files.</summary>
    /// <exception cref="UserInputException">A file is damaged.</exception>
    public LectureRoom Load()
    {
        _file?.Dispose();
        _file = null;
        try
        {
            var room = File.Exists(_snapshot) ? LectureRoom.From(ReadSnapshot()) : new LectureRoom();
            _snapshotVersion = room.Version;
            _length = File.Exists(_journal) ? Replay(room, File.ReadAllBytes(_journal)) : 0;
            return room;
        }
        catch (Exception strange) when (strange is JsonException or InvalidOperationException or ArgumentException or KeyNotFoundException)
        {
            throw Damaged(_journal, "it holds records that this version of the program does not know or that contradict each other");
        }
    }

    /// <summary>Appends the last records of a room and waits for the disk.</summary>
    public void Append(LectureRoom room, IReadOnlyList<LectureRecord> records)
    {
        var lines = new ArrayBufferWriter<byte>(256 * records.Count);
        var version = room.Version - records.Count;
        foreach (var record in records)
        {
            JournalLine.Write(lines, ++version, record);
        }

        _file ??= Open();
        try
        {
            RandomAccess.Write(_file, lines.WrittenSpan, _length);
            RandomAccess.FlushToDisk(_file);
            _length += lines.WrittenCount;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            RandomAccess.SetLength(_file, _length); // no half line may stand before the next one
            throw new IOException($"{Path.GetFileName(_journal)} cannot be written: {exception.Message}", exception);
        }

        if (room.Version - _snapshotVersion >= _recordsPerSnapshot)
        {
            TakeSnapshot(room);
        }
    }

    public void Dispose() => _file?.Dispose();

    /// <summary>Writes the room in one piece and begins a new journal. Killed in between, the old lines are known by their versions.</summary>
    private void TakeSnapshot(LectureRoom room)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(room.ToSnapshot(), JournalLine.Json);
        Replace(_snapshot, [.. Encoding.ASCII.GetBytes(JournalLine.Checksum(json)), (byte)'\n', .. json]);
        _snapshotVersion = room.Version;
        _file!.Dispose();
        _file = null;
        Replace(_journal, []);
        _length = 0;
    }

    private LectureSnapshot ReadSnapshot()
    {
        var bytes = File.ReadAllBytes(_snapshot);
        var end = bytes.AsSpan().IndexOf((byte)'\n');
        var json = end < 0 ? [] : bytes.AsSpan(end + 1);
        return end > 0 && Encoding.ASCII.GetString(bytes, 0, end) == JournalLine.Checksum(json)
            ? JsonSerializer.Deserialize<LectureSnapshot>(json, JournalLine.Json)!
            : throw Damaged(_snapshot, "its checksum is wrong");
    }

    /// <summary>Applies the lines behind the snapshot.</summary>
    /// <returns>Length of the good part of the file, in bytes.</returns>
    private long Replay(LectureRoom room, ReadOnlySpan<byte> bytes)
    {
        var good = 0;
        while (good < bytes.Length)
        {
            var length = bytes[good..].IndexOf((byte)'\n');
            if (length < 0)
            {
                break;
            }

            if (!JournalLine.TryRead(bytes.Slice(good, length), out var version, out var record))
            {
                ThrowIfGoodLineFollows(bytes[(good + length + 1)..], room.Version);
                break;
            }

            if (version > room.Version + 1)
            {
                throw Damaged(_journal, $"record {room.Version + 1} is missing");
            }

            if (version == room.Version + 1)
            {
                room.Apply(record!);
            }

            good += length + 1;
        }

        return good;
    }

    private void ThrowIfGoodLineFollows(ReadOnlySpan<byte> rest, long version)
    {
        foreach (var line in rest.Split((byte)'\n'))
        {
            if (JournalLine.TryRead(rest[line], out _, out _))
            {
                throw Damaged(_journal, $"record {version + 1} cannot be read");
            }
        }
    }

    private SafeFileHandle Open()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_journal)!);
        var file = File.OpenHandle(_journal, FileMode.OpenOrCreate, FileAccess.Write, FileShare.Read);
        RandomAccess.SetLength(file, _length);
        return file;
    }

    private static void Replace(string path, byte[] bytes)
    {
        var temporary = path + JournalLectureStore.TemporaryEnding;
        using (var file = File.OpenHandle(temporary, FileMode.Create, FileAccess.Write))
        {
            RandomAccess.Write(file, bytes, 0);
            RandomAccess.FlushToDisk(file);
        }

        File.Move(temporary, path, overwrite: true);
    }

    private static UserInputException Damaged(string path, string how) => new(
        LectureCodes.StorageFailed, $"{Path.GetFileName(path)} is damaged: {how}. Restore the file from a backup, or delete the room.");
}
