using VirtualTA.Core.Contracts;
using VirtualTA.Core.Conversation;
using VirtualTA.TestKit;
using Xunit;

namespace VirtualTA.Core.Tests.Conversation;

public sealed class ConversationRegistryTests : IDisposable
{
    private readonly FakeAnswerer _answerer = new();
    private readonly ManualTimeProvider _time = new();
    private readonly ConversationOptions _options = new();
    private readonly ConversationRegistry _registry;

    public ConversationRegistryTests() => _registry = new ConversationRegistry(
        new TurnEngines(_answerer) { Synthesizer = new FakeSynthesizer() }, new TurnOptions(), _options, _time);

    public void Dispose() => _registry.Dispose();

    private static IAsyncEnumerable<TurnEvent> Ask(Core.Conversation.Conversation conversation) =>
        conversation.AskAsync(new TurnRequest("speech") { Text = "What?" }, CancellationToken.None);

    [Fact]
    public void Find_KnowsWhatWasCreated_AndNothingElse()
    {
        var conversation = _registry.Create();

        Assert.Same(conversation, _registry.Find(conversation.Id));
        Assert.Equal(NoticeCodes.ConversationUnknown, Assert.Throws<UserInputException>(() => _registry.Find("nobody")).Code);
    }

    [Fact]
    public async Task Conversations_AreForgotten_WhenIdle()
    {
        var idle = _registry.Create();
        var used = _registry.Create();
        _time.Advance(_options.IdleLifetime - TimeSpan.FromMinutes(1));
        await Ask(used).ToListWithinReason();

        _time.Advance(TimeSpan.FromMinutes(2));

        Assert.False(_registry.Knows(idle));
        Assert.True(_registry.Knows(used));
    }

    [Fact]
    public void Create_ForgetsTheLongestIdle_WhenFull()
    {
        _options.MaximumConversations = 2;
        var oldest = _registry.Create();
        _time.Advance(TimeSpan.FromSeconds(1));
        var older = _registry.Create();
        _time.Advance(TimeSpan.FromSeconds(1));

        var newest = _registry.Create();

        Assert.Equal([false, true, true], new[] { oldest, older, newest }.Select(_registry.Knows));
    }

    [Fact]
    public async Task Ask_IsRefused_AboveTheLimitOfTurns_WhileRunningOnesGoOn()
    {
        _options.MaximumLiveTurns = 1;
        var gate = new TaskCompletionSource();
        _answerer.OnAnswer = (_, cancellationToken) => FakeAnswerer.SayGated(gate.Task, cancellationToken);
        await using var running = Ask(_registry.Create()).GetAsyncEnumerator();
        await running.MoveNextAsync();

        var refused = await Ask(_registry.Create()).ToListWithinReason();
        gate.SetResult();
        while (await running.MoveNextAsync() && running.Current is not TurnEndedEvent)
        {
        }

        Assert.Equal(NoticeCodes.Overloaded, Assert.IsType<NoticeEvent>(refused[0]).Code);
        Assert.Equal(TurnEndReason.Answered, Assert.IsType<TurnEndedEvent>(running.Current).Reason);
    }

    [Fact]
    public async Task Drain_LetsRunningTurnsFinish_AndRefusesNewOnes()
    {
        var gate = new TaskCompletionSource();
        _answerer.OnAnswer = (_, cancellationToken) => FakeAnswerer.SayGated(gate.Task, cancellationToken);
        var running = Ask(_registry.Create()).ToListWithinReason();
        await Waiting.UntilAsync(() => _registry.LiveTurns == 1);

        var drained = _registry.DrainAsync(CancellationToken.None);
        var refused = await Assert.ThrowsAsync<UserInputException>(() => Ask(_registry.Create()).ToListWithinReason());
        Assert.False(drained.IsCompleted);
        gate.SetResult();

        Assert.Equal(TurnEndReason.Answered, (await running).OfType<TurnEndedEvent>().Single().Reason);
        await drained.WithinReason();
        Assert.Equal(NoticeCodes.ShuttingDown, refused.Code);
    }

    [Fact]
    public async Task TurnOver_TellsHowTheTurnWent()
    {
        var records = new List<TurnRecord>();
        _registry.TurnOver += records.Add;
        _answerer.OnAnswer = (_, _) => throw new InvalidOperationException("broken");
        var conversation = _registry.Create();

        await Ask(conversation).ToListWithinReason();
        await _registry.WhenIdle.WithinReason();

        var record = Assert.Single(records);
        Assert.Equal((conversation.Name, 1, TurnEndReason.Failed, "broken"), (record.Conversation, record.Number, record.Reason, record.Failure?.Message));
    }
}
