using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.SignalR.Client;
using VirtualTA.Core.Contracts;
using VirtualTA.Core.Conversation;
using VirtualTA.Server.Hubs;
using VirtualTA.TestKit;
using Xunit;

namespace VirtualTA.Server.Tests.Hubs;

public sealed class ConverseTests : IDisposable
{
    private readonly HubServer _server = new();

    public void Dispose() => _server.Dispose();

    [Fact]
    public async Task Converse_AnswersTheQuestionsOfAnOpenMicrophone_WhileQuestionsMayBeTyped()
    {
        await using var client = await _server.ConnectAsync();
        var typed = new TaskCompletionSource<List<TurnEvent>>();
        var events = new List<TurnEvent>();

        await foreach (var turnEvent in Converse(client, SpeakThenWaitAsync(typed.Task)))
        {
            events.Add(turnEvent);
            if (turnEvent is TurnEndedEvent { Turn: 1 })
            {
                _ = AskTypedAsync(client, typed);
            }
        }

        Assert.True(Assert.IsType<ListeningEvent>(events[0]).IsSpeaking);
        Assert.Equal(FakeRecognizer.Heard, events.OfType<FinalTranscriptEvent>().Single().Text);
        Assert.Equal(new TurnEndedEvent(1, TurnEndReason.Answered), events[^1]);
        Assert.Equal(new TurnEndedEvent(2, TurnEndReason.Answered), (await typed.Task)[^1]);
        await _server.Conversations.WhenIdle.WithinReason();
    }

    [Fact]
    public async Task Converse_RefusesBadSound_AndTheConnectionGoesOn()
    {
        await using var client = await _server.ConnectAsync();

        var events = await Converse(client, new[] { "no sound" }.ToAsyncEnumerable()).ToListWithinReason();

        Assert.Equal(NoticeCodes.AudioFormat, Assert.IsType<NoticeEvent>(events[0]).Code);
        Assert.Equal(new TurnEndedEvent(0, TurnEndReason.Rejected), events[1]);
        Assert.Equal(new TurnEndedEvent(1, TurnEndReason.Answered), (await client.AskTyped("What?").ToListWithinReason())[^1]);
    }

    [Fact]
    public async Task Vanishing_LeavesNothingRunning_AfterTheDetachedLifetime()
    {
        _server.Answerer.OnAnswer = (_, cancellationToken) => FakeAnswerer.SayGated(new TaskCompletionSource().Task, cancellationToken);
        var client = await _server.ConnectAsync();
        try
        {
            await foreach (var turnEvent in Converse(client, SpeakThenWaitAsync(new TaskCompletionSource().Task)))
            {
                if (turnEvent is AudioChunkEvent)
                {
                    client.Vanish();
                }
            }
        }
        catch (Exception exception) when (exception is not Xunit.Sdk.XunitException)
        {
            // The client's stream breaks in one of several ways; what matters is what the server does.
        }

        await Waiting.UntilAsync(() =>
        {
            _server.Time.Advance(TimeSpan.FromSeconds(30));
            return _server.Conversations.LiveTurns == 0;
        });

        await Waiting.UntilAsync(() => (_server.Recognizer.Running, _server.Answerer.Running, _server.Synthesizer.Running) == (0, 0, 0));
    }

    [Fact]
    public async Task Vanishing_AtTheEndOfAQuestion_LosesNothingOfItsAnswer()
    {
        var client = await _server.ConnectAsync();
        var conversation = (await client.OpenAsync()).ConversationId;
        try
        {
            await foreach (var turnEvent in Converse(client, SpeakThenWaitAsync(new TaskCompletionSource().Task), conversation))
            {
                if (turnEvent is ListeningEvent { IsSpeaking: false })
                {
                    client.Vanish();
                }
            }
        }
        catch (Exception exception) when (exception is not Xunit.Sdk.XunitException)
        {
            // The client's stream breaks in one of several ways; what matters is what the server does.
        }

        await using var back = await _server.ConnectAsync();
        var events = await back.Resume(conversation, turn: 1, fromChunk: 0).ToListWithinReason();

        Assert.Equal(FakeRecognizer.Heard, events.OfType<FinalTranscriptEvent>().Single().Text);
        Assert.Equal(Enumerable.Range(0, 11), events.OfType<AudioChunkEvent>().Select(sound => sound.Chunk));
        Assert.Equal(new TurnEndedEvent(1, TurnEndReason.Answered), events[^1]);
        Assert.Single(_server.Answerer.Questions);
    }

    private static IAsyncEnumerable<TurnEvent> Converse(HubClient client, IAsyncEnumerable<string> microphone, string? conversation = null) =>
        client.Hub.StreamAsyncCore<TurnEvent>("Converse", [new AskRequest { ConversationId = conversation }, microphone]);

    private static async Task AskTypedAsync(HubClient client, TaskCompletionSource<List<TurnEvent>> typed) =>
        typed.SetResult(await client.AskTyped("And this?").ToListWithinReason());

    private static async IAsyncEnumerable<string> SpeakThenWaitAsync(
        Task end, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        foreach (var frame in TestAudio.WireFrames([.. TestAudio.Tone(1), .. TestAudio.Silence(2.5)]))
        {
            yield return frame;
        }

        await end.WaitAsync(cancellationToken);
    }
}
