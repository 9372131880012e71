using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Threading.Channels;
using Npgsql;
using VirtualTA.Core.Conversation;
using VirtualTA.Server.Lectures.Servers;

namespace VirtualTA.Server.Lectures.Storage.Postgres;

/// <summary>Notifications of the database between servers. Signals are small; the steps of an answer lie in a table, for the others to read.</summary>
internal sealed class PostgresLink : ILectureLink, IAsyncDisposable
{
    public const string Channel = "virtualta_lectures";

    private const int MostWaiting = 4_096;
    private const string KeepStep = """
        with old as (delete from lecture_step where room = $3 and answer < $4),
        kept as (insert into lecture_step select $3, $4, $5, $6 where exists (select from lecture_room where id = $3) on conflict do nothing)
        select pg_notify($1, $2)
        """;

    private readonly LectureDatabase _database;
    private readonly TimeProvider _time;
    private readonly ILogger<PostgresLink> _logger;
    private readonly CancellationTokenSource _closing = new();
    private readonly Channel<(LectureSignal Signal, TaskCompletionSource Told)> _waiting =
        System.Threading.Channels.Channel.CreateBounded<(LectureSignal, TaskCompletionSource)>(new BoundedChannelOptions(MostWaiting) { SingleReader = true });

    private readonly Task _telling;

    public PostgresLink(LectureDatabase database, TimeProvider time, ILogger<PostgresLink> logger)
    {
        (_database, _time, _logger) = (database, time, logger);
        _telling = Task.Run(TellAsync);
    }

    public string Server { get; } = Guid.NewGuid().ToString("N");

    public bool IsAlone => false;

    /// <summary>A signal as it is sent.</summary>
    public string Write(LectureSignal signal) => JsonSerializer.Serialize(new ServerSignal(Server, signal), JournalLine.Json);

    public Task TellAsync(LectureSignal signal)
    {
        var told = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        if (!_waiting.Writer.TryWrite((signal, told)))
        {
            _logger.NotTold(null, signal.Room);
            told.SetResult();
        }

        return told.Task;
    }

    public async IAsyncEnumerable<ServerSignal> HearAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var heard = System.Threading.Channels.Channel.CreateBounded<ServerSignal>(new BoundedChannelOptions(MostWaiting) { SingleReader = true });
        var listening = ListenAsync(heard.Writer, cancellationToken);
        await foreach (var signal in heard.Reader.ReadAllAsync(cancellationToken))
        {
            yield return signal;
        }

        await listening;
    }

    public Task<IReadOnlyList<TurnEvent>> ReadStepsAsync(string room, int answer, int after, CancellationToken cancellationToken) =>
        _database.RunAsync<IReadOnlyList<TurnEvent>>(
            async (connection, token) =>
            {
                var steps = new List<TurnEvent>();
                await using var command = new NpgsqlCommand("select event from lecture_step where room = $1 and answer = $2 and step > $3 order by step", connection)
                {
                    Parameters = { new() { Value = room }, new() { Value = answer }, new() { Value = after } },
                };
                await using var reader = await command.ExecuteReaderAsync(token);
                while (await reader.ReadAsync(token))
                {
                    steps.Add(JsonSerializer.Deserialize<TurnEvent>(reader.GetString(0), JournalLine.Json)!);
                }

                return steps;
            },
            cancellationToken);

    public async ValueTask DisposeAsync()
    {
        if (!_waiting.Writer.TryComplete())
        {
            return; // known under two names, and let go under both
        }

        await _closing.CancelAsync();
        await _telling;
        _closing.Dispose();
    }

    /// <summary>Sends what waits, one after the other.</summary>
    private async Task TellAsync()
    {
        await foreach (var (signal, told) in _waiting.Reader.ReadAllAsync())
        {
            try
            {
                await _database.RunAsync((connection, token) => TellAsync(connection, signal, token), _closing.Token);
            }
            catch (OperationCanceledException) when (_closing.IsCancellationRequested)
            {
                // The server goes down; the others see it by its silence.
            }
            catch (Exception failed)
            {
                _logger.NotTold(failed, signal.Room);
            }

            told.SetResult();
        }
    }

    private async Task<bool> TellAsync(NpgsqlConnection connection, LectureSignal signal, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("select pg_notify($1, $2)", connection)
        {
            Parameters = { new() { Value = Channel }, new() { Value = Write(signal) } },
        };
        if (signal is AnswerStepped { Event: { } step } stepped)
        {
            command.CommandText = KeepStep;
            command.Parameters.Add(new() { Value = stepped.Room });
            command.Parameters.Add(new() { Value = stepped.Answer });
            command.Parameters.Add(new() { Value = stepped.Step });
            command.Parameters.Add(new() { Value = JsonSerializer.Serialize(step, JournalLine.Json) });
        }

        await command.ExecuteNonQueryAsync(cancellationToken);
        return true;
    }

    /// <summary>Listens on a connection of its own, and on another one whenever that is lost.</summary>
    private async Task ListenAsync(ChannelWriter<ServerSignal> heard, CancellationToken cancellationToken)
    {
        var pause = TimeSpan.FromMilliseconds(50);
        var isMissing = false;
        while (true)
        {
            try
            {
                await using var connection = await _database.OpenAsync(cancellationToken);
                connection.Notification += (_, news) => isMissing |= !Take(news.Payload, heard);
                await using (var listen = new NpgsqlCommand($"listen {Channel}", connection))
                {
                    await listen.ExecuteNonQueryAsync(cancellationToken);
                }

                _logger.ListeningToServers(_database.Name);
                pause = TimeSpan.FromMilliseconds(50);
                isMissing = true; // whatever was said before was not heard
                while (true)
                {
                    isMissing = isMissing && !heard.TryWrite(new ServerSignal(Server, new LinkRestored()));
                    await connection.WaitAsync(cancellationToken);
                }
            }
            catch (Exception) when (cancellationToken.IsCancellationRequested)
            {
                heard.TryComplete();
                return;
            }
            catch (Exception failed)
            {
                _logger.DatabaseAway(_database.Name, failed.Message);
            }

            pause = LectureDatabase.Longer(pause);
            try
            {
                await Task.Delay(pause, _time, cancellationToken);
            }
            catch (OperationCanceledException)
            {
                // Seen at the next try.
            }
        }
    }

    /// <summary>False if too much was said at once to be taken.</summary>
    private bool Take(string payload, ChannelWriter<ServerSignal> heard)
    {
        try
        {
            return JsonSerializer.Deserialize<ServerSignal>(payload, JournalLine.Json) is not { } signal || signal.Server == Server || heard.TryWrite(signal);
        }
        catch (JsonException)
        {
            return true; // of a newer program; what matters lies in the store
        }
    }
}
