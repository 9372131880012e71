using VirtualTA.Core.Contracts;
using VirtualTA.Core.Lectures;
using VirtualTA.Server.Lectures.Servers;

namespace VirtualTA.Server.Lectures.Rooms;

/// <summary>What other servers say about rooms.</summary>
internal sealed partial class LectureHall
{
    /// <summary>Follows another server. Called in turn.</summary>
    public async Task FollowAsync(ServerSignal heard, CancellationToken cancellationToken)
    {
        switch (heard.Signal)
        {
            case RecordsKept kept when await RunningAsync(kept.Room) is { } host:
                await host.FollowAsync();
                break;
            case RecordsKept kept:
                await IsElsewhereAsync(kept.Room, cancellationToken);
                break;
            case RoomDropped dropped:
                await LeaveAsync(dropped.Room);
                break;
            case AnswerStepped stepped when await RunningAsync(stepped.Room) is { } host:
                await host.Followed.StepAsync(stepped.Answer);
                break;
            case AnswerHeard played when await RunningAsync(played.Room) is { } host:
                host.Floor.HeardSomewhere(played.Answer, played.Sample, played.IsOver);
                break;
            case AnswerUnwanted unwanted when await RunningAsync(unwanted.Room) is { } host:
                host.Floor.StopSoon(unwanted.Answer);
                break;
            case AudienceCounted count when await RunningAsync(count.Room) is { } host:
                host.CountElsewhere(heard.Server, new AudienceCount(count.Students, count.Listeners, count.Projectors));
                break;
            case ApprovalsChanged:
                await FollowApprovalsAsync(cancellationToken);
                break;
            case LinkRestored:
                await FollowEverythingAsync(cancellationToken);
                break;
        }
    }

    /// <summary>Tells others of the devices here, and forgets servers that say nothing any more.</summary>
    public async Task KeepTouchAsync(Func<string, bool> isGone, IReadOnlyCollection<string> gone)
    {
        foreach (var room in _hosts.Keys)
        {
            if (await RunningAsync(room) is { } host)
            {
                await host.TellCountAsync();
                foreach (var server in gone)
                {
                    host.CountElsewhere(server, null);
                }

                await host.EndAbandonedAsync(server => server is not null && server != services.Link.Server && isGone(server));
            }
        }
    }

    private async Task FollowEverythingAsync(CancellationToken cancellationToken)
    {
        await ListAnewAsync(cancellationToken);
        await FollowApprovalsAsync(cancellationToken);
        foreach (var room in _hosts.Keys)
        {
            if (await RunningAsync(room) is { } host)
            {
                await host.FollowAsync();
                await host.Followed.StepAsync(host.Followed.Number ?? 0);
                await host.TellCountAsync();
            }
        }
    }

    private async Task FollowApprovalsAsync(CancellationToken cancellationToken)
    {
        var decisions = await services.Bank.FollowAsync(cancellationToken);
        foreach (var room in _hosts.Keys)
        {
            if (await RunningAsync(room) is { } host && decisions.Any(decision => decision.Course == host.Settings.Course))
            {
                host.BankChanged();
                foreach (var decision in decisions.Where(decision => decision.Course == host.Settings.Course && decision.Answer is not null))
                {
                    services.Bank.PrepareSoon(host, decision.Question);
                }
            }
        }
    }

    private async Task<RoomHost?> RunningAsync(string room) =>
        _hosts.TryGetValue(room, out var host) && host is { IsValueCreated: true, Value.IsFaulted: false } ? await host.Value : null;

    /// <summary>Whether another server has opened the room.</summary>
    private async Task<bool> IsElsewhereAsync(string room, CancellationToken cancellationToken)
    {
        if (services.Link.IsAlone || _rooms.ContainsKey(room))
        {
            return _rooms.ContainsKey(room);
        }

        try
        {
            _rooms[room] = (await services.Store.LoadAsync(room, cancellationToken)).Settings;
            return true;
        }
        catch (UserInputException unknown) when (unknown.Code == LectureCodes.RoomUnknown)
        {
            return false;
        }
    }

    private async Task ListAnewAsync(CancellationToken cancellationToken)
    {
        if (services.Link.IsAlone)
        {
            return;
        }

        var known = _rooms.Keys.ToList(); // what is opened meanwhile is not missing
        var there = await services.Store.ListAsync(cancellationToken);
        foreach (var room in there)
        {
            _rooms[room.Id] = room;
        }

        foreach (var room in known.Except(there.Select(one => one.Id)))
        {
            await LeaveAsync(room);
        }
    }
}
