using VirtualTA.Core.Contracts;
using VirtualTA.Core.Conversation;
using VirtualTA.TestKit;
using Xunit;

namespace VirtualTA.Core.Tests.Conversation;

public sealed partial class ConversationTests : IDisposable
{
    private readonly FakeAnswerer _answerer = new();
    private readonly FakeSynthesizer _synthesizer = new();
    private readonly ManualTimeProvider _time = new();
    private readonly ConversationOptions _options = new();
    private readonly ConversationRegistry _registry;

    public ConversationTests() => _registry = new ConversationRegistry(
        new TurnEngines(_answerer) { Recognizer = new FakeRecognizer(), Synthesizer = _synthesizer }, new TurnOptions(), _options, _time);

    public void Dispose() => _registry.Dispose();

    private static TurnRequest Typed(string text = "What is a codec?") => new("speech") { Text = text };

    private static Task<List<TurnEvent>> AskAsync(Core.Conversation.Conversation conversation, string text = "What is a codec?") =>
        conversation.AskAsync(Typed(text), CancellationToken.None).ToListWithinReason();

    /// <summary>Asks and reads until the first sound, leaving the rest of the answer behind a gate.</summary>
    private async Task<IAsyncEnumerator<TurnEvent>> AskUntilSoundAsync(
        Core.Conversation.Conversation conversation, Task gate, CancellationToken connection = default, CancellationToken listening = default)
    {
        _answerer.OnAnswer = (_, cancellationToken) => FakeAnswerer.SayGated(gate, cancellationToken);
        var events = conversation.AskAsync(Typed(), connection, listening).GetAsyncEnumerator(listening);
        while (await events.MoveNextAsync() && events.Current is not AudioChunkEvent)
        {
        }

        return events;
    }

    [Fact]
    public async Task Ask_GivesTheAnswererTheHistory()
    {
        var conversation = _registry.Create();

        await AskAsync(conversation, "First?");
        await AskAsync(conversation, "Second?");

        Assert.Empty(_answerer.Questions[0].History);
        var exchange = Assert.Single(_answerer.Questions[1].History);
        Assert.Equal("First?", exchange.Question);
        Assert.Equal(FakeAnswerer.First + FakeAnswerer.Second, exchange.Answer);
        Assert.Equal(2, conversation.History.Count);
    }

    [Fact]
    public async Task Ask_ForgetsTheOldestExchanges()
    {
        _options.MaximumHistory = 2;
        var conversation = _registry.Create();
        foreach (var question in new[] { "1", "2", "3", "4" })
        {
            await AskAsync(conversation, question);
        }

        Assert.Equal(["2", "3"], _answerer.Questions[^1].History.Select(exchange => exchange.Question));
    }

    [Fact]
    public async Task Ask_IsRefused_WhileAQuestionIsBeingAnswered()
    {
        var conversation = _registry.Create();
        var gate = new TaskCompletionSource();
        await using var first = await AskUntilSoundAsync(conversation, gate.Task);

        var refused = await Assert.ThrowsAsync<UserInputException>(() => AskAsync(conversation));
        gate.SetResult();
        while (await first.MoveNextAsync())
        {
        }

        Assert.Equal(NoticeCodes.TurnInProgress, refused.Code);
        Assert.Equal(TurnEndReason.Answered, (await AskAsync(conversation)).OfType<TurnEndedEvent>().Single().Reason);
    }

    [Fact]
    public async Task Stop_EndsTheTurn_AndItsStages()
    {
        var conversation = _registry.Create();
        await using var events = await AskUntilSoundAsync(conversation, new TaskCompletionSource().Task);

        conversation.Stop(1);
        TurnEvent? last = null;
        while (await events.MoveNextAsync())
        {
            last = events.Current;
        }

        Assert.Equal(TurnEndReason.Interrupted, Assert.IsType<TurnEndedEvent>(last).Reason);
        await _registry.WhenIdle.WithinReason();
        Assert.Equal((0, 0), (_answerer.Running, _synthesizer.Running));
    }

    [Fact]
    public async Task Stop_OfAnotherTurn_IsIgnored()
    {
        var conversation = _registry.Create();
        var gate = new TaskCompletionSource();
        await using var events = await AskUntilSoundAsync(conversation, gate.Task);

        conversation.Stop(7);
        gate.SetResult();
        while (await events.MoveNextAsync() && events.Current is not TurnEndedEvent)
        {
        }

        Assert.Equal(TurnEndReason.Answered, Assert.IsType<TurnEndedEvent>(events.Current).Reason);
    }

    [Fact]
    public async Task LeavingTheStream_StopsTheTurn()
    {
        var conversation = _registry.Create();
        var events = await AskUntilSoundAsync(conversation, new TaskCompletionSource().Task);

        await events.DisposeAsync();

        await _registry.WhenIdle.WithinReason();
        Assert.Equal((0, 0), (_answerer.Running, _synthesizer.Running));
    }

