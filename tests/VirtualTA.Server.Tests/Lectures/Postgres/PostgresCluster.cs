using System.Diagnostics;
using Npgsql;
using Xunit;

namespace VirtualTA.Server.Tests.Lectures.Postgres;

/// <summary>A throw-away PostgreSQL of the test run: no network, no disk flushes, a socket in a temporary folder.</summary>
/// <remarks>With VIRTUALTA_TEST_DATABASE (a connection string of somebody who may create databases) that server is used instead.</remarks>
public sealed class PostgresCluster : IAsyncLifetime
{
    private const string User = "virtualta";
    private static readonly string? Given = Environment.GetEnvironmentVariable("VIRTUALTA_TEST_DATABASE");
    private static readonly string? Programs = FindPrograms();
    private readonly string _folder = Path.Combine(Path.GetTempPath(), "virtualta-pg-" + Guid.NewGuid().ToString("N")[..8]);
    private int _databases;

    /// <summary>Why no test can run; null if they can.</summary>
    public static string? WhyNot => Given is not null || Programs is not null
        ? null
        : "PostgreSQL is not installed (Debian: postgresql), and VIRTUALTA_TEST_DATABASE names no database.";

    /// <summary>Whether the server is somebody else's.</summary>
    public static bool IsGiven => Given is not null;

    private string Administration => Given ?? $"Host={_folder};Username={User};Database=postgres";

    public async Task InitializeAsync()
    {
        if (Given is null && Programs is not null)
        {
            await RunAsync("sh", "-c", $"mkdir -m 700 '{_folder}'");
            await RunAsync(Path.Combine(Programs, "initdb"), "-D", _folder + "/data", "-U", User, "--auth=trust", "--no-sync", "--no-instructions", "--encoding=UTF8", "--locale=C");
            await StartAsync();
        }
    }

    /// <summary>A new, empty database.</summary>
    public async Task<string> CreateAsync()
    {
        var name = $"lectures_{Environment.ProcessId}_{Interlocked.Increment(ref _databases)}";
        await ExecuteAsync($"drop database if exists {name}");
        await ExecuteAsync($"create database {name}");
        return new NpgsqlConnectionStringBuilder(Administration) { Database = name }.ConnectionString;
    }

    /// <summary>Cuts every connection to a database, as a failing network or an administrator does.</summary>
    public Task CutConnectionsAsync(string database) =>
        ExecuteAsync($"select pg_terminate_backend(pid) from pg_stat_activity where datname = '{new NpgsqlConnectionStringBuilder(database).Database}'");

    /// <summary>Stops the server as a crash does.</summary>
    public Task StopAsync() => RunAsync(Path.Combine(Programs!, "pg_ctl"), "-D", _folder + "/data", "-m", "immediate", "stop");

    /// <summary>Starts the server; it repairs itself first after a crash.</summary>
    public Task StartAsync() => RunAsync(
        Path.Combine(Programs!, "pg_ctl"),
        "-D",
        _folder + "/data",
        "-l",
        _folder + "/log",
        "-o",
        $"-c listen_addresses='' -c unix_socket_directories='{_folder}' -c fsync=off -c full_page_writes=off -c max_connections=80 -c shared_buffers=16MB",
        "-w",
        "start");

    /// <summary>Runs a statement in a database.</summary>
    public static async Task<object?> ExecuteAsync(string database, string statement)
    {
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(database) { Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(statement, connection);
        return await command.ExecuteScalarAsync();
    }

    public async Task DisposeAsync()
    {
        NpgsqlConnection.ClearAllPools();
        if (Given is null && Programs is not null)
        {
            await StopAsync();
            await RunAsync("rm", "-rf", _folder);
        }
    }

    private Task<object?> ExecuteAsync(string statement) => ExecuteAsync(Administration, statement);

    private static string? FindPrograms() => new[] { "/usr/lib/postgresql", "/usr/local/pgsql" }
        .Where(Directory.Exists)
        .SelectMany(root => Directory.EnumerateDirectories(root).Select(version => Path.Combine(version, "bin")).Append(Path.Combine(root, "bin")))
        .Concat((Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator))
        .LastOrDefault(folder => File.Exists(Path.Combine(folder, "initdb")) && File.Exists(Path.Combine(folder, "pg_ctl")));

    /// <summary>Runs a program; PostgreSQL refuses to run for root, who therefore takes another name.</summary>
    private static async Task RunAsync(string program, params string[] arguments)
    {
        string[] line = Environment.UserName == "root" ? ["runuser", "-u", "nobody", "--", program, .. arguments] : [program, .. arguments];
        var start = new ProcessStartInfo(line[0], line[1..]) { WorkingDirectory = Path.GetTempPath() };
        using var process = Process.Start(start)!;
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, $"{string.Join(' ', line)} ended with {process.ExitCode}");
    }
}

[CollectionDefinition(Name)]
public sealed class PostgresGroup : ICollectionFixture<PostgresCluster>
{
    public const string Name = "PostgreSQL";
}
