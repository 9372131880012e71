using VirtualTA.Core.Lectures;
using VirtualTA.Core.Lectures.Journal;
using VirtualTA.Core.Lectures.Queue;
using VirtualTA.Server.Lectures.Answers;
using VirtualTA.Server.Lectures.Servers;
using VirtualTA.Server.Lectures.Wire;

namespace VirtualTA.Server.Lectures.Rooms;

/// <summary>What other servers do in the same room.</summary>
internal sealed partial class RoomHost
{
    private long _kept; // version up to which the devices here were told
    private bool _isAhead; // the room holds records that were not kept

    /// <summary>Takes over what other servers kept; completes when the devices here have been told.</summary>
    public Task FollowAsync()
    {
        var command = new CatchUpCommand();
        return Post(command) ? command.Done : Task.CompletedTask; // whatever fills the room reads the records too
    }

    /// <summary>Another server has these devices in the room; null if it has gone.</summary>
    public void CountElsewhere(string server, AudienceCount? count)
    {
        if (Audience.CountElsewhere(server, count))
        {
            _reporter.CountChanged();
            Post(new RoomCommand<bool>((_, _) => Decision.Of()));
        }
    }

    /// <summary>Tells other servers of the devices here.</summary>
    public Task TellCountAsync() => ReadAsync(room =>
    {
        _reporter.TellCount(room, isAgain: true);
        return true;
    });

    /// <summary>Ends an answer whose server has gone.</summary>
    public async Task EndAbandonedAsync(Func<string?, bool> isGone)
    {
        var ended = await DecideAsync((room, now) => room.Speaking is { } cut && isGone(cut.By)
            ? new Decision<int?>([new AnswerEnded(now, cut.Number, AnswerStatus.Stopped, cut.Text, cut.Spoken, cut.Citations, cut.Words)], _ => cut.Number)
            : new Decision<int?>([], _ => null));
        if (ended is { } answer)
        {
            await Followed.EndAsync(answer);
        }
    }

    /// <summary>Brings the room to what is kept, and tells the devices here what others did.</summary>
    private async Task CatchUpAsync(bool isAsked)
    {
        if (!isAsked && !_isAhead)
        {
            return;
        }

        var others = await _services.Store.ReadAfterAsync(Settings.Id, _kept, CancellationToken.None);
        if (_isAhead || others is null)
        {
            _room = await _services.Store.LoadAsync(Settings.Id, CancellationToken.None);
            _isAhead = false;
            _reporter.EverythingChanged(_room);
            others = [.. (others ?? []).Take((int)(_room.Version - _kept))];
        }
        else
        {
            foreach (var record in others)
            {
                _room.Apply(record);
            }
        }

        _kept = _room.Version;
        foreach (var record in others)
        {
            await TakeOverAsync(record);
        }

        _reporter.Report(_room, others);
        if (others.Count > 0)
        {
            Changed?.Invoke();
        }
    }

    /// <summary>Does for the devices here what the other server did for its own.</summary>
    private async Task TakeOverAsync(LectureRecord record)
    {
        switch (record)
        {
            case AnswerBegun begun:
                Followed.Begin(_room.Answers[begun.Answer]);
                break;
            case AnswerEnded ended:
                await Followed.EndAsync(ended.Answer);
                Floor.StopSoon(ended.Answer); // others have given it up for this server
                break;
            case MemberRemoved removed:
                Audience.Expel(
                    one => one.Ticket.Member == removed.Member && one.Role != LectureRole.Lecturer,
                    new RemovedEvent(LectureCodes.TokenRevoked, "The lecturer has removed you from this room."));
                break;
            case RoleRevoked revoked:
                Audience.Expel(
                    one => one.Role == revoked.Role && one.Ticket.Generation != _room.GenerationOf(revoked.Role),
                    new RemovedEvent(LectureCodes.TokenRevoked, "The lecturer has revoked this link. Ask for a new one."));
                break;
        }
    }
}
