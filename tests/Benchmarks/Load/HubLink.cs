using System.IO.Pipelines;
using System.Net;
using System.Net.WebSockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.AspNetCore.SignalR.Protocol;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using VirtualTA.Core.Conversation;

namespace VirtualTA.Benchmarks.Load;

/// <summary>A client of the hub over a real socket, which can also be cut as a pulled cable would.</summary>
internal sealed class HubLink : IAsyncDisposable
{
    private readonly Sockets _sockets = new();
    private readonly HubConnection _hub;

    private HubLink(Uri server)
    {
        var address = new UriBuilder(server) { Scheme = server.Scheme == "https" ? "wss" : "ws", Path = "/hub/ta" }.Uri;
        _hub = new HubConnection(
            _sockets, new JsonHubProtocol(), new UriEndPoint(address), new ServiceCollection().BuildServiceProvider(), NullLoggerFactory.Instance);
    }

    /// <exception cref="InvalidOperationException">No server answers there.</exception>
    public static async Task<HubLink> ConnectAsync(Uri server, CancellationToken cancellationToken)
    {
        var link = new HubLink(server);
        try
        {
            await link._hub.StartAsync(cancellationToken);
            return link;
        }
        catch (Exception exception) when (exception is WebSocketException or HttpRequestException)
        {
            throw new InvalidOperationException(
                $"No server answers at {server}. Start one: dotnet run --project src/VirtualTA.Server", exception);
        }
    }

    public async Task<string> OpenAsync(CancellationToken cancellationToken) =>
        (await _hub.InvokeAsync<Opened>("OpenConversation", cancellationToken)).ConversationId;

    public IAsyncEnumerable<TurnEvent> Ask(Request request, IAsyncEnumerable<string> frames, CancellationToken cancellationToken) =>
        _hub.StreamAsyncCore<TurnEvent>("Ask", [request, frames], cancellationToken);

    public IAsyncEnumerable<TurnEvent> Resume(string conversation, int turn, int fromChunk, CancellationToken cancellationToken) =>
        _hub.StreamAsyncCore<TurnEvent>("Resume", [conversation, turn, fromChunk], cancellationToken);

    public Task HeardAsync(string conversation, int turn, long sample, CancellationToken cancellationToken) =>
        _hub.SendAsync("Heard", conversation, turn, 0, sample, 0d, cancellationToken);

    /// <summary>Cuts the socket without a word.</summary>
    public void Cut() => _sockets.Socket!.Abort();

    public ValueTask DisposeAsync() => _hub.DisposeAsync();

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
