using VirtualTA.Core.Contracts;
using VirtualTA.Core.Conversation;
using VirtualTA.TestKit;
using Xunit;

namespace VirtualTA.Core.Tests.Conversation;

/// <summary>Turns that run late, the server that is full, and sound that must not run ahead of its listener.</summary>
public sealed class TurnControllerTests : IDisposable
{
    private readonly FakeAnswerer _answerer = new();
    private readonly FakeSynthesizer _synthesizer = new();
    private readonly ManualTimeProvider _time = new();
    private readonly ConversationOptions _options = new();
    private readonly ConversationRegistry _registry;

    public TurnControllerTests() => _registry = new ConversationRegistry(
        new TurnEngines(_answerer) { Synthesizer = _synthesizer }, new TurnOptions(), _options, _time);

    public void Dispose() => _registry.Dispose();

    [Theory]
    [InlineData(0, SpeechHaste.None)]
    [InlineData(1_200, SpeechHaste.ShortFirstChunk, BudgetRules.ShortFirstClause, BudgetRules.ShortFirstChunk)]
    [InlineData(2_000, SpeechHaste.FewerLevels, BudgetRules.ShortFirstClause, BudgetRules.ShortFirstChunk, BudgetRules.FewerLevels)]
    public async Task AnAnswerThatComesLate_IsSpokenInHaste(int lateMs, SpeechHaste haste, params string[] rules)
    {
        _answerer.OnAnswer = (_, _) =>
        {
            _time.Advance(TimeSpan.FromMilliseconds(lateMs));
            return FakeAnswerer.Say(FakeAnswerer.First);
        };

        var events = await AskAsync(_registry.Create()).ToListWithinReason();

        Assert.Equal(haste, _synthesizer.Options!.Haste);
        Assert.Equal(rules, events.OfType<LatencyEvent>().Last().Rules);
    }

    [Theory]
    [InlineData(600, false)]
    [InlineData(800, true)]
    public async Task AQuestionThatIsUnderstoodLate_IsAnsweredInFewWords(int lateMs, bool isHurried)
    {
        var recognizer = new FakeRecognizer { OnTranscribe = (speech, _) => HearLateAsync(speech, lateMs) };
        using var registry = new ConversationRegistry(
            new TurnEngines(_answerer) { Synthesizer = _synthesizer, Recognizer = recognizer }, new TurnOptions(), _options, _time);
        var request = new TurnRequest("speech") { Speech = TestAudio.Frames(TestAudio.Tone(1)) };

        var events = await registry.Create().AskAsync(request, CancellationToken.None).ToListWithinReason();

        Assert.Equal(isHurried, Assert.Single(_answerer.Questions).IsHurried);
        Assert.Equal(isHurried, events.OfType<LatencyEvent>().Last().Rules.Contains(BudgetRules.ShortAnswer));
    }

    [Fact]
    public async Task AVoiceThatMakesNoSound_LeavesTheAnswerInWriting()
    {
        var waiting = new TaskCompletionSource();
        _synthesizer.OnWord = (_, cancellationToken) =>
        {
            waiting.TrySetResult();
            return Task.Delay(Timeout.Infinite, cancellationToken);
        };
        var asking = AskAsync(_registry.Create()).ToListWithinReason();
        await waiting.Task.WithinReason();

        _time.Advance(new TurnBudgetOptions().VoicePatience);
        var events = await asking;

        Assert.Equal(FakeAnswerer.First + FakeAnswerer.Second, string.Concat(events.OfType<AnswerDeltaEvent>().Select(delta => delta.Text)));
        Assert.Equal(NoticeCodes.SpeechFailed, Assert.Single(events.OfType<NoticeEvent>()).Code);
        Assert.Equal(new TurnEndedEvent(1, TurnEndReason.Degraded), events[^1]);
        Assert.Contains(BudgetRules.TextOnly, events.OfType<LatencyEvent>().Last().Rules);
    }

    [Fact]
    public async Task AFullServer_ApologisesAloud_AndTheRunningAnswerGoesOn()
    {
        _options.MaximumLiveTurns = 1;
        await _registry.Apology.PrepareAsync(_synthesizer, CancellationToken.None);
        var gate = new TaskCompletionSource();
        _answerer.OnAnswer = (_, cancellationToken) => FakeAnswerer.SayGated(gate.Task, cancellationToken);
        await using var running = AskAsync(_registry.Create()).GetAsyncEnumerator();
        await running.MoveNextAsync();

        var refused = await AskAsync(_registry.Create()).ToListWithinReason();
        gate.SetResult();
        var last = running.Current;
        while (await running.MoveNextAsync())
        {
            last = running.Current;
        }

        Assert.Equal(NoticeCodes.Overloaded, Assert.IsType<NoticeEvent>(refused[0]).Code);
        Assert.Equal(OverloadApology.Text.Split(' ').Length, refused.OfType<AudioChunkEvent>().Count());
        Assert.Equal(new TurnEndedEvent(0, TurnEndReason.Rejected), refused[^1]);
        Assert.Equal(new TurnEndedEvent(1, TurnEndReason.Answered), last);
    }

    [Fact]
    public async Task Sound_DoesNotRunAhead_OfAListenerWhoReports_UnlessTheReportsStop()
    {
        _answerer.OnAnswer = (_, _) => FakeAnswerer.Say(string.Join(' ', Enumerable.Repeat("word", 60)));
        var conversation = _registry.Create();
        await using var events = AskAsync(conversation).GetAsyncEnumerator();
        var taken = 0;
        await TakeAsync(5);
        conversation.Heard(1, FakeSynthesizer.WordSamples); // 0.1 s, so that 2 s more are 21 words in all

        await TakeAsync(21);
        var next = events.MoveNextAsync().AsTask();
        Assert.False(next.IsCompleted);
        conversation.Heard(1, 3 * FakeSynthesizer.WordSamples);
        Assert.True(await next.WithinReason());
        taken += events.Current is AudioChunkEvent ? 1 : 0;
        await TakeAsync(23);
        next = events.MoveNextAsync().AsTask();
        Assert.False(next.IsCompleted);
        await Waiting.UntilAsync(() =>
        {
            _time.Advance(_options.ReportPatience); // again, should the voice begin to wait only now
            return next.IsCompleted;
        });

        Assert.True(await next);
        taken += events.Current is AudioChunkEvent ? 1 : 0;
        await TakeAsync(60);

        async Task TakeAsync(int chunks)
        {
            while (taken < chunks && await events.MoveNextAsync().AsTask().WithinReason())
            {
                taken += events.Current is AudioChunkEvent ? 1 : 0;
            }

            Assert.Equal(chunks, taken);
        }
    }

    private static IAsyncEnumerable<TurnEvent> AskAsync(Core.Conversation.Conversation conversation) =>
        conversation.AskAsync(new TurnRequest("speech") { Text = "What is a codec?" }, CancellationToken.None);

    private async IAsyncEnumerable<Transcript> HearLateAsync(IAsyncEnumerable<AudioFrame> speech, int lateMs)
    {
        await foreach (var frame in speech)
        {
            _ = frame;
        }

        _time.Advance(TimeSpan.FromMilliseconds(lateMs));
        yield return FakeRecognizer.Final(FakeRecognizer.Heard);
    }
}
