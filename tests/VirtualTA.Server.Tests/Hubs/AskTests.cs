using Microsoft.AspNetCore.SignalR.Client;
using VirtualTA.Core.Contracts;
using VirtualTA.Core.Conversation;
using VirtualTA.Server.Hubs;
using VirtualTA.TestKit;
using Xunit;

namespace VirtualTA.Server.Tests.Hubs;

public sealed class AskTests : IDisposable
{
    private readonly HubServer _server = new();

    public void Dispose() => _server.Dispose();

    [Fact]
    public async Task Ask_AnswersASpokenQuestion_OverTheWire()
    {
        await using var client = await _server.ConnectAsync();

        var events = await client.AskSpoken(TestAudio.Tone(1)).ToListWithinReason();

        Assert.Equal("what", events.OfType<PartialTranscriptEvent>().First().Text);
        Assert.Equal(FakeRecognizer.Heard, Assert.Single(events.OfType<FinalTranscriptEvent>()).Text);
        Assert.Equal(FakeAnswerer.First + FakeAnswerer.Second, string.Concat(events.OfType<AnswerDeltaEvent>().Select(delta => delta.Text)));
        Assert.Equal("Codecs", Assert.Single(events.OfType<CitationEvent>()).Citation.Source);
        Assert.Equal(11 * FakeSynthesizer.WordSamples * 2, events.OfType<AudioChunkEvent>().Sum(chunk => chunk.Pcm.Length));
        Assert.Contains("firstAudio", events.OfType<LatencyEvent>().Last().StagesMs.Keys);
        Assert.Equal(new TurnEndedEvent(1, TurnEndReason.Answered), events[^1]);
        Assert.Equal("speech", _server.Recognizer.LastContext?.Course);
        Assert.NotEmpty(_server.Recognizer.LastContext!.CourseText);
        await _server.Conversations.WhenIdle.WithinReason();
    }

    [Fact]
    public async Task Ask_SendsTheFirstSound_BeforeTheAnswerIsComplete()
    {
        var gate = new TaskCompletionSource();
        _server.Answerer.OnAnswer = (_, cancellationToken) => FakeAnswerer.SayGated(gate.Task, cancellationToken);
        await using var client = await _server.ConnectAsync();
        var text = "";

        await foreach (var turnEvent in client.AskTyped("What is a codec?"))
        {
            text += (turnEvent as AnswerDeltaEvent)?.Text;
            if (turnEvent is AudioChunkEvent { Chunk: 0 })
            {
                Assert.Equal(FakeAnswerer.First, text);
                gate.SetResult();
            }
        }

        Assert.Equal(FakeAnswerer.First + FakeAnswerer.Second, text);
    }

    [Fact]
    public async Task Ask_SpeaksNothing_WhenNotWanted()
    {
        await using var client = await _server.ConnectAsync();

        var events = await client.Ask(new AskRequest { Text = "What?", Speak = false }, AsyncEnumerable.Empty<string>()).ToListWithinReason();

        Assert.Empty(events.OfType<AudioChunkEvent>());
        Assert.Equal(new TurnEndedEvent(1, TurnEndReason.Answered), events[^1]);
    }

    [Fact]
    public async Task Ask_RemembersTheConnectionsConversation()
    {
        await using var client = await _server.ConnectAsync();

        await client.AskTyped("First?").ToListWithinReason();
        await client.AskTyped("Second?").ToListWithinReason();

        Assert.Equal("First?", Assert.Single(_server.Answerer.Questions[1].History).Question);
    }

    [Fact]
    public async Task EndingTheStream_StopsTheTurn()
    {
        _server.Answerer.OnAnswer = (_, cancellationToken) => FakeAnswerer.SayGated(new TaskCompletionSource().Task, cancellationToken);
        await using var client = await _server.ConnectAsync();
        var reason = NextTurnOver();

        using (var listening = new CancellationTokenSource())
        {
            await foreach (var turnEvent in client.AskTyped("What?", listening.Token))
            {
                if (turnEvent is AudioChunkEvent)
                {
                    break;
                }
            }

            await listening.CancelAsync();
        }

        Assert.Equal(TurnEndReason.Interrupted, (await reason.WithinReason()).Reason);
        Assert.Equal((0, 0), (_server.Answerer.Running, _server.Synthesizer.Running));
    }

    [Fact]
    public async Task Stop_EndsTheTurn_WhileItsStreamRuns()
    {
        _server.Answerer.OnAnswer = (_, cancellationToken) => FakeAnswerer.SayGated(new TaskCompletionSource().Task, cancellationToken);
        await using var client = await _server.ConnectAsync();
        TurnEvent? last = null;

        await foreach (var turnEvent in client.AskTyped("What?"))
        {
            last = turnEvent;
            if (turnEvent is AudioChunkEvent { Chunk: 2 })
            {
                await client.Hub.SendAsync("Heard", null, 1, 1, 2L * FakeSynthesizer.WordSamples, 123.5);
                await client.Hub.SendAsync("Stop", null, 1);
            }
        }

        Assert.Equal(new TurnEndedEvent(1, TurnEndReason.Interrupted), last);
        await client.Hub.SendAsync("Heard", null, 1, 1, 2L * FakeSynthesizer.WordSamples, 130.0); // the last report, which the next prompt waits for
        _server.Answerer.OnAnswer = (_, _) => FakeAnswerer.Say("Yes.");
        await client.AskTyped("Go on?").ToListWithinReason();
        Assert.Equal("A codec", Assert.Single(_server.Answerer.Questions[1].History).Answer);
    }

