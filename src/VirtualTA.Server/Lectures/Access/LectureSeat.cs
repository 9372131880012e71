using Microsoft.AspNetCore.SignalR;
using VirtualTA.Core.Contracts;
using VirtualTA.Core.Lectures;
using VirtualTA.Server.Lectures.Rooms;

namespace VirtualTA.Server.Lectures.Access;

/// <summary>The place of a connection in a room.</summary>
internal sealed class LectureSeat(RoomHost host, RoomMember member, LectureOptions options, TimeProvider time)
{
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(10);
    private static readonly object Key = new();

    private readonly Lock _gate = new();
    private long _windowBegan = time.GetTimestamp();
    private int _calls;

    public RoomHost Host { get; } = host;

    public RoomMember Member { get; } = member;

    /// <summary>Ends the answer that only this device hears; null if there is none.</summary>
    public CancellationTokenSource? Private { get; set; }

    /// <summary>The seat of a connection; null before it joined.</summary>
    public static LectureSeat? Of(HubCallerContext context)
    {
        lock (context.Items)
        {
            return context.Items.TryGetValue(Key, out var seat) ? seat as LectureSeat : null;
        }
    }

    /// <summary>Gives a connection another seat, or none.</summary>
    /// <returns>The seat that it had.</returns>
    public static LectureSeat? Change(HubCallerContext context, LectureSeat? seat)
    {
        lock (context.Items)
        {
            var former = context.Items.TryGetValue(Key, out var known) ? known as LectureSeat : null;
            context.Items[Key] = seat;
            return former;
        }
    }

    public void Leave()
    {
        Private?.Cancel();
        Host.Leave(Member);
    }

    /// <exception cref="UserInputException">The role may not make this call, its token is no longer good, or it calls too often.</exception>
    public void Require(AllowedAttribute allowed)
    {
        if (!Member.IsIn)
        {
            throw new UserInputException(LectureCodes.TokenRevoked, "The lecturer has revoked this link. Ask for a new one.");
        }

        if (Member.Ticket.ExpiresAt <= time.GetUtcNow().ToUnixTimeSeconds())
        {
            throw new UserInputException(LectureCodes.TokenInvalid, "The link to this lecture has expired.");
        }

        if (!allowed.Roles.Contains(Member.Role))
        {
            throw new UserInputException(LectureCodes.Forbidden, "Your link to this lecture does not allow that.");
        }

        lock (_gate)
        {
            if (time.GetElapsedTime(_windowBegan) > Window)
            {
                (_windowBegan, _calls) = (time.GetTimestamp(), 0);
            }

            if (++_calls > options.CallsPerTenSeconds)
            {
                throw new UserInputException(LectureCodes.TooFast, "Your device calls too often. Please wait a few seconds.");
            }
        }
    }
}
