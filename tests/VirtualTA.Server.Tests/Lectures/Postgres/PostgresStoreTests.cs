using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using VirtualTA.Core.Contracts;
using VirtualTA.Core.Lectures;
using VirtualTA.Core.Lectures.Queue;
using VirtualTA.Server.Lectures;
using VirtualTA.Server.Lectures.Storage.Postgres;
using Xunit;

namespace VirtualTA.Server.Tests.Lectures.Postgres;

/// <summary>The behaviour of a store, on a database, and what only several writers can do.</summary>
[Collection(PostgresGroup.Name)]
public sealed class PostgresStoreTests(PostgresCluster cluster) : IAsyncLifetime, IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("virtualta-store-").FullName;
    private readonly List<IAsyncDisposable> _opened = [];
    private string _database = "";

    public async Task InitializeAsync() => _database = PostgresCluster.WhyNot is null ? await cluster.CreateAsync() : "";

    [PostgresFact]
    public Task Room_ComesBack() => StoreBehaviour.RoomComesBackAsync(OpenAsync);

    [PostgresFact]
    public Task Room_GoesOn_AfterEachRestart() => StoreBehaviour.RoomGoesOnAsync(OpenAsync);

    [PostgresFact]
    public Task Everything_IsKept_WordForWord() => StoreBehaviour.EverythingIsKeptAsync(OpenAsync);

    [PostgresFact]
    public Task Deleted_IsGone() => StoreBehaviour.DeletedIsGoneAsync(OpenAsync);

    [PostgresFact]
    public Task StrangeKey_IsNoRoom() => StoreBehaviour.StrangeKeyIsNoRoomAsync(OpenAsync, "'; drop table lecture_room; --");

    [PostgresFact]
    public async Task Snapshots_KeepTheTableShort()
    {
        await StoreBehaviour.AskAsync(OpenAsync, 40, recordsPerSnapshot: 5);

        Assert.InRange((long)(await PostgresCluster.ExecuteAsync(_database, "select count(*) from lecture_record"))!, 1, 10);
    }

    [PostgresFact]
    public async Task TwoServers_ThatWriteAtOnce_LoseAndDoubleNothing_ThoughConnectionsAreCut()
    {
        const int Each = 60;
        await using var first = await OpenAsync(recordsPerSnapshot: 25);
        await using var second = await OpenAsync(recordsPerSnapshot: 25);

        var asking = Task.WhenAll(new[] { first, second }.SelectMany((room, server) => Enumerable.Range(0, 4).Select(async student =>
        {
            for (var i = 0; i < Each / 4; i++)
            {
                await room.Host.AskAsync(new QuestionRequest($"m{server}-{student}", $"Question {server}-{student}-{i}"));
            }
        })));
        while (!asking.IsCompleted)
        {
            await cluster.CutConnectionsAsync(_database);
            await first.Host.AskAsync(new QuestionRequest("m" + Guid.NewGuid(), "Noise " + Guid.NewGuid()));
        }

        await asking;
        await Task.WhenAll(first.Host.FollowAsync(), second.Host.FollowAsync());
        var kept = await first.Store.LoadAsync(BareRoom.Id, default);
        var expected = Enumerable.Range(0, 2).SelectMany(server => Enumerable.Range(0, 4).SelectMany(student => Enumerable.Range(0, Each / 4).Select(i => $"Question {server}-{student}-{i}")));
        Assert.Equal(expected.Order(), kept.Questions.Values.Select(question => question.Text).Where(text => text.StartsWith("Question", StringComparison.Ordinal)).Order());
        Assert.Equal(kept.Version, await first.Host.ReadAsync(room => room.Version));
        Assert.Equal(kept.Version, await second.Host.ReadAsync(room => room.Version));
        Assert.Equal(kept.Questions.Values.Select(question => question.Text), await second.Host.ReadAsync(room => room.Questions.Values.Select(question => question.Text).ToList()));
    }

    [PostgresFact(StopsTheServer = true)]
    public async Task DatabaseThatGoesAway_KeepsCallsWaiting_OrRefusesThem_AndGoesOnWhenItIsBack()
    {
        await using var patient = await OpenAsync(recordsPerSnapshot: 2_000);
        await using var hasty = await OpenAsync(recordsPerSnapshot: 2_000, patience: TimeSpan.Zero);
        await patient.Host.AskAsync(new QuestionRequest("m1", "Before?"));
        await cluster.StopAsync();

        var waiting = patient.Host.AskAsync(new QuestionRequest("m2", "Meanwhile?"));
        var refused = await Assert.ThrowsAsync<UserInputException>(() => hasty.Host.AskAsync(new QuestionRequest("m3", "At once?")));
        Assert.Equal(LectureCodes.StorageFailed, refused.Code);
        Assert.False(waiting.IsCompleted);

        await cluster.StartAsync();
        Assert.Equal(2, (await waiting).Question);
        Assert.Equal(3, (await hasty.Host.AskAsync(new QuestionRequest("m3", "At once?"))).Question);
        Assert.Equal(["Before?", "Meanwhile?", "At once?"], (await patient.Store.LoadAsync(BareRoom.Id, default)).Questions.Values.Select(question => question.Text));
    }

    [PostgresFact]
    public async Task ServersThatStartTogether_MakeTheTablesOnce_AndShareTheSecret()
    {
        LectureDatabase[] databases = [.. Enumerable.Range(0, 6).Select(_ => Connect(_database))];
        await Task.WhenAll(databases.Select(database => database.PrepareAsync(default)));

        Assert.Single(databases.Select(database => Convert.ToHexString(database.TokenKey)).Distinct());
    }

    [PostgresFact]
    public async Task TablesOfANewerProgram_AreRefused()
    {
        await Connect(_database).PrepareAsync(default);
        await PostgresCluster.ExecuteAsync(_database, "update lecture_schema set version = 99");

        var refused = await Assert.ThrowsAsync<UserInputException>(() => Connect(_database).PrepareAsync(default));
        Assert.Equal(LectureCodes.StorageFailed, refused.Code);
        Assert.Contains("99", refused.Message, StringComparison.Ordinal);
    }

    [PostgresFact]
    public async Task DatabaseThatIsNotThere_IsNamed_WithoutItsPassword()
    {
        var failed = await Assert.ThrowsAsync<IOException>(() =>
            Connect($"Host={_directory};Port=1;Database=lectures;Username=ana;Password=secret-word", TimeSpan.Zero).PrepareAsync(default));

        Assert.Contains("lectures (user ana)", failed.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret-word", failed.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void StrangeConnectionString_StopsTheStart() =>
        Assert.Contains("Lectures:Database", Assert.Throws<OptionsValidationException>(() => Connect("server in the cellar; password=secret-word")).Message, StringComparison.Ordinal);

    public async Task DisposeAsync()
    {
        foreach (var opened in Enumerable.Reverse(_opened))
        {
            await opened.DisposeAsync();
        }
    }

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    private Task<BareRoom> OpenAsync(int recordsPerSnapshot) => OpenAsync(recordsPerSnapshot, patience: null);

    private Task<BareRoom> OpenAsync(int recordsPerSnapshot, TimeSpan? patience)
    {
        var options = Options.Create(new LectureOptions { Database = _database, RecordsPerSnapshot = recordsPerSnapshot });
        var database = Connect(_database, patience);
        var link = new PostgresLink(database, TimeProvider.System, NullLogger<PostgresLink>.Instance);
        _opened.Add(link);
        return BareRoom.OpenAsync(new PostgresLectureStore(database, link, options, NullLogger<PostgresLectureStore>.Instance), link, _directory);
    }

    private LectureDatabase Connect(string database, TimeSpan? patience = null)
    {
        var options = Options.Create(new LectureOptions { Database = database, DatabasePatience = patience ?? TimeSpan.FromSeconds(20) });
        var connected = new LectureDatabase(options, TimeProvider.System, NullLogger<LectureDatabase>.Instance);
        _opened.Add(connected);
        return connected;
    }
}
