using System.Text.Json;
using Npgsql;
using VirtualTA.Server.Lectures.Servers;

namespace VirtualTA.Server.Lectures.Storage.Postgres;

/// <summary>What lecturers decided about answers, one after the other, for servers that keep their courses apart.</summary>
internal sealed class PostgresApprovals(LectureDatabase database, PostgresLink link) : IApprovalLog
{
    public async Task AppendAsync(ApprovalDecision decision, CancellationToken cancellationToken)
    {
        await database.RunAsync(
            async (connection, token) =>
            {
                await using var transaction = await connection.BeginTransactionAsync(token);
                // In turn, so that nobody who reads by number passes over one that is kept later.
                await using var gate = new NpgsqlCommand("lock table lecture_approval in exclusive mode", connection);
                await gate.ExecuteNonQueryAsync(token);
                await using var insert = new NpgsqlCommand("insert into lecture_approval (course, decision) values ($1, $2)", connection)
                {
                    Parameters = { new() { Value = decision.Course }, new() { Value = JsonSerializer.Serialize(decision, JournalLine.Json) } },
                };
                await insert.ExecuteNonQueryAsync(token);
                await transaction.CommitAsync(token);
                return true;
            },
            cancellationToken);
        await link.TellAsync(new ApprovalsChanged());
    }

    public Task<IReadOnlyList<(long Number, ApprovalDecision Decision)>> ReadAfterAsync(long number, CancellationToken cancellationToken) =>
        database.RunAsync<IReadOnlyList<(long, ApprovalDecision)>>(
            async (connection, token) =>
            {
                var decisions = new List<(long, ApprovalDecision)>();
                await using var command = new NpgsqlCommand("select number, decision from lecture_approval where number > $1 order by number", connection)
                {
                    Parameters = { new() { Value = number } },
                };
                await using var reader = await command.ExecuteReaderAsync(token);
                while (await reader.ReadAsync(token))
                {
                    decisions.Add((reader.GetInt64(0), JsonSerializer.Deserialize<ApprovalDecision>(reader.GetString(1), JournalLine.Json)!));
                }

                return decisions;
            },
            cancellationToken);
}
