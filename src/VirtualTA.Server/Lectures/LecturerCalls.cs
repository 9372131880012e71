using VirtualTA.Core.Contracts;
using VirtualTA.Core.Lectures;
using VirtualTA.Core.Lectures.Journal;
using VirtualTA.Core.Lectures.Queue;
using VirtualTA.Server.Lectures.Access;
using VirtualTA.Server.Lectures.Wire;

namespace VirtualTA.Server.Lectures;

/// <summary>Calls of the lecturer that need nothing but the room.</summary>
internal static class LecturerCalls
{
    private const int LongestLocator = 200;

    public static async Task<object?> PreviewAsync(LectureSeat seat, int question, CancellationToken cancellationToken)
    {
        var draft = await seat.Host.Floor.DraftAsync(question, cancellationToken);
        return new Draft(question, draft.Text, draft.Citations, draft.Outcome.ToString().ToLowerInvariant(), draft.IsApproved);
    }

    public static async Task TakeAsync(LectureSeat seat, int question)
    {
        await seat.Host.Floor.StopAsync(question);
        await seat.Host.DecideAsync((room, now) => Moderating.Take(room, question, now));
    }

    public static async Task PanicAsync(LectureSeat seat, bool isOn)
    {
        // Silence first in the record, so that automatic answering cannot begin another one in between.
        await seat.Host.DecideAsync((room, now) => room.IsPaused == isOn ? Decision.Of() : Decision.Of(new RoomPaused(now, isOn)));
        if (isOn)
        {
            await seat.Host.Floor.StopAsync();
        }
    }

    public static Task SetRulesAsync(LectureSeat seat, LectureRules? rules)
    {
        var wanted = (rules ?? throw new UserInputException(LectureCodes.RulesInvalid, "The call holds no rules.")).Checked();
        return seat.Host.DecideAsync((_, now) => Decision.Of(new RulesChanged(now, wanted)));
    }

    public static Task SetSlideAsync(LectureSeat seat, string? locator)
    {
        var place = locator is null ? null : Moderating.Words(locator, LongestLocator, "A place");
        return seat.Host.DecideAsync((_, now) => Decision.Of(new SlideShown(now, place)));
    }

    public static async Task RemoveAsync(LectureSeat seat, string? member)
    {
        if (string.IsNullOrEmpty(member) || member.Length > 60 || member == seat.Member.Ticket.Member)
        {
            throw new UserInputException(LectureCodes.InputInvalid, "Name the member to remove; it stands with the question.");
        }

        await seat.Host.DecideAsync((room, now) => room.Removed.Contains(member) ? Decision.Of() : Decision.Of(new MemberRemoved(now, member)));
        seat.Host.Audience.Expel(
            one => one.Ticket.Member == member && one.Role != LectureRole.Lecturer,
            new RemovedEvent(LectureCodes.TokenRevoked, "The lecturer has removed you from this room."));
    }

    public static async Task CloseAsync(LectureSeat seat)
    {
        await seat.Host.Floor.StopAsync();
        await seat.Host.DecideAsync((room, now) => room.IsClosed ? Decision.Of() : Decision.Of(new RoomClosed(now)));
    }
}
