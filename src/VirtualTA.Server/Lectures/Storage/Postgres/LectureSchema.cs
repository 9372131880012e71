using Npgsql;
using VirtualTA.Core.Contracts;
using VirtualTA.Core.Lectures;

namespace VirtualTA.Server.Lectures.Storage.Postgres;

/// <summary>The tables of lecture rooms. They are made at the first start, by one server of those that start together.</summary>
internal static class LectureSchema
{
    private const int Version = 1;
    private const long Gate = 0x5654414C45435455; // any number, as long as every server takes the same

    private const string Tables = """
        create table lecture_schema (version int not null);
        insert into lecture_schema values (1);
        create table lecture_secret (name text primary key, value bytea not null);
        create table lecture_room (
            id text primary key,
            version bigint not null,
            settings text not null,
            snapshot text,
            snapshot_version bigint not null default 0);
        create table lecture_record (
            room text not null references lecture_room on delete cascade,
            version bigint not null,
            batch uuid not null,
            record text not null,
            primary key (room, version));
        create table lecture_step (
            room text not null references lecture_room on delete cascade,
            answer int not null,
            step int not null,
            event text not null,
            primary key (room, answer, step));
        create table lecture_approval (
            number bigint generated always as identity primary key,
            course text not null,
            decision text not null);
        """;

    /// <summary>Makes the tables where there are none.</summary>
    /// <exception cref="UserInputException">They were made by a newer version of the program.</exception>
    public static async Task EnsureAsync(NpgsqlConnection connection, string database, CancellationToken cancellationToken)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using (var gate = new NpgsqlCommand("select pg_advisory_xact_lock($1)", connection) { Parameters = { new() { Value = Gate } } })
        {
            await gate.ExecuteNonQueryAsync(cancellationToken);
        }

        if (await ReadVersionAsync(connection, cancellationToken) is not { } version)
        {
            await using var tables = new NpgsqlCommand(Tables, connection);
            await tables.ExecuteNonQueryAsync(cancellationToken);
        }
        else if (version != Version)
        {
            throw new UserInputException(
                LectureCodes.StorageFailed,
                $"The database {database} holds lecture tables of version {version}; this program knows version {Version}. Use the program that made them, or another database.");
        }

        await transaction.CommitAsync(cancellationToken);
    }

    private static async Task<int?> ReadVersionAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var known = new NpgsqlCommand("select to_regclass('lecture_schema') is not null", connection);
        if (await known.ExecuteScalarAsync(cancellationToken) is not true)
        {
            return null;
        }

        await using var read = new NpgsqlCommand("select version from lecture_schema", connection);
        return (int?)await read.ExecuteScalarAsync(cancellationToken);
    }
}
