using System.Buffers;
using System.Text;
using VirtualTA.Core.Contracts;
using VirtualTA.Core.Lectures;
using VirtualTA.Core.Lectures.Journal;
using VirtualTA.Core.Lectures.Queue;
using VirtualTA.Server.Lectures.Storage;
using Xunit;

namespace VirtualTA.Server.Tests.Lectures;

public sealed class JournalTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("virtualta-journal-").FullName;

    private string Journal => Path.Combine(_directory, "rooms", BareRoom.Id + JournalLectureStore.JournalEnding);

    private string Snapshot => Path.Combine(_directory, "rooms", BareRoom.Id + JournalLectureStore.SnapshotEnding);

    [Fact]
    public async Task Room_ComesBack_FromJournalAndSnapshot()
    {
        await AskAsync(25, recordsPerSnapshot: 10);

        Assert.True(File.Exists(Snapshot));
        Assert.True(File.ReadAllLines(Journal).Length < 10);
        Assert.Equal(Enumerable.Range(1, 25).Select(i => $"Question {i}"), (await LoadAsync()).Questions.Values.Select(question => question.Text));
    }

    [Fact]
    public async Task CutOffLine_IsForgotten_AndTheRoomGoesOn()
    {
        await AskAsync(3);
        using (var file = new FileStream(Journal, FileMode.Open))
        {
            file.SetLength(file.Length - 7);
        }

        Assert.Equal(2, (await LoadAsync()).Questions.Count);
        await AskAsync(1);
        Assert.Equal(3, (await LoadAsync()).Questions.Count);
    }

    [Fact]
    public async Task OldLines_BehindANewSnapshot_AreNotAppliedTwice()
    {
        await AskAsync(9);
        var before = File.ReadAllBytes(Journal);
        await AskAsync(1, recordsPerSnapshot: 5);
        Assert.True(File.Exists(Snapshot));
        File.WriteAllBytes(Journal, before); // killed between the snapshot and the new journal

        Assert.Equal(10, (await LoadAsync()).Questions.Count);
    }

    [Fact]
    public async Task DamagedLine_BeforeGoodOnes_IsAnError_ThatNamesTheFile()
    {
        await AskAsync(3);
        var lines = File.ReadAllLines(Journal);
        lines[2] = lines[2].Replace("Question", "Quastion", StringComparison.Ordinal);
        File.WriteAllLines(Journal, lines);

        var damaged = await Assert.ThrowsAsync<UserInputException>(LoadAsync);
        Assert.Equal(LectureCodes.StorageFailed, damaged.Code);
        Assert.Contains(Path.GetFileName(Journal), damaged.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RecordOfAnotherWorld_IsAnError_AndDoesNotHideOtherRooms()
    {
        await AskAsync(1);
        var line = new ArrayBufferWriter<byte>();
        JournalLine.Write(line, 3, new QuestionVoted(default, 77, "m", IsUp: true));
        File.AppendAllText(Journal, Encoding.UTF8.GetString(line.WrittenSpan));

        Assert.Equal(LectureCodes.StorageFailed, (await Assert.ThrowsAsync<UserInputException>(LoadAsync)).Code);
        using var store = BareRoom.OpenStore(_directory);
        Assert.Empty(await store.ListAsync(default));
    }

    [Fact]
    public async Task MissingLine_IsAnError()
    {
        await AskAsync(4);
        File.WriteAllLines(Journal, File.ReadAllLines(Journal).Where((_, i) => i != 2));

        await Assert.ThrowsAsync<UserInputException>(LoadAsync);
    }

    [Fact]
    public async Task UnwritableJournal_RefusesTheCall_AndKeepsWhatWasThere()
    {
        await AskAsync(2);
        await using var room = await BareRoom.OpenAsync(_directory);
        File.Delete(Journal);
        Directory.CreateDirectory(Journal); // nothing can be written there any more

        var refused = await Assert.ThrowsAsync<UserInputException>(() => room.Host.AskAsync(new QuestionRequest("m", "Lost?")));
        Assert.Equal(LectureCodes.StorageFailed, refused.Code);
    }

    [Fact]
    public async Task Deleted_LeavesNoFile()
    {
        await AskAsync(25, recordsPerSnapshot: 10);
        using var store = BareRoom.OpenStore(_directory);
        await store.DeleteAsync(BareRoom.Id, default);

        Assert.Empty(Directory.EnumerateFiles(Path.Combine(_directory, "rooms")));
        await Assert.ThrowsAsync<UserInputException>(() => store.LoadAsync(BareRoom.Id, default));
    }

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    private async Task AskAsync(int count, int recordsPerSnapshot = 2_000)
    {
        await using var room = await BareRoom.OpenAsync(_directory, recordsPerSnapshot);
        var first = await room.Host.ReadAsync(lecture => lecture.NextQuestion);
        for (var i = 0; i < count; i++)
        {
            await room.Host.AskAsync(new QuestionRequest("m" + (first + i), $"Question {first + i}"));
        }
    }

    private async Task<LectureRoom> LoadAsync()
    {
        using var store = BareRoom.OpenStore(_directory);
        return await store.LoadAsync(BareRoom.Id, default);
    }
}
