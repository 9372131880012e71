using VirtualTA.Core.Contracts;
using VirtualTA.Core.Lectures;
using VirtualTA.Core.Lectures.Queue;
using Xunit;

namespace VirtualTA.Server.Tests.Lectures;

/// <summary>What every store does, run on files and on a database.</summary>
internal static class StoreBehaviour
{
    /// <summary>Opens a room on a store whose opener is given: the same rooms each time.</summary>
    public delegate Task<BareRoom> Opener(int recordsPerSnapshot);

    public static async Task RoomComesBackAsync(Opener open)
    {
        await AskAsync(open, 25, recordsPerSnapshot: 10);
        await using var room = await open(10);

        Assert.Equal([BareRoom.Id], (await room.Store.ListAsync(default)).Select(one => one.Id));
        var loaded = await room.Store.LoadAsync(BareRoom.Id, default);
        Assert.Equal(Enumerable.Range(1, 25).Select(i => $"Question {i}"), loaded.Questions.Values.Select(question => question.Text));
        Assert.Equal(26, loaded.Version);
    }

    public static async Task RoomGoesOnAsync(Opener open)
    {
        await AskAsync(open, 7, recordsPerSnapshot: 5);
        await AskAsync(open, 7, recordsPerSnapshot: 5);
        await AskAsync(open, 7, recordsPerSnapshot: 2_000);
        await using var room = await open(2_000);

        Assert.Equal(21, (await room.Store.LoadAsync(BareRoom.Id, default)).Questions.Count);
    }

    public static async Task EverythingIsKeptAsync(Opener open)
    {
        await using (var room = await open(3))
        {
            var host = room.Host;
            await host.AskAsync(new QuestionRequest("m1", "What is a “codec”, \u0000 or \\ in \"JSON\"? 🎧", "Zoë", KeepsName: true));
            await host.AskAsync(new QuestionRequest("m2", "Another?"));
            await host.DecideAsync((lecture, now) => Asking.Vote(lecture, 2, "m1", isUp: true, now));
            await host.DecideAsync((lecture, now) => Moderating.Merge(lecture, 1, 2, now));
            await host.DecideAsync((lecture, now) => Moderating.Settle(lecture, 2, "Both are the same.", now));
        }

        await using var again = await open(3);
        var loaded = await again.Store.LoadAsync(BareRoom.Id, default);
        Assert.Equal((QuestionStatus.Merged, 2), (loaded.Questions[1].Status, loaded.Questions[1].MergedInto));
        Assert.Equal(("What is a “codec”, or \\ in \"JSON\"? 🎧", "Zoë"), (loaded.Questions[2].Askers[1].Text, loaded.Questions[2].Askers[1].Name));
        Assert.Equal(("Both are the same.", 2), (loaded.Questions[2].Settlement, loaded.Questions[2].Voters.Count));
    }

    public static async Task DeletedIsGoneAsync(Opener open)
    {
        await AskAsync(open, 25, recordsPerSnapshot: 10);
        await using var room = await open(10);
        await room.Store.DeleteAsync(BareRoom.Id, default);

        Assert.Empty(await room.Store.ListAsync(default));
        Assert.Equal(LectureCodes.RoomUnknown, (await Assert.ThrowsAsync<UserInputException>(() => room.Store.LoadAsync(BareRoom.Id, default))).Code);
    }

    public static async Task StrangeKeyIsNoRoomAsync(Opener open, string key)
    {
        await using var room = await open(10);
        Assert.Equal(LectureCodes.RoomUnknown, (await Assert.ThrowsAsync<UserInputException>(() => room.Store.LoadAsync(key, default))).Code);
    }

    public static async Task AskAsync(Opener open, int count, int recordsPerSnapshot)
    {
        await using var room = await open(recordsPerSnapshot);
        var first = await room.Host.ReadAsync(lecture => lecture.NextQuestion);
        for (var i = 0; i < count; i++)
        {
            await room.Host.AskAsync(new QuestionRequest("m" + (first + i), $"Question {first + i}"));
        }
    }
}

/// <summary>The behaviour of a store, on files.</summary>
public sealed class FileStoreTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("virtualta-store-").FullName;

    [Fact]
    public Task Room_ComesBack() => StoreBehaviour.RoomComesBackAsync(OpenAsync);

    [Fact]
    public Task Room_GoesOn_AfterEachRestart() => StoreBehaviour.RoomGoesOnAsync(OpenAsync);

    [Fact]
    public Task Everything_IsKept_WordForWord() => StoreBehaviour.EverythingIsKeptAsync(OpenAsync);

    [Fact]
    public Task Deleted_IsGone() => StoreBehaviour.DeletedIsGoneAsync(OpenAsync);

    [Theory]
    [InlineData("../../etc/passwd")]
    [InlineData("")]
    [InlineData("r")]
    public Task StrangeKey_IsNoRoom(string key) => StoreBehaviour.StrangeKeyIsNoRoomAsync(OpenAsync, key);

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    private Task<BareRoom> OpenAsync(int recordsPerSnapshot) => BareRoom.OpenAsync(_directory, recordsPerSnapshot);
}
