using System.Threading.Channels;
using VirtualTA.Core.Contracts;
using VirtualTA.Core.Lectures;
using VirtualTA.Core.Lectures.Journal;
using VirtualTA.Core.Lectures.Queue;
using VirtualTA.Server.Lectures.Answers;
using VirtualTA.Server.Lectures.Storage;
using VirtualTA.Server.Lectures.Wire;

namespace VirtualTA.Server.Lectures.Rooms;

/// <summary>Runs one room: one decision after the other, kept together on the disk before anybody hears of them.</summary>
internal sealed partial class RoomHost : IAsyncDisposable
{
    private const int MostWaiting = 8_192;
    private const int MostTogether = 512;

    private readonly RoomServices _services;
    private readonly ILogger _logger;
    private readonly RoomReporter _reporter;
    private readonly Channel<RoomCommand> _commands = Channel.CreateBounded<RoomCommand>(new BoundedChannelOptions(MostWaiting) { SingleReader = true });
    private readonly Task _running;
    private readonly AutomaticAnswers _automatic;
    private LectureRoom _room;

    public RoomHost(LectureRoom room, RoomServices services)
    {
        _room = room;
        _kept = room.Version;
        _services = services;
        _logger = services.Loggers.CreateLogger<RoomHost>();
        Settings = room.Settings;
        Audience = new RoomAudience(services.Options.Value);
        _reporter = new RoomReporter(Audience, services, () => Post(new RoomCommand<bool>((_, _) => Decision.Of())));
        _reporter.Begin(room);
        Floor = new AnswerFloor(this, services);
        Followed = new FollowedAnswer(this, services);
        Followed.Begin(room.Speaking);
        _running = Task.Run(RunAsync);
        _automatic = new AutomaticAnswers(this, _logger);
    }

    public LectureSettings Settings { get; }

    public RoomAudience Audience { get; }

    /// <summary>Gives the answers.</summary>
    public AnswerFloor Floor { get; }

    /// <summary>Told after records were kept.</summary>
    public event Action? Changed;

    /// <summary>The answer that another server gives.</summary>
    public FollowedAnswer Followed { get; }

    /// <summary>Takes a decision in its turn; completes when it is kept.</summary>
    /// <exception cref="UserInputException">It was refused.</exception>
    public async Task<TResult> DecideAsync<TResult>(Func<LectureRoom, DateTimeOffset, Decision<TResult>> decide)
    {
        var command = new RoomCommand<TResult>(decide);
        if (!Post(command))
        {
            throw new UserInputException(NoticeCodes.Overloaded, "Too much happens in this room at once. Please try again in a moment.");
        }

        return await command.Done;
    }

    /// <summary>Reads the room in its turn.</summary>
    public Task<TResult> ReadAsync<TResult>(Func<LectureRoom, TResult> read) =>
        DecideAsync((room, _) => new Decision<TResult>([], _ => read(room)));

    /// <summary>Puts a question into the queue, or counts it with one that asks the same.</summary>
    /// <exception cref="UserInputException">It may not be asked.</exception>
    public Task<AskedQuestion> AskAsync(QuestionRequest question) =>
        DecideAsync((room, now) => Asking.Ask(room, question, _services.Matcher, now));

    /// <summary>Lets a device in.</summary>
    /// <exception cref="UserInputException">Its token was revoked, or the room is full.</exception>
    public Task<JoinedLecture> JoinAsync(RoomMember member, JoinLecture request) => ReadAsync(room =>
    {
        RequireGood(room, member.Ticket);
        Audience.Add(
            member,
            request.Listens,
            current => _reporter.Snapshot(room, member, current),
            request.Answer,
            request.Chunk);
        _reporter.CountChanged();
        return new JoinedLecture(member.Role, Settings.Id, member.Ticket.Member);
    });

    public void Leave(RoomMember member)
    {
        if (Audience.Remove(member))
        {
            _reporter.CountChanged();
            Post(new RoomCommand<bool>((_, _) => Decision.Of()));
        }
    }

    /// <summary>Turns the sound of a device on or off.</summary>
    public void Listen(RoomMember member, bool isOn)
    {
        Audience.TurnSound(member, isOn);
        _reporter.CountChanged();
        Post(new RoomCommand<bool>((_, _) => Decision.Of()));
    }

    /// <summary>Reports everything about approved answers anew.</summary>
    public void BankChanged()
    {
        _reporter.BankChanged();
        Post(new RoomCommand<bool>((_, _) => Decision.Of()));
    }

    /// <summary>How long the room waited for the first sound of an answer.</summary>
    public void FirstSound(double milliseconds)
    {
        _reporter.LatencyMs = milliseconds;
        _reporter.CountChanged();
    }

    public RoomView ViewFor(LectureRoom room, LectureRole role) => _reporter.View(room, role);

    /// <summary>Checks a token against what the room knows.</summary>
    /// <exception cref="UserInputException">It was revoked.</exception>
    public static void RequireGood(LectureRoom room, Access.LectureTicket ticket)
    {
        if (room.GenerationOf(ticket.Role) != ticket.Generation || room.Removed.Contains(ticket.Member))
        {
            throw new UserInputException(LectureCodes.TokenRevoked, "The lecturer has revoked this link. Ask for a new one.");
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _automatic.DisposeAsync();
        await Floor.DisposeAsync();
        _commands.Writer.TryComplete();
        await _running;
        Followed.Dispose();
        _reporter.Dispose();
    }

    private bool Post(RoomCommand command) => _commands.Writer.TryWrite(command);

    private async Task RunAsync()
    {
        var together = new List<RoomCommand>();
        while (await _commands.Reader.WaitToReadAsync())
        {
            together.Clear();
            while (together.Count < MostTogether && _commands.Reader.TryRead(out var command))
            {
                together.Add(command);
            }

            try
            {
                await RunAsync(together);
            }
            catch (Exception exception)
            {
                _logger.RecordsNotKept(exception, Settings.Id);
                await RecoverAsync(together, exception);
            }
        }
    }

    private async Task RunAsync(List<RoomCommand> together)
    {
        List<LectureRecord> records;
        while (true)
        {
            await CatchUpAsync(together.Exists(command => command is CatchUpCommand));
            var now = _services.Time.GetUtcNow();
            records = [.. together.SelectMany(command => command.Run(_room, now))];
            try
            {
                if (records.Count > 0)
                {
                    await _services.Store.AppendAsync(_room, records, CancellationToken.None);
                }

                break;
            }
            catch (LectureConflictException)
            {
                _isAhead = true;
            }
        }

        _kept = _room.Version;

        together.ForEach(command => command.Complete());
        _reporter.Report(_room, records);
        if (records.Count > 0)
        {
            Changed?.Invoke();
        }
    }

    /// <summary>What could not be kept has not happened: the room goes back to what is on the disk.</summary>
    private async Task RecoverAsync(List<RoomCommand> together, Exception exception)
    {
        var refusal = new UserInputException(
            LectureCodes.StorageFailed, "The server cannot keep what you sent: its disk or database is full or failing. Tell the lecturer, and try again in a moment.", exception);
        _isAhead = true;
        try
        {
            await CatchUpAsync(isAsked: false);
        }
        catch (Exception again) when (again is UserInputException or IOException or UnauthorizedAccessException)
        {
            _logger.RecordsNotKept(again, Settings.Id); // tried again before anything else is decided
        }

        together.ForEach(command => command.Fail(refusal));
    }
}
