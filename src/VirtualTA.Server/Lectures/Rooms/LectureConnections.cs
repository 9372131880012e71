using System.Collections.Concurrent;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.Logging;

namespace VirtualTA.Server.Lectures.Rooms;

/// <summary>
/// Gives each member its own way to its connection. The framework's groups wait for their slowest connection;
/// here an event is serialised once and queued for each device, which drops out if it cannot follow.
/// </summary>
internal sealed class LectureConnections(ILogger<DefaultHubLifetimeManager<LectureHub>> logger) : DefaultHubLifetimeManager<LectureHub>(logger)
{
    private readonly ConcurrentDictionary<string, HubConnectionContext> _connections = new(StringComparer.Ordinal);

    public HubConnectionContext? Find(string connection) => _connections.GetValueOrDefault(connection);

    public override Task OnConnectedAsync(HubConnectionContext connection)
    {
        _connections[connection.ConnectionId] = connection;
        return base.OnConnectedAsync(connection);
    }

    public override Task OnDisconnectedAsync(HubConnectionContext connection)
    {
        _connections.TryRemove(connection.ConnectionId, out _);
        return base.OnDisconnectedAsync(connection);
    }
}
