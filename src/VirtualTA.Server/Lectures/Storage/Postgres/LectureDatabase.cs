using System.Net.Sockets;
using System.Security.Cryptography;
using Microsoft.Extensions.Options;
using Npgsql;

namespace VirtualTA.Server.Lectures.Storage.Postgres;

/// <summary>The PostgreSQL database that servers of the same rooms share; it may go away and come back.</summary>
internal sealed class LectureDatabase : IAsyncDisposable
{
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(2);

    private readonly NpgsqlDataSource _source;
    private readonly TimeSpan _patience;
    private readonly TimeProvider _time;
    private readonly ILogger<LectureDatabase> _logger;
    private readonly SemaphoreSlim _preparing = new(1);
    private bool _isPrepared;
    private byte[]? _tokenKey;

    /// <exception cref="OptionsValidationException">The connection string is none.</exception>
    public LectureDatabase(IOptions<LectureOptions> options, TimeProvider time, ILogger<LectureDatabase> logger)
    {
        try
        {
            var settings = new NpgsqlConnectionStringBuilder(options.Value.Database) { ApplicationName = "VirtualTA" };
            settings.KeepAlive = settings.KeepAlive == 0 ? 10 : settings.KeepAlive; // who waits for news learns that the network is gone
            Name = $"{settings.Host}:{settings.Port}/{settings.Database} (user {settings.Username})";
            _source = NpgsqlDataSource.Create(settings);
        }
        catch (Exception wrong) when (wrong is ArgumentException or FormatException)
        {
            throw new OptionsValidationException(
                nameof(LectureOptions.Database),
                typeof(LectureOptions),
                ["Lectures:Database is no connection string of PostgreSQL. Write for instance Host=db.example.org;Database=virtualta;Username=virtualta;Password=…"]);
        }

        (_patience, _time, _logger) = (options.Value.DatabasePatience, time, logger);
    }

    /// <summary>Which database it is, without password.</summary>
    public string Name { get; }

    /// <summary>The secret that signs the tokens of all servers; known once <see cref="PrepareAsync"/> is done.</summary>
    public byte[] TokenKey => _tokenKey ?? throw new InvalidOperationException("The database is prepared before anybody is let in.");

    /// <summary>Makes the tables and the secret where there are none.</summary>
    /// <exception cref="IOException">The database cannot be reached, or refuses.</exception>
    public Task PrepareAsync(CancellationToken cancellationToken) => RunAsync((_, _) => Task.FromResult(true), cancellationToken);

    /// <summary>Does something with a connection, and tries again while the database is away, for as long as the patience lasts.</summary>
    /// <param name="work">May run more than once.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="IOException">The database cannot be reached, or refuses.</exception>
    public async Task<TResult> RunAsync<TResult>(Func<NpgsqlConnection, CancellationToken, Task<TResult>> work, CancellationToken cancellationToken)
    {
        var began = _time.GetTimestamp();
        for (var pause = ShortestPause; ; pause = Longer(pause))
        {
            try
            {
                await using var connection = await OpenAsync(cancellationToken);
                return await work(connection, cancellationToken);
            }
            catch (Exception failed) when (IsOfDatabase(failed))
            {
                if (!IsPassing(failed) || _time.GetElapsedTime(began) + pause > _patience)
                {
                    throw new IOException($"The database {Name} cannot be used: {failed.Message}", failed);
                }

                _logger.DatabaseAway(Name, failed.Message);
            }

            await Task.Delay(pause, _time, cancellationToken);
        }
    }

    /// <summary>A connection of one's own, with tables behind it; not tried again.</summary>
    public async Task<NpgsqlConnection> OpenAsync(CancellationToken cancellationToken)
    {
        var connection = await _source.OpenConnectionAsync(cancellationToken);
        try
        {
            if (!Volatile.Read(ref _isPrepared))
            {
                await PrepareAsync(connection, cancellationToken);
            }

            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>Time to wait before the next try.</summary>
    public static TimeSpan Longer(TimeSpan pause) => pause * 2 < LongestPause ? pause * 2 : LongestPause;

    /// <summary>Whether it was the database that failed.</summary>
    public static bool IsOfDatabase(Exception failed) => failed is NpgsqlException or SocketException or TimeoutException or IOException;

    public async ValueTask DisposeAsync()
    {
        await _source.DisposeAsync();
        _preparing.Dispose();
    }

    // Class 57P: the server goes down or comes up; 08: connections; 53300: too many of them.
    private static bool IsPassing(Exception failed) => failed is not PostgresException refused
        || refused.IsTransient
        || refused.SqlState.StartsWith("57P", StringComparison.Ordinal)
        || refused.SqlState.StartsWith("08", StringComparison.Ordinal)
        || refused.SqlState == PostgresErrorCodes.TooManyConnections;

    private async Task PrepareAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await _preparing.WaitAsync(cancellationToken);
        try
        {
            if (_isPrepared)
            {
                return;
            }

            await LectureSchema.EnsureAsync(connection, Name, cancellationToken);
            await using var secret = new NpgsqlCommand(
                """
                with made as (insert into lecture_secret values ('token', $1) on conflict do nothing returning value)
                select value from made union all select value from lecture_secret where name = 'token' limit 1
                """,
                connection)
            { Parameters = { new() { Value = RandomNumberGenerator.GetBytes(32) } } };
            // Of two servers that make it at once, the second sees neither its own nor the other's before its statement is over.
            _tokenKey = await secret.ExecuteScalarAsync(cancellationToken) as byte[] ?? (byte[])(await secret.ExecuteScalarAsync(cancellationToken))!;
            Volatile.Write(ref _isPrepared, true);
        }
        finally
        {
            _preparing.Release();
        }
    }
}
