using System.Runtime.CompilerServices;
using System.Threading.Channels;
using VirtualTA.Core.Contracts;
using VirtualTA.Core.Conversation;
using VirtualTA.Core.Listening;
using VirtualTA.TestKit;
using Xunit;

namespace VirtualTA.Core.Tests.Conversation;

/// <summary>An open microphone, played by the test: what is said, when, and what the recogniser makes of it.</summary>
public sealed partial class ConverseTests : IDisposable
{
    /// <summary>What the end of a tone sounds like is nothing to rely on: every pause of 0.9 s ends the turn.</summary>
    private static readonly ListeningOptions Listening = new() { EndOfTurn = new() { UnfinishedPause = TimeSpan.FromSeconds(0.9) } };

    private readonly FakeRecognizer _recognizer = new();
    private readonly FakeAnswerer _answerer = new();
    private readonly FakeSynthesizer _synthesizer = new();
    private readonly ManualTimeProvider _time = new();
    private readonly CancellationTokenSource _connection = new();
    private readonly Channel<AudioFrame> _microphone = Channel.CreateUnbounded<AudioFrame>();
    private readonly Queue<string> _heard = new();
    private readonly List<SpeculationRecord> _speculations = [];
    private volatile string _final = "";
    private readonly ConversationRegistry _registry;
    private readonly Core.Conversation.Conversation _conversation;
    private readonly IAsyncEnumerator<TurnEvent> _events;

    public ConverseTests()
    {
        _recognizer.OnTranscribe = Hear;
        _registry = new ConversationRegistry(
            new TurnEngines(_answerer) { Recognizer = _recognizer, Synthesizer = _synthesizer }, new TurnOptions(), new ConversationOptions(), _time);
        _registry.SpeculationOver += _speculations.Add;
        _conversation = _registry.Create();
        _events = _conversation.ConverseAsync(new TurnRequest("speech"), _microphone.Reader.ReadAllAsync(), Listening, _connection.Token)
            .GetAsyncEnumerator(_connection.Token);
    }

    public void Dispose()
    {
        _registry.Dispose();
        _connection.Dispose();
    }

    [Fact]
    public async Task AQuestion_IsAnswered_WhenThePauseIsLongEnough()
    {
        Say("what is a codec");
        Pause(1);
        var events = await UntilAsync<TurnEndedEvent>();

        Assert.True(events.OfType<ListeningEvent>().First().IsSpeaking);
        Assert.Equal("what is a codec", Assert.Single(events.OfType<FinalTranscriptEvent>()).Text);
        Assert.Equal(11, events.OfType<AudioChunkEvent>().Count());
        Assert.Equal(new TurnEndedEvent(1, TurnEndReason.Answered), events[^1]);
    }

    [Fact]
    public async Task ClosingTheMicrophone_EndsTheStream_AfterTheLastAnswer()
    {
        Say("what is a codec");
        _microphone.Writer.Complete();

        var events = await RestAsync();

        Assert.Equal(new TurnEndedEvent(1, TurnEndReason.Answered), events[^1]);
        await _registry.WhenIdle.WithinReason();
        Assert.Equal((0, 0, 0), (_recognizer.Running, _answerer.Running, _synthesizer.Running));
    }

    [Fact]
    public async Task SilenceAndNoise_AskNothing()
    {
        Pause(5);
        Say("mhm");
        Pause(2);
        _microphone.Writer.Complete();

        var events = await RestAsync();

        Assert.Empty(_answerer.Questions);
        Assert.All(events, turnEvent => Assert.IsType<ListeningEvent>(turnEvent));
    }

