using System.Collections.Concurrent;
using VirtualTA.Core.Contracts;
using VirtualTA.Core.Lectures;
using VirtualTA.Core.Lectures.Journal;
using VirtualTA.Core.Lectures.Queue;
using VirtualTA.Server.Lectures.Access;
using VirtualTA.Server.Lectures.Servers;
using VirtualTA.Server.Lectures.Wire;

namespace VirtualTA.Server.Lectures.Rooms;

/// <summary>All rooms of the server.</summary>
internal sealed partial class LectureHall(RoomServices services, ICourseLibrary courses, LectureTokens tokens, ILogger<LectureHall> logger) : IAsyncDisposable
{
    private const int LongestTitle = 120;
    private const double MostHours = 24 * 7;
    private const int MostDays = 3_650;

    private readonly ConcurrentDictionary<string, Lazy<Task<RoomHost>>> _hosts = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, LectureSettings> _rooms = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _listing = new(1);
    private bool _isListed;

    /// <summary>Opens a room.</summary>
    /// <exception cref="UserInputException">Course, voice or rules cannot be had, or there are too many rooms.</exception>
    public async Task<OpenedLecture> OpenAsync(OpenLecture wish, CancellationToken cancellationToken)
    {
        await ListAsync(cancellationToken);
        var now = services.Time.GetUtcNow();
        if (_rooms.Values.Count(room => room.ExpiresAt > now) >= services.Options.Value.MaximumRooms)
        {
            throw new UserInputException(LectureCodes.RoomFull, "This server has no place for another lecture room. Close one first.");
        }

        var settings = Settle(wish, now);
        var room = new LectureRoom();
        var opened = new RoomOpened(now, settings, (wish.Rules ?? new LectureRules()).Checked());
        room.Apply(opened);
        await services.Store.AppendAsync(room, [opened], cancellationToken);
        _rooms[settings.Id] = settings;
        logger.RoomOpened(settings.Id, settings.Course);
        var lecturer = tokens.Create(room, LectureRole.Lecturer, RoomId.Create('m'));
        var projector = tokens.Create(room, LectureRole.Projector, RoomId.Create('m'));
        return new OpenedLecture(
            settings.Id,
            settings.Code,
            settings.Title,
            settings.Course,
            settings.ExpiresAt,
            settings.DeleteAt,
            lecturer,
            LectureLinks.Lecturer(lecturer),
            projector,
            LectureLinks.Projector(projector),
            LectureLinks.Student(settings.Code));
    }

    /// <exception cref="UserInputException">There is no such room.</exception>
    public async Task<RoomHost> FindAsync(string room, CancellationToken cancellationToken)
    {
        await ListAsync(cancellationToken);
        if (!_rooms.ContainsKey(room) && !await IsElsewhereAsync(room, cancellationToken))
        {
            throw Unknown();
        }

        var host = _hosts.GetOrAdd(room, id => new Lazy<Task<RoomHost>>(() => StartAsync(id)));
        try
        {
            return await host.Value.WaitAsync(cancellationToken);
        }
        catch (UserInputException)
        {
            _hosts.TryRemove(KeyValuePair.Create(room, host)); // once repaired, it may be tried again
            throw;
        }
    }

    /// <summary>The room with a code as typed; null if there is none.</summary>
    public async Task<RoomHost?> FindByCodeAsync(string? typed, CancellationToken cancellationToken)
    {
        await ListAsync(cancellationToken);
        var now = services.Time.GetUtcNow();
        return RoomCode.Read(typed) is { } code && (Known() ?? await KnownElsewhereAsync()) is { } settings
            ? await FindAsync(settings.Id, cancellationToken)
            : null;

        LectureSettings? Known() => _rooms.Values.FirstOrDefault(room => room.Code == code && room.ExpiresAt > now);

        async Task<LectureSettings?> KnownElsewhereAsync()
        {
            await ListAnewAsync(cancellationToken);
            return Known();
        }
    }

    /// <summary>Deletes everything about a room and sends everybody out of it.</summary>
    public async Task DeleteAsync(string room)
    {
        await LeaveAsync(room);
        await services.Store.DeleteAsync(room, CancellationToken.None);
        await services.Link.TellAsync(new RoomDropped(room));
        logger.RoomDeleted(room);
    }

