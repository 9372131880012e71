using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using VirtualTA.Core.Conversation;
using VirtualTA.Core.Lectures;
using VirtualTA.Core.Lectures.Journal;
using VirtualTA.Knowledge.Approval;
using VirtualTA.Knowledge.Courses;
using VirtualTA.Server.Lectures;
using VirtualTA.Server.Lectures.Access;
using VirtualTA.Server.Lectures.Answers;
using VirtualTA.Server.Lectures.Rooms;
using VirtualTA.Server.Lectures.Servers;
using VirtualTA.Server.Lectures.Storage;
using VirtualTA.TestKit;
using Xunit;

namespace VirtualTA.Server.Tests.Lectures;

/// <summary>A room on a real store, without server and connections.</summary>
internal sealed class BareRoom : IAsyncDisposable
{
    public const string Id = "rabcdefghijkmnpqrstuv";

    private BareRoom(ILectureStore store, RoomHost host) => (Store, Host) = (store, host);

    public ILectureStore Store { get; }

    public RoomHost Host { get; }

    public static JournalLectureStore OpenStore(string directory, int recordsPerSnapshot = 2_000)
    {
        var options = Options.Create(new LectureOptions { Directory = directory, RecordsPerSnapshot = recordsPerSnapshot });
        return new JournalLectureStore(Folder(directory, options), options, NullLogger<JournalLectureStore>.Instance);
    }

    /// <summary>Loads the room, or opens it where there is none.</summary>
    public static Task<BareRoom> OpenAsync(string directory, int recordsPerSnapshot = 2_000) =>
        OpenAsync(OpenStore(directory, recordsPerSnapshot), new LoneServer(), directory);

    /// <summary>Loads the room from a store, or opens it where there is none.</summary>
    public static async Task<BareRoom> OpenAsync(ILectureStore store, ILectureLink link, string directory)
    {
        Assert.True(RoomId.IsValid(Id), Id);
        if ((await store.ListAsync(default)).Count == 0)
        {
            var now = TimeProvider.System.GetUtcNow();
            var opened = new RoomOpened(
                now,
                new LectureSettings(Id, "ABC-DEF", "Title", "course", null, "en", now, now.AddHours(6), now.AddDays(30)),
                new LectureRules { IsModerated = false, QuestionsPerMinute = 600 });
            var room = new LectureRoom();
            room.Apply(opened);
            await store.AppendAsync(room, [opened], default);
        }

        var options = Options.Create(new LectureOptions { Directory = directory });
        var engines = new TurnEngines(new FakeAnswerer());
        var library = new CourseLibrary(new CourseOptions { DataDirectory = directory });
        var bank = new AnswerBank(
            new ApprovedAnswers(library), engines, new NoApprovalLog(), Folder(directory, options), TimeProvider.System, NullLogger<AnswerBank>.Instance);
        var services = new RoomServices(
            store, link, new NeverTheSame(), bank, engines, Options.Create(new TurnOptions()), options, TimeProvider.System, NullLoggerFactory.Instance);
        return new BareRoom(store, new RoomHost(await store.LoadAsync(Id, default), services));
    }

    public async ValueTask DisposeAsync()
    {
        await Host.DisposeAsync();
        (Store as IDisposable)?.Dispose();
    }

    private static LectureFolder Folder(string directory, IOptions<LectureOptions> options) =>
        new(options, new CourseLibrary(new CourseOptions { DataDirectory = directory }));

    private sealed class NeverTheSame : IQuestionMatcher
    {
        public int Find(string question, IReadOnlyList<string> others) => -1;
    }
}
