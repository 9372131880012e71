using System.Threading.Channels;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;
using VirtualTA.Core.Lectures;
using VirtualTA.Server.Lectures.Access;
using VirtualTA.Server.Lectures.Wire;

namespace VirtualTA.Server.Lectures.Rooms;

/// <summary>A device in a room, and what waits to be sent to it.</summary>
internal sealed class RoomMember
{
    private const string ClientMethod = "event";

    private readonly HubConnectionContext _connection;
    private readonly int _soundBacklog;
    private readonly Channel<SerializedHubMessage> _waiting;
    private volatile bool _isIn = true;

    public RoomMember(LectureTicket ticket, HubConnectionContext connection, LectureOptions options)
    {
        Ticket = ticket;
        _connection = connection;
        _soundBacklog = options.SoundBacklog;
        _waiting = Channel.CreateBounded<SerializedHubMessage>(new BoundedChannelOptions(options.MemberBacklog) { SingleReader = true });
        Sending = SendAsync();
    }

    public LectureTicket Ticket { get; }

    public LectureRole Role => Ticket.Role;

    public string Connection => _connection.ConnectionId;

    /// <summary>Whether this device plays sound.</summary>
    public bool Listens { get; set; }

    /// <summary>Whether this device gets its sound in Opus.</summary>
    public bool TakesOpus { get; init; }

    /// <summary>Whether the token is still good.</summary>
    public bool IsIn => _isIn;

    /// <summary>Ends when nothing will be sent any more.</summary>
    public Task Sending { get; }

    /// <summary>An event in the form in which it is sent to any number of devices.</summary>
    public static SerializedHubMessage Serialize(LectureEvent message) => new(new InvocationMessage(ClientMethod, [message]));

    public void Send(LectureEvent message) => Send(Serialize(message));

    /// <summary>Queues an event; a device that takes nothing any more is cut off, and gets a snapshot when it comes back.</summary>
    public void Send(SerializedHubMessage message)
    {
        if (!_waiting.Writer.TryWrite(message) && _isIn)
        {
            _connection.Abort();
        }
    }

    /// <summary>Queues sound, or turns it off for a device that falls behind.</summary>
    public void SendSound(Lazy<SerializedHubMessage> sound, Lazy<SerializedHubMessage> silent)
    {
        if (Listens && _waiting.Reader.Count >= _soundBacklog)
        {
            Listens = false;
            Send(new LectureNotice(LectureCodes.SoundDropped, "Your connection is too slow for the sound. The text goes on; turn the sound on again when the connection is better."));
        }

        Send((Listens ? sound : silent).Value);
    }

    /// <summary>Nothing more is sent behind what waits.</summary>
    public void Leave()
    {
        _isIn = false;
        _waiting.Writer.TryComplete();
    }

    private async Task SendAsync()
    {
        try
        {
            await foreach (var message in _waiting.Reader.ReadAllAsync(_connection.ConnectionAborted))
            {
                await _connection.WriteAsync(message, _connection.ConnectionAborted);
            }
        }
        catch (OperationCanceledException)
        {
            // The connection is gone; the hub hears of it by itself.
        }
    }
}
