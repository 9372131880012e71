using System.IO.Pipelines;
using System.Net;
using System.Net.WebSockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.AspNetCore.SignalR.Protocol;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using VirtualTA.Cli.Hosting;
using VirtualTA.Core.Conversation;

namespace VirtualTA.Cli.Load;

/// <summary>A client of a server's hub over a real socket, which can also be cut as a pulled cable would.</summary>
internal sealed class HubLink : IAsyncDisposable
{
    private const string AssistantPath = "/hub/ta";

    private readonly Sockets _sockets = new();

    private HubLink(Uri hub) => Hub = new HubConnection(
        _sockets, new JsonHubProtocol(), new UriEndPoint(hub), new ServiceCollection().BuildServiceProvider(), NullLoggerFactory.Instance);

    /// <summary>The connection, for calls that have no method here.</summary>
    public HubConnection Hub { get; }

    /// <summary>Connects to the teaching assistant of a server.</summary>
    /// <param name="server">Address of the server.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="CommandFailedException">No server answers there.</exception>
    public static async Task<HubLink> ConnectAsync(Uri server, CancellationToken cancellationToken)
    {
        try
        {
            return await ConnectToHubAsync(
                new UriBuilder(server) { Scheme = server.Scheme == Uri.UriSchemeHttps ? Uri.UriSchemeWss : Uri.UriSchemeWs, Path = AssistantPath }.Uri, cancellationToken);
        }
        catch (Exception exception) when (exception is WebSocketException or HttpRequestException)
        {
            throw new CommandFailedException(
                InputCodes.ServerUnreachable, $"No server answers at {server}. Start one: dotnet run --project src/VirtualTA.Server", exception);
        }
    }

    /// <summary>Connects to any hub.</summary>
    /// <param name="hub">Its address, with the scheme of web sockets.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<HubLink> ConnectToHubAsync(Uri hub, CancellationToken cancellationToken)
    {
        var link = new HubLink(hub);
        await link.Hub.StartAsync(cancellationToken);
        return link;
    }

    public async Task<string> OpenAsync(CancellationToken cancellationToken) =>
        (await Hub.InvokeAsync<Opened>("OpenConversation", cancellationToken)).ConversationId;

    public IAsyncEnumerable<TurnEvent> Ask(object? request, IAsyncEnumerable<string> frames, CancellationToken cancellationToken = default) =>
        Hub.StreamAsyncCore<TurnEvent>("Ask", [request, frames], cancellationToken);

    public IAsyncEnumerable<TurnEvent> Resume(string conversation, int turn, int fromChunk, CancellationToken cancellationToken = default) =>
        Hub.StreamAsyncCore<TurnEvent>("Resume", [conversation, turn, fromChunk], cancellationToken);

    public Task HeardAsync(string conversation, int turn, long sample, CancellationToken cancellationToken) =>
        Hub.SendAsync("Heard", conversation, turn, 0, sample, 0d, cancellationToken);

    /// <summary>Cuts the socket without a word.</summary>
    public void Cut() => _sockets.Socket!.Abort();

    public ValueTask DisposeAsync() => Hub.DisposeAsync();

    /// <summary>What the hub's call <c>Ask</c> takes.</summary>
    internal sealed record Request(string ConversationId, string? Course, string? Text, string Page = "load");

    private sealed record Opened(string ConversationId);

    private sealed class Sockets : IConnectionFactory
    {
        public ClientWebSocket? Socket { get; private set; }

        public async ValueTask<ConnectionContext> ConnectAsync(EndPoint endpoint, CancellationToken cancellationToken = default)
        {
            Socket = new ClientWebSocket();
            await Socket.ConnectAsync(((UriEndPoint)endpoint).Uri, cancellationToken);
            var stream = WebSocketStream.Create(Socket, WebSocketMessageType.Text, TimeSpan.FromSeconds(2));
            return new DefaultConnectionContext(
                Guid.NewGuid().ToString("N"), new Duplex(PipeReader.Create(stream), PipeWriter.Create(stream)), application: null!);
        }

        private sealed record Duplex(PipeReader Input, PipeWriter Output) : IDuplexPipe;
    }
}