    [Fact]
    public async Task VanishingInTheAnswer_KeepsTheTurn_ForTheNextConnection()
    {
        var gate = new TaskCompletionSource();
        _server.Answerer.OnAnswer = (_, cancellationToken) => FakeAnswerer.SayGated(gate.Task, cancellationToken);
        var first = await _server.ConnectAsync();
        var conversation = (await first.OpenAsync()).ConversationId;
        var received = await ReadUntilVanishAsync(first, conversation);
        gate.SetResult();

        await using var second = await _server.ConnectAsync();
        var resumed = await second.Resume(conversation, 1, received).ToListWithinReason();

        Assert.Equal(Enumerable.Range(received, 11 - received), resumed.OfType<AudioChunkEvent>().Select(chunk => chunk.Chunk));
        Assert.Equal(FakeAnswerer.First + FakeAnswerer.Second, string.Concat(resumed.OfType<AnswerDeltaEvent>().Select(delta => delta.Text)));
        Assert.Equal(new TurnEndedEvent(1, TurnEndReason.Answered), resumed[^1]);
        await _server.Conversations.WhenIdle.WithinReason();
    }

    [Fact]
    public async Task VanishingInTheAnswer_LeavesNothingRunning_AfterTheDetachedLifetime()
    {
        _server.Answerer.OnAnswer = (_, cancellationToken) => FakeAnswerer.SayGated(new TaskCompletionSource().Task, cancellationToken);
        var client = await _server.ConnectAsync();
        var conversation = (await client.OpenAsync()).ConversationId;
        await ReadUntilVanishAsync(client, conversation);
        Assert.Equal(1, _server.Conversations.LiveTurns);
        var reason = NextTurnOver();

        // The server notices the broken socket by itself, at its own time; the clock may only move after that.
        await Waiting.UntilAsync(() =>
        {
            _server.Time.Advance(TimeSpan.FromSeconds(30));
            return reason.IsCompleted;
        });

        Assert.Equal(TurnEndReason.Abandoned, (await reason).Reason);
        Assert.Equal((0, 0, 0), (_server.Conversations.LiveTurns, _server.Answerer.Running, _server.Synthesizer.Running));
    }

    [Fact]
    public async Task VanishingInTheUpload_EndsTheTurn_AndOtherUsersGoOn()
    {
        var vanishing = await _server.ConnectAsync();
        await using var other = await _server.ConnectAsync();
        var reason = NextTurnOver();
        var asking = vanishing.Ask(new AskRequest(), SpeakUntilAsync(vanishing.Vanish)).ToListWithinReason();

        await Assert.ThrowsAnyAsync<Exception>(() => asking);
        await Waiting.UntilAsync(() => _server.Recognizer.Running == 0);
        var answered = await other.AskTyped("What?").ToListWithinReason();
        await Waiting.UntilAsync(() =>
        {
            _server.Time.Advance(TimeSpan.FromSeconds(30)); // whoever vanished may still come back until then
            return _server.Conversations.LiveTurns == 0;
        });

        Assert.Equal(TurnEndReason.Answered, answered.OfType<TurnEndedEvent>().Single().Reason);
        Assert.Contains((await reason.WithinReason()).Reason, new[] { TurnEndReason.Rejected, TurnEndReason.Answered });
    }

    private Task<TurnRecord> NextTurnOver()
    {
        var over = new TaskCompletionSource<TurnRecord>(TaskCreationOptions.RunContinuationsAsynchronously);
        _server.Conversations.TurnOver += record => over.TrySetResult(record);
        return over.Task;
    }

    /// <summary>Returns the number of chunks received before the socket was cut.</summary>
    private static async Task<int> ReadUntilVanishAsync(HubClient client, string conversation)
    {
        var received = 0;
        try
        {
            await foreach (var turnEvent in client.Ask(
                new AskRequest { ConversationId = conversation, Text = "What?" }, AsyncEnumerable.Empty<string>()))
            {
                if (turnEvent is AudioChunkEvent chunk)
                {
                    received = chunk.Chunk + 1;
                    client.Vanish();
                }
            }
        }
        catch (Exception exception) when (exception is not Xunit.Sdk.XunitException)
        {
            // The client's stream breaks in one of several ways; what matters is what the server does.
        }

        return received;
    }

    private static async IAsyncEnumerable<string> SpeakUntilAsync(Action vanish)
    {
        foreach (var frame in TestAudio.WireFrames(TestAudio.Tone(1)))
        {
            yield return frame;
        }

        await Task.Yield();
        vanish();
        await Task.Delay(Timeout.Infinite, new CancellationTokenSource(TimeSpan.FromSeconds(5)).Token);
    }
}
