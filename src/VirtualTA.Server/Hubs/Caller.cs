using Microsoft.AspNetCore.SignalR;

namespace VirtualTA.Server.Hubs;

/// <summary>Who calls, as far as the server needs to know.</summary>
/// <param name="Connection">Key of the connection.</param>
/// <param name="Address">Where it comes from.</param>
/// <param name="Items">State of the connection.</param>
/// <param name="Lost">Cancelled when the connection is gone.</param>
internal sealed record Caller(string Connection, string Address, IDictionary<object, object?> Items, CancellationToken Lost)
{
    public static Caller Of(HubCallerContext context) => new(
        context.ConnectionId,
        context.GetHttpContext()?.Connection.RemoteIpAddress?.ToString() ?? "local",
        context.Items,
        context.ConnectionAborted);
}
