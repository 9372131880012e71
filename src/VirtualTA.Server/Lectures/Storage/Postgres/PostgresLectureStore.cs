using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.Extensions.Options;
using Npgsql;
using VirtualTA.Core.Contracts;
using VirtualTA.Core.Lectures;
using VirtualTA.Core.Lectures.Journal;
using VirtualTA.Server.Lectures.Servers;

namespace VirtualTA.Server.Lectures.Storage.Postgres;

/// <summary>Keeps rooms in a database that several servers share: records by number, and a snapshot now and then.</summary>
/// <remarks>
/// A room grows only from the version that its writer knows, so of two servers that decide at once one is told to think again.
/// Records carry the number of their batch: whoever lost the connection while it kept them can see whether it had kept them.
/// </remarks>
internal sealed class PostgresLectureStore(
    LectureDatabase database, PostgresLink link, IOptions<LectureOptions> options, ILogger<PostgresLectureStore> logger) : ILectureStore
{
    private const string Open = """
        with grown as (
            insert into lecture_room (id, version, settings) values ($1, $3, $6) on conflict do nothing returning id),
        """;

    private const string Grow = """
        with grown as (
            update lecture_room set version = $3 where id = $1 and version = $2 and $6::text is not null returning id),
        """;

    private const string Keep = """
        kept as (
            insert into lecture_record (room, version, batch, record)
            select id, $2 + place, $4, record from grown, unnest($5) with ordinality as added(record, place) returning 1)
        select pg_notify($7, $8)::text from grown, (select count(*) from kept) as all_kept
        """;

    private readonly ConcurrentDictionary<string, long> _snapshots = new(StringComparer.Ordinal);
    private readonly int _recordsPerSnapshot = options.Value.RecordsPerSnapshot;

    public Task PrepareAsync(CancellationToken cancellationToken) => database.PrepareAsync(cancellationToken);

    public Task<IReadOnlyList<LectureSettings>> ListAsync(CancellationToken cancellationToken) =>
        database.RunAsync<IReadOnlyList<LectureSettings>>(
            async (connection, token) =>
            {
                var rooms = new List<LectureSettings>();
                await using var command = new NpgsqlCommand("select id, settings from lecture_room", connection);
                await using var reader = await command.ExecuteReaderAsync(token);
                while (await reader.ReadAsync(token))
                {
                    try
                    {
                        rooms.Add(Read<LectureSettings>(reader.GetString(1)));
                    }
                    catch (JsonException damaged)
                    {
                        logger.RoomUnreadable(damaged, reader.GetString(0));
                    }
                }

                return rooms;
            },
            cancellationToken);

    public async Task<LectureRoom> LoadAsync(string room, CancellationToken cancellationToken)
    {
        var (loaded, snapshot) = await database.RunAsync((connection, token) => LoadAsync(connection, room, token), cancellationToken);
        _snapshots[room] = snapshot;
        return loaded;
    }

    public async Task AppendAsync(LectureRoom room, IReadOnlyList<LectureRecord> records, CancellationToken cancellationToken)
    {
        var batch = Guid.NewGuid();
        string[] lines = [.. records.Select(record => JsonSerializer.Serialize(record, JournalLine.Json))];
        var isKept = await database.RunAsync(
            async (connection, token) => await AppendAsync(connection, room, lines, batch, token) || await WasKeptAsync(connection, room, batch, token),
            cancellationToken);
        if (!isKept)
        {
            throw new LectureConflictException();
        }

        if (room.Version - _snapshots.GetOrAdd(room.Settings.Id, 0) >= _recordsPerSnapshot)
        {
            await TakeSnapshotAsync(room, cancellationToken);
        }
    }

    public async Task<IReadOnlyList<LectureRecord>?> ReadAfterAsync(string room, long version, CancellationToken cancellationToken)
    {
        var (records, first) = await database.RunAsync((connection, token) => ReadAfterAsync(connection, room, version, token), cancellationToken);
        return records.Count == 0 || first == version + 1 ? records : null;
    }

    public async Task DeleteAsync(string room, CancellationToken cancellationToken)
    {
        _snapshots.TryRemove(room, out _);
        await database.RunAsync(
            async (connection, token) =>
            {
                await using var command = new NpgsqlCommand("delete from lecture_room where id = $1", connection) { Parameters = { new() { Value = room } } };
                return await command.ExecuteNonQueryAsync(token);
            },
            cancellationToken);
    }

    private async Task<bool> AppendAsync(NpgsqlConnection connection, LectureRoom room, string[] lines, Guid batch, CancellationToken cancellationToken)
    {
        var from = room.Version - lines.Length;
        await using var command = new NpgsqlCommand((from == 0 ? Open : Grow) + Keep, connection)
        {
            Parameters =
            {
                new() { Value = room.Settings.Id },
                new() { Value = from },
                new() { Value = room.Version },
                new() { Value = batch },
                new() { Value = lines },
                new() { Value = JsonSerializer.Serialize(room.Settings, JournalLine.Json) },
                new() { Value = PostgresLink.Channel },
                new() { Value = link.Write(new RecordsKept(room.Settings.Id, room.Version)) },
            },
        };
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken);
    }

    private static async Task<bool> WasKeptAsync(NpgsqlConnection connection, LectureRoom room, Guid batch, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("select exists (select from lecture_record where room = $1 and version = $2 and batch = $3)", connection)
        {
            Parameters = { new() { Value = room.Settings.Id }, new() { Value = room.Version }, new() { Value = batch } },
        };
        return await command.ExecuteScalarAsync(cancellationToken) is true;
    }

    private async Task<(LectureRoom Room, long Snapshot)> LoadAsync(NpgsqlConnection connection, string id, CancellationToken cancellationToken)
    {
        var room = new LectureRoom();
        string? snapshot = null;
        await using (var command = new NpgsqlCommand("select snapshot from lecture_room where id = $1", connection) { Parameters = { new() { Value = id } } })
        await using (var reader = await command.ExecuteReaderAsync(cancellationToken))
        {
            if (!await reader.ReadAsync(cancellationToken))
            {
                throw new UserInputException(LectureCodes.RoomUnknown, "There is no such lecture room; it may have been deleted.");
            }

            snapshot = await reader.IsDBNullAsync(0, cancellationToken) ? null : reader.GetString(0);
        }

        try
        {
            room = snapshot is null ? room : LectureRoom.From(Read<LectureSnapshot>(snapshot));
            var taken = room.Version;
            var (records, first) = await ReadAfterAsync(connection, id, taken, cancellationToken);
            if (records.Count > 0 && first != taken + 1)
            {
                throw Damaged(id, $"record {taken + 1} is missing");
            }

            foreach (var record in records)
            {
                room.Apply(record);
            }

            return (room, taken);
        }
        catch (Exception strange) when (strange is JsonException or InvalidOperationException or ArgumentException or KeyNotFoundException)
        {
            throw Damaged(id, "it holds records that this version of the program does not know or that contradict each other");
        }
    }

    private static async Task<(List<LectureRecord> Records, long First)> ReadAfterAsync(
        NpgsqlConnection connection, string room, long version, CancellationToken cancellationToken)
    {
        var (records, first) = (new List<LectureRecord>(), 0L);
        await using var command = new NpgsqlCommand("select version, record from lecture_record where room = $1 and version > $2 order by version", connection)
        {
            Parameters = { new() { Value = room }, new() { Value = version } },
        };
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            first = records.Count == 0 ? reader.GetInt64(0) : first;
            records.Add(Read<LectureRecord>(reader.GetString(1)));
        }

        return (records, first);
    }

    /// <summary>Writes the room in one piece. The records since the snapshot before stay, for servers that lag behind.</summary>
    private async Task TakeSnapshotAsync(LectureRoom room, CancellationToken cancellationToken)
    {
        var (id, version) = (room.Settings.Id, room.Version);
        var snapshot = JsonSerializer.Serialize(room.ToSnapshot(), JournalLine.Json);
        try
        {
            await database.RunAsync(
                async (connection, token) =>
                {
                    await using var command = new NpgsqlCommand(
                        """
                        with before as (select snapshot_version from lecture_room where id = $1 and snapshot_version < $2 for update),
                        taken as (update lecture_room set snapshot = $3, snapshot_version = $2 from before where id = $1)
                        delete from lecture_record using before where room = $1 and version <= before.snapshot_version
                        """,
                        connection)
                    {
                        Parameters = { new() { Value = id }, new() { Value = version }, new() { Value = snapshot } },
                    };
                    return await command.ExecuteNonQueryAsync(token);
                },
                cancellationToken);
            _snapshots[id] = version;
        }
        catch (IOException failed)
        {
            logger.SnapshotNotTaken(failed, id); // the records are kept; the next ones try again
        }
    }

    private UserInputException Damaged(string room, string how) => new(
        LectureCodes.StorageFailed, $"The room {room} in the database {database.Name} is damaged: {how}. Restore it from a backup, or delete the room.");

    private static T Read<T>(string json) => JsonSerializer.Deserialize<T>(json, JournalLine.Json) ?? throw new JsonException("It is empty.");
}
