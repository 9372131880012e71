using Microsoft.AspNetCore.SignalR.Client;
using VirtualTA.Cli.Load;
using VirtualTA.Core.Conversation;
using VirtualTA.Server.Hubs;
using VirtualTA.TestKit;

namespace VirtualTA.Server.Tests;

/// <summary>The command line's client of a hub, with what tests ask of it.</summary>
internal sealed class HubClient : IAsyncDisposable
{
    private readonly HubLink _link;

    private HubClient(HubLink link) => _link = link;

    public HubConnection Hub => _link.Hub;

    public static async Task<HubClient> ConnectAsync(Uri address) =>
        new(await HubLink.ConnectToHubAsync(address, CancellationToken.None).WithinReason());

    public IAsyncEnumerable<TurnEvent> Ask(AskRequest? request, IAsyncEnumerable<string> frames, CancellationToken cancellationToken = default) =>
        _link.Ask(request, frames, cancellationToken);

    public IAsyncEnumerable<TurnEvent> AskTyped(string text, CancellationToken cancellationToken = default) =>
        Ask(new AskRequest { Text = text }, AsyncEnumerable.Empty<string>(), cancellationToken);

    public IAsyncEnumerable<TurnEvent> AskSpoken(short[] samples, AskRequest? request = null) =>
        Ask(request ?? new AskRequest(), TestAudio.WireFrames(samples).ToAsyncEnumerable());

    public IAsyncEnumerable<TurnEvent> Resume(string conversation, int turn, int fromChunk) => _link.Resume(conversation, turn, fromChunk);

    public Task<OpenedConversation> OpenAsync() => Hub.InvokeAsync<OpenedConversation>("OpenConversation").WithinReason();

    /// <summary>Cuts the socket as a pulled cable would.</summary>
    public void Vanish() => _link.Cut();

    public ValueTask DisposeAsync() => _link.DisposeAsync();
}
