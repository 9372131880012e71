using System.Text.Json;
using System.Threading.Channels;
using Microsoft.AspNetCore.SignalR.Client;
using VirtualTA.TestKit;
using Xunit;

namespace VirtualTA.Server.Tests.Lectures;

/// <summary>A device in a lecture: real SignalR over a real socket, with the events in the order in which they came.</summary>
internal sealed class LectureClient : IAsyncDisposable
{
    private readonly HubClient _client;
    private readonly Channel<JsonElement> _events = Channel.CreateBounded<JsonElement>(100_000);

    private LectureClient(HubClient client)
    {
        _client = client;
        client.Hub.On<JsonElement>("event", message => Assert.True(_events.Writer.TryWrite(message)));
    }

    public HubConnection Hub => _client.Hub;

    public static async Task<LectureClient> ConnectAsync(Uri address) => new(await HubClient.ConnectAsync(address));

    /// <summary>Calls, and gives the whole reply.</summary>
    public async Task<JsonElement> CallAsync(string method, params object?[] arguments) =>
        await _client.Hub.InvokeCoreAsync<JsonElement>(method, arguments).WithinReason();

    /// <summary>Calls, and gives the value of a reply that must not be a refusal.</summary>
    public async Task<JsonElement> DoneAsync(string method, params object?[] arguments)
    {
        var reply = await CallAsync(method, arguments);
        Assert.True(reply.GetProperty("ok").GetBoolean(), $"{method}: {reply}");
        return reply.GetProperty("value");
    }

    /// <summary>Calls, and gives the code of a reply that must be a refusal.</summary>
    public async Task<string> RefusedAsync(string method, params object?[] arguments)
    {
        var reply = await CallAsync(method, arguments);
        Assert.False(reply.GetProperty("ok").GetBoolean(), $"{method} was not refused: {reply}");
        return reply.GetProperty("code").GetString()!;
    }

    /// <summary>The next event of a type that fits; earlier ones are passed over.</summary>
    public async Task<JsonElement> NextAsync(string type, Func<JsonElement, bool>? fits = null)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        await foreach (var message in _events.Reader.ReadAllAsync(limit.Token))
        {
            if (message.GetProperty("type").GetString() == type && (fits is null || fits(message)))
            {
                return message;
            }
        }

        throw new InvalidOperationException("The connection ended.");
    }

    /// <summary>The next turn event of a kind.</summary>
    public async Task<JsonElement> NextTurnAsync(string kind) =>
        (await NextAsync("turn", message => message.GetProperty("event").GetProperty("type").GetString() == kind)).GetProperty("event");

    /// <summary>The next report of a question in a state.</summary>
    public async Task<JsonElement> NextQuestionAsync(int number, string status)
    {
        bool Fits(JsonElement question) => question.GetProperty("number").GetInt32() == number && question.GetProperty("status").GetString() == status;
        var message = await NextAsync("questions", message => message.GetProperty("changed").EnumerateArray().Any(Fits));
        return message.GetProperty("changed").EnumerateArray().First(Fits);
    }

    /// <summary>Everything that has come and was not asked for yet.</summary>
    public List<JsonElement> Waiting()
    {
        var waiting = new List<JsonElement>();
        while (_events.Reader.TryRead(out var message))
        {
            waiting.Add(message);
        }

        return waiting;
    }

    public void Vanish() => _client.Vanish();

    public ValueTask DisposeAsync() => _client.DisposeAsync();
}