    [Fact]
    public async Task SpeakingOverAnAnswer_DucksIt_AndWordsInterruptIt()
    {
        await SpeakUntilSoundAsync();
        _conversation.Heard(1, 2 * FakeSynthesizer.WordSamples);

        var (delays, wrongWords) = (new List<TimeSpan>(), new List<int>());
        _registry.BargedIn += delays.Add;
        _registry.CutReported += wrongWords.Add;
        Say("wait what about music");
        Pause(1.2);
        _answerer.OnAnswer = (_, _) => FakeAnswerer.Say("It is the same.");
        var events = await UntilAsync<TurnEndedEvent>();
        _conversation.Heard(1, (2 * FakeSynthesizer.WordSamples) + 100); // the page's last report, which the next prompt waits for
        events.AddRange(await UntilAsync<TurnEndedEvent>());

        Assert.Equal(new OverlapEvent(1, OverlapState.Ducked), events.OfType<OverlapEvent>().Single());
        Assert.Equal(
            [new TurnEndedEvent(1, TurnEndReason.Interrupted), new TurnEndedEvent(2, TurnEndReason.Answered)], events.OfType<TurnEndedEvent>());
        Assert.Equal("wait what about music", _answerer.Questions[1].Text);
        Assert.Equal("A codec", Assert.Single(_answerer.Questions[1].History).Answer); // the two words that were heard
        Assert.Single(delays);
        Assert.Equal(0, Assert.Single(wrongWords));
    }

    [Fact]
    public async Task AgreementOverAnAnswer_LetsItGoOn()
    {
        var gate = await SpeakUntilSoundAsync();

        Say("mhm right");
        Pause(1);
        var overlap = (await UntilAsync<OverlapEvent>(count: 2)).OfType<OverlapEvent>().ToList();
        gate.SetResult();
        var rest = await UntilAsync<TurnEndedEvent>();

        Assert.Equal([new OverlapEvent(1, OverlapState.Ducked), new OverlapEvent(1, OverlapState.Resumed)], overlap);
        Assert.Equal(new TurnEndedEvent(1, TurnEndReason.Answered), rest[^1]);
        Assert.Single(_answerer.Questions);
    }

    [Fact]
    public async Task TheAnswersOwnEcho_LetsItGoOn()
    {
        var gate = await SpeakUntilSoundAsync();

        Say("turns sound into tokens");
        Pause(1);
        var overlap = (await UntilAsync<OverlapEvent>(count: 2)).OfType<OverlapEvent>().Last();
        gate.SetResult();
        var rest = await UntilAsync<TurnEndedEvent>();

        Assert.Equal(OverlapState.Resumed, overlap.State);
        Assert.Equal(TurnEndReason.Answered, rest.OfType<TurnEndedEvent>().Single().Reason);
    }

    [Fact]
    public async Task GoingOnBeforeTheAnswerIsAudible_BelongsToTheSameQuestion()
    {
        var thinking = new TaskCompletionSource();
        _answerer.OnAnswer = (_, cancellationToken) => ThinkAsync(thinking, cancellationToken);
        Say("what is a codec");
        Pause(1);
        await UntilAsync<ThinkingEvent>();
        await thinking.Task.WithinReason();

        _answerer.OnAnswer = (_, _) => FakeAnswerer.Say("Yes.");
        Say("for music");
        Pause(1.2);
        var events = await UntilAsync<TurnEndedEvent>(count: 2);

        Assert.Equal("what is a codec for music", _answerer.Questions[1].Text);
        Assert.Equal(new TurnEndedEvent(2, TurnEndReason.Answered), events[^1]);
        Assert.Empty(_answerer.Questions[1].History);
    }