    /// <summary>Closes rooms whose time is over and deletes those that need not be kept any longer.</summary>
    public async Task CareAsync(CancellationToken cancellationToken)
    {
        await ListAsync(cancellationToken);
        var now = services.Time.GetUtcNow();
        foreach (var settings in _rooms.Values)
        {
            if (settings.DeleteAt <= now)
            {
                await DeleteAsync(settings.Id);
            }
            else if (settings.ExpiresAt <= now && _hosts.TryGetValue(settings.Id, out var host) && host.Value.IsCompletedSuccessfully)
            {
                await (await host.Value).DecideAsync((room, at) => room.IsClosed ? Decision.Of() : Decision.Of(new RoomClosed(at)));
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var host in _hosts.Values.Where(host => host.IsValueCreated && host.Value.IsCompletedSuccessfully))
        {
            await (await host.Value).DisposeAsync();
        }

        _listing.Dispose();
    }

    private async Task LeaveAsync(string room)
    {
        _rooms.TryRemove(room, out _);
        if (_hosts.TryRemove(room, out var running) && running.IsValueCreated && running.Value.IsCompletedSuccessfully)
        {
            var host = await running.Value;
            host.Audience.Expel(_ => true, new RemovedEvent(LectureCodes.RoomUnknown, "The lecturer has deleted this room."));
            await host.DisposeAsync();
        }
    }

    private async Task<RoomHost> StartAsync(string id)
    {
        var room = await services.Store.LoadAsync(id, CancellationToken.None);
        var host = new RoomHost(room, services);

        // An answer that the last run of the server did not finish is not being given any more.
        await host.EndAbandonedAsync(server => services.Link.IsAlone || server is null);
        if (room.Settings.ExpiresAt > services.Time.GetUtcNow())
        {
            services.Bank.PrepareAllSoon(host);
        }

        return host;
    }

    private async Task ListAsync(CancellationToken cancellationToken)
    {
        if (Volatile.Read(ref _isListed))
        {
            return;
        }

        await _listing.WaitAsync(cancellationToken);
        try
        {
            if (!_isListed)
            {
                foreach (var room in await services.Store.ListAsync(cancellationToken))
                {
                    _rooms.TryAdd(room.Id, room);
                }

                Volatile.Write(ref _isListed, true);
            }
        }
        finally
        {
            _listing.Release();
        }
    }

    private LectureSettings Settle(OpenLecture wish, DateTimeOffset now)
    {
        var known = courses.Courses;
        var course = wish.Course is null ? (known.Count > 0 ? known[0] : null) : known.FirstOrDefault(one => one.Name == wish.Course);
        if (course is null)
        {
            throw new UserInputException(NoticeCodes.CourseUnknown, $"There is no such course. Courses here: {string.Join(", ", known.Select(one => one.Name))}.");
        }

        if (wish.Voice is not null && services.Engines.Synthesizer is { } voices && !voices.Voices.Any(voice => voice.Name == wish.Voice))
        {
            throw new UserInputException(NoticeCodes.VoiceUnknown, $"There is no such voice. Voices here: {string.Join(", ", voices.Voices.Select(voice => voice.Name))}.");
        }

        var hours = wish.Hours ?? services.Options.Value.Lifetime.TotalHours;
        var days = wish.KeepDays ?? services.Options.Value.KeepDays;
        if (hours is not (> 0 and <= MostHours) || days is < 1 or > MostDays)
        {
            throw new UserInputException(LectureCodes.InputInvalid, $"A lecture lasts up to {MostHours} hours and is kept from 1 to {MostDays} days.");
        }

        var title = Asking.Tidy(wish.Title);
        var language = wish.Language ?? "en";
        if (title.Length > LongestTitle || language is not { Length: >= 2 and <= 35 } || !language.All(c => char.IsAsciiLetterOrDigit(c) || c == '-'))
        {
            throw new UserInputException(LectureCodes.InputInvalid, $"A title has up to {LongestTitle} characters, and a language is a code such as en or de-AT.");
        }

        var end = now.AddHours(hours);
        var deletion = now.AddDays(days);
        return new LectureSettings(
            RoomId.Create('r'), FreshCode(), title.Length > 0 ? title : course.Title, course.Name, wish.Voice, language, now, end, deletion > end ? deletion : end);
    }

    private string FreshCode()
    {
        while (true)
        {
            var code = RoomCode.Create();
            if (!_rooms.Values.Any(room => room.Code == code))
            {
                return code;
            }
        }
    }

    private static UserInputException Unknown() =>
        new(LectureCodes.RoomUnknown, "There is no such lecture room; it may have been deleted.");
}