    [Fact]
    public async Task LosingTheConnection_KeepsTheTurn_UntilTheListenerComesBack()
    {
        var conversation = _registry.Create();
        var gate = new TaskCompletionSource();
        using var connection = new CancellationTokenSource();
        var events = await AskUntilSoundAsync(conversation, gate.Task, connection.Token);
        await connection.CancelAsync();
        await events.DisposeAsync();
        gate.SetResult();

        var resumed = await conversation.ResumeAsync(1, fromChunk: 1, CancellationToken.None).ToListWithinReason();

        Assert.Equal(Enumerable.Range(1, 10), resumed.OfType<AudioChunkEvent>().Select(chunk => chunk.Chunk));
        Assert.Equal(FakeAnswerer.First + FakeAnswerer.Second, string.Concat(resumed.OfType<AnswerDeltaEvent>().Select(delta => delta.Text)));
        Assert.Equal(TurnEndReason.Answered, Assert.IsType<TurnEndedEvent>(resumed[^1]).Reason);
        await _registry.WhenIdle.WithinReason();
    }

    [Fact]
    public async Task LosingTheConnection_AbandonsTheTurn_AfterItsLifetime()
    {
        var conversation = _registry.Create();
        using var connection = new CancellationTokenSource();
        var events = await AskUntilSoundAsync(conversation, new TaskCompletionSource().Task, connection.Token);
        var over = new TaskCompletionSource<TurnRecord>();
        _registry.TurnOver += over.SetResult;
        await connection.CancelAsync();
        await events.DisposeAsync();

        _time.Advance(TimeSpan.FromSeconds(29));
        Assert.Equal(1, _registry.LiveTurns);
        Assert.Equal(1, _registry.DetachedTurns);
        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(TurnEndReason.Abandoned, (await over.Task.WithinReason()).Reason);
        Assert.Equal((0, 0, 0), (_registry.LiveTurns, _answerer.Running, _synthesizer.Running));
        Assert.Equal(0, _registry.DetachedTurns);
    }

    [Fact]
    public async Task Detached_TurnsMakeNoMoreSoundThanTheLead()
    {
        _answerer.OnAnswer = (_, _) => FakeAnswerer.Say([.. Enumerable.Repeat("one two three four five ", 40)]);
        var conversation = _registry.Create();
        using var connection = new CancellationTokenSource();
        await foreach (var turnEvent in conversation.AskAsync(Typed(), connection.Token))
        {
            if (turnEvent is AudioChunkEvent)
            {
                await connection.CancelAsync();
                break;
            }
        }

        await Waiting.UntilAsync(() => _synthesizer.Chunks >= 10);
        for (var i = 0; i < 1_000; i++)
        {
            await Task.Yield();
        }

        // One second of lead is 10 chunks; the turn's own channels hold a few more.
        Assert.InRange(_synthesizer.Chunks, 10, 10 + new TurnOptions().EventBacklog + 4);
        var resumed = await conversation.ResumeAsync(1, fromChunk: 0, CancellationToken.None).ToListWithinReason();
        Assert.Equal(Enumerable.Range(0, 200), resumed.OfType<AudioChunkEvent>().Select(chunk => chunk.Chunk));
    }

    [Fact]
    public async Task Resume_TakesTheTurnOver_FromAnotherListener()
    {
        var conversation = _registry.Create();
        var gate = new TaskCompletionSource();
        await using var old = await AskUntilSoundAsync(conversation, gate.Task);
        await using var resumed = conversation.ResumeAsync(1, fromChunk: 0, CancellationToken.None).GetAsyncEnumerator();

        Assert.True(await resumed.MoveNextAsync());
        Assert.False(await old.MoveNextAsync());
        gate.SetResult();
        TurnEvent last = resumed.Current;
        while (await resumed.MoveNextAsync())
        {
            last = resumed.Current;
        }

        Assert.Equal(TurnEndReason.Answered, Assert.IsType<TurnEndedEvent>(last).Reason);
    }

    [Fact]
    public async Task Resume_OfAnotherTurn_IsRefused()
    {
        var conversation = _registry.Create();
        await AskAsync(conversation);

        var refused = Assert.Throws<UserInputException>(() => conversation.ResumeAsync(2, 0, CancellationToken.None));

        Assert.Equal(NoticeCodes.TurnUnknown, refused.Code);
    }

    [Fact]
    public async Task Resume_DoesNotRepeatSoundThatWasHeard()
    {
        var conversation = _registry.Create();
        await AskAsync(conversation);

        conversation.Heard(1, 3 * FakeSynthesizer.WordSamples);
        var resumed = await conversation.ResumeAsync(1, fromChunk: 0, CancellationToken.None).ToListWithinReason();

        Assert.Equal(Enumerable.Range(3, 8), resumed.OfType<AudioChunkEvent>().Select(chunk => chunk.Chunk));
    }

    [Fact]
    public async Task OtherConversations_GoOn_WhenOneFails()
    {
        var broken = _registry.Create();
        var healthy = _registry.Create();
        var gate = new TaskCompletionSource();
        await using var running = await AskUntilSoundAsync(healthy, gate.Task);
        _answerer.OnAnswer = (_, _) => throw new InvalidOperationException();

        var failed = await AskAsync(broken);
        gate.SetResult();
        while (await running.MoveNextAsync() && running.Current is not TurnEndedEvent)
        {
        }

        Assert.Equal(TurnEndReason.Failed, failed.OfType<TurnEndedEvent>().Single().Reason);
        Assert.Equal(TurnEndReason.Answered, Assert.IsType<TurnEndedEvent>(running.Current).Reason);
    }
}