    [Fact]
    public async Task TheLastReport_IsNotWaitedForLongerThanItMayTake()
    {
        var wrongWords = new List<int>();
        _registry.CutReported += wrongWords.Add;
        await SpeakUntilSoundAsync();
        _conversation.Heard(1, 2 * FakeSynthesizer.WordSamples);

        Say("wait what about music");
        Pause(1.2);
        await UntilAsync<TurnEndedEvent>();
        _answerer.OnAnswer = (_, _) => FakeAnswerer.Say("It is the same.");
        _time.Advance(new ConversationOptions().LastReport);
        var events = await UntilAsync<TurnEndedEvent>();

        _conversation.Heard(1, 4 * FakeSynthesizer.WordSamples); // too late: the history says two words less than were heard
        _conversation.Heard(1, 4 * FakeSynthesizer.WordSamples);

        Assert.Equal(new TurnEndedEvent(2, TurnEndReason.Answered), events[^1]);
        Assert.Equal("A codec", Assert.Single(_answerer.Questions[1].History).Answer);
        Assert.Equal(2, Assert.Single(wrongWords));
    }

    [Fact]
    public async Task LeavingTheStream_StopsEverything()
    {
        await SpeakUntilSoundAsync();

        await _events.DisposeAsync();

        await _registry.WhenIdle.WithinReason();
        Assert.Equal((0, 0, 0), (_recognizer.Running, _answerer.Running, _synthesizer.Running));
    }

    private static async IAsyncEnumerable<AnswerPart> ThinkAsync(
        TaskCompletionSource thinking, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        thinking.SetResult();
        await Task.Delay(Timeout.Infinite, cancellationToken);
        yield break;
    }

    /// <summary>Asks a first question and reads until its answer can be heard; the rest of the answer waits behind the gate.</summary>
    private async Task<TaskCompletionSource> SpeakUntilSoundAsync()
    {
        var gate = new TaskCompletionSource();
        _answerer.OnAnswer = (_, cancellationToken) => FakeAnswerer.SayGated(gate.Task, cancellationToken);
        Say("what is a codec");
        Pause(1);
        await UntilAsync<AudioChunkEvent>(count: 6);
        return gate;
    }

    /// <summary>Says something and waits until the recogniser has understood it, while it still listens.</summary>
    private async Task SayAndBeUnderstoodAsync(string words)
    {
        _final = words;
        _recognizer.OnTranscribe = HearPartially;
        Sound(1);
        var partials = await UntilAsync<PartialTranscriptEvent>();
        Assert.DoesNotContain(partials, turnEvent => turnEvent is ThinkingEvent);
    }

    private async IAsyncEnumerable<Transcript> HearPartially(
        IAsyncEnumerable<AudioFrame> speech, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        yield return FakeRecognizer.Partial(_final + "?"); // sounds of a test say nothing of an end
        await foreach (var _ in speech.WithCancellation(cancellationToken))
        {
        }

        yield return FakeRecognizer.Final(_final);
    }

    private void Sound(double seconds)
    {
        foreach (var frame in TestAudio.Tone(seconds).Chunk(320))
        {
            _microphone.Writer.TryWrite(new AudioFrame(frame));
        }
    }

    private void Say(string words)
    {
        lock (_heard)
        {
            _heard.Enqueue(words);
        }

        Sound(1);
    }

    private void Pause(double seconds)
    {
        foreach (var frame in TestAudio.Silence(seconds).Chunk(320))
        {
            _microphone.Writer.TryWrite(new AudioFrame(frame));
        }
    }

    private async Task<List<TurnEvent>> UntilAsync<TEvent>(int count = 1)
    {
        var events = new List<TurnEvent>();
        while (events.OfType<TEvent>().Count() < count && await _events.MoveNextAsync().AsTask().WithinReason())
        {
            events.Add(_events.Current);
        }

        return events;
    }

    private async Task<List<TurnEvent>> RestAsync()
    {
        var events = new List<TurnEvent>();
        while (await _events.MoveNextAsync().AsTask().WithinReason())
        {
            events.Add(_events.Current);
        }

        return events;
    }

    private async IAsyncEnumerable<Transcript> Hear(
        IAsyncEnumerable<AudioFrame> speech, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string words;
        lock (_heard)
        {
            words = _heard.Dequeue();
        }

        await foreach (var _ in speech.WithCancellation(cancellationToken))
        {
        }

        yield return FakeRecognizer.Final(words);
    }
}
