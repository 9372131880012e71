using System.IO.Pipelines;
using System.Net;
using System.Net.WebSockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.AspNetCore.SignalR.Protocol;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using VirtualTA.Core.Conversation;
using VirtualTA.Server.Hubs;
using VirtualTA.TestKit;

namespace VirtualTA.Server.Tests;

/// <summary>A real SignalR client over a real socket, which can also vanish without a word.</summary>
internal sealed class HubClient : IAsyncDisposable
{
    private readonly SocketFactory _sockets = new();
    private readonly HubConnection _hub;

    private HubClient(Uri address) => _hub = new HubConnection(
        _sockets,
        new JsonHubProtocol(),
        new UriEndPoint(address),
        new ServiceCollection().BuildServiceProvider(),
        NullLoggerFactory.Instance);

    public HubConnection Hub => _hub;

    public static async Task<HubClient> ConnectAsync(Uri address)
    {
        var client = new HubClient(address);
        await client._hub.StartAsync().WithinReason();
        return client;
    }

    public IAsyncEnumerable<TurnEvent> Ask(AskRequest? request, IAsyncEnumerable<string> frames, CancellationToken cancellationToken = default) =>
        _hub.StreamAsyncCore<TurnEvent>("Ask", [request, frames], cancellationToken);

    public IAsyncEnumerable<TurnEvent> AskTyped(string text, CancellationToken cancellationToken = default) =>
        Ask(new AskRequest { Text = text }, AsyncEnumerable.Empty<string>(), cancellationToken);

    public IAsyncEnumerable<TurnEvent> AskSpoken(short[] samples, AskRequest? request = null) =>
        Ask(request ?? new AskRequest(), TestAudio.WireFrames(samples).ToAsyncEnumerable());

    public IAsyncEnumerable<TurnEvent> Resume(string conversation, int turn, int fromChunk) =>
        _hub.StreamAsyncCore<TurnEvent>("Resume", [conversation, turn, fromChunk]);

    public Task<OpenedConversation> OpenAsync() => _hub.InvokeAsync<OpenedConversation>("OpenConversation").WithinReason();

    /// <summary>Cuts the socket as a pulled cable would.</summary>
    public void Vanish() => _sockets.Socket!.Abort();

    public ValueTask DisposeAsync() => _hub.DisposeAsync();

    private sealed class SocketFactory : IConnectionFactory
    {
        private sealed record Duplex(PipeReader Input, PipeWriter Output) : IDuplexPipe;

        public ClientWebSocket? Socket { get; private set; }

        public async ValueTask<ConnectionContext> ConnectAsync(EndPoint endpoint, CancellationToken cancellationToken = default)
        {
            Socket = new ClientWebSocket();
            await Socket.ConnectAsync(((UriEndPoint)endpoint).Uri, cancellationToken);
            var stream = WebSocketStream.Create(Socket, WebSocketMessageType.Text, TimeSpan.FromSeconds(2));
            return new DefaultConnectionContext(
                Guid.NewGuid().ToString("N"), new Duplex(PipeReader.Create(stream), PipeWriter.Create(stream)), application: null!);
        }
    }
}
