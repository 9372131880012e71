using System.IO.Pipelines;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;
using Microsoft.Extensions.Logging.Abstractions;
using VirtualTA.Core.Lectures;
using VirtualTA.Server.Lectures;
using VirtualTA.Server.Lectures.Access;
using VirtualTA.Server.Lectures.Rooms;
using VirtualTA.Server.Lectures.Wire;
using VirtualTA.TestKit;
using Xunit;

namespace VirtualTA.Server.Tests.Lectures;

public sealed class SlowDeviceTests
{
    private sealed record Duplex(PipeReader Input, PipeWriter Output) : IDuplexPipe;

    [Fact]
    public async Task Device_ThatTakesNothing_LosesTheSoundFirst_AndIsCutOffInTheEnd()
    {
        var down = new Pipe(new PipeOptions(pauseWriterThreshold: 1, resumeWriterThreshold: 1));
        await using var transport = new DefaultConnectionContext("slow", new Duplex(new Pipe().Reader, down.Writer), null!);
        var connection = new HubConnectionContext(transport, new HubConnectionContextOptions { KeepAliveInterval = TimeSpan.FromHours(1) }, NullLoggerFactory.Instance)
        {
            Protocol = new JsonHubProtocol(),
        };
        var ticket = new LectureTicket(BareRoom.Id, LectureRole.Student, "m", 0, long.MaxValue);
        var member = new RoomMember(ticket, connection, new LectureOptions { SoundBacklog = 8, MemberBacklog = 16 }) { Listens = true };
        var sound = RoomMember.Serialize(new PositionEvent(1, 1));
        for (var i = 0; i < 12; i++)
        {
            member.SendSound(new(sound), new(sound));
        }

        Assert.False(member.Listens);
        Assert.False(connection.ConnectionAborted.IsCancellationRequested);
        for (var i = 0; i < 12; i++)
        {
            member.Send(sound);
        }

        await Waiting.UntilAsync(() => connection.ConnectionAborted.IsCancellationRequested);
        await member.Sending.WithinReason();
    }
}
