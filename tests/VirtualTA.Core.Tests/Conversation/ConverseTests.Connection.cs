using System.Runtime.CompilerServices;
using VirtualTA.Core.Contracts;
using VirtualTA.Core.Conversation;
using VirtualTA.TestKit;
using Xunit;

namespace VirtualTA.Core.Tests.Conversation;

/// <summary>Connections that are lost around the end of a question.</summary>
public sealed partial class ConverseTests
{
    [Fact]
    public async Task LostConnection_KeepsAnAnswerThatWasBegunInSilence()
    {
        var gate = new TaskCompletionSource();
        _answerer.OnAnswer = (_, cancellationToken) => FakeAnswerer.SayGated(gate.Task, cancellationToken);
        await SayAndBeUnderstoodAsync("what is a codec");
        Pause(0.2);
        await Waiting.UntilAsync(() => _synthesizer.Chunks > 0);
        Pause(1);
        var received = await UntilAsync<AudioChunkEvent>(count: 2);

        await LoseConnectionAsync();
        gate.SetResult();
        var resumed = await _conversation.ResumeAsync(1, fromChunk: 2, CancellationToken.None).ToListWithinReason();

        Assert.Equal(new TurnEndedEvent(1, TurnEndReason.Answered), resumed[^1]);
        Assert.Equal(Enumerable.Range(0, 11), received.Concat(resumed).OfType<AudioChunkEvent>().Select(sound => sound.Chunk));
        Assert.Single(_answerer.Questions);
        Assert.True(Assert.Single(_speculations).WasUsed);
    }

    [Fact]
    public async Task LostConnection_AfterTheEndOfAQuestion_AnswersIt_AsSoonAsItIsUnderstood()
    {
        var understood = new TaskCompletionSource();
        _recognizer.OnTranscribe = (speech, cancellationToken) => UnderstandLateAsync(speech, understood.Task, cancellationToken);
        Sound(1);
        Pause(1);
        await UntilAsync<ListeningEvent>(count: 2);

        var lost = LoseConnectionAsync();
        var resumed = _conversation.ResumeAsync(1, fromChunk: 0, CancellationToken.None).ToListWithinReason();
        Assert.False(lost.IsCompleted || resumed.IsCompleted);
        understood.SetResult();

        await AssertAnsweredOnceAsync(resumed);
        await lost.WithinReason();
    }

    [Fact]
    public async Task LostConnection_WhereTheQuestionMayWellBeOver_AnswersIt()
    {
        await SayAndBeUnderstoodAsync("what is a codec");
        Pause(0.2);
        await Waiting.UntilAsync(() => _synthesizer.Chunks > 0);

        await LoseConnectionAsync();
        var resumed = _conversation.ResumeAsync(1, fromChunk: 0, CancellationToken.None).ToListWithinReason();

        await AssertAnsweredOnceAsync(resumed);
        Assert.True(Assert.Single(_speculations).WasUsed);
    }

    [Fact]
    public async Task LostConnection_WhileSomebodySpeaks_LeavesNothingToResume()
    {
        await SayAndBeUnderstoodAsync("what is a codec");

        await LoseConnectionAsync();

        Assert.Equal(NoticeCodes.TurnUnknown, Assert.Throws<UserInputException>(() => _conversation.ResumeAsync(1, 0, CancellationToken.None)).Code);
        Assert.Equal((0, 0, 0), (_recognizer.Running, _answerer.Running, _synthesizer.Running));
    }

    private static async IAsyncEnumerable<Transcript> UnderstandLateAsync(
        IAsyncEnumerable<AudioFrame> speech, Task understood, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var _ in speech.WithCancellation(cancellationToken))
        {
        }

        yield return FakeRecognizer.Partial("what is");
        await understood.WaitAsync(cancellationToken);
        yield return FakeRecognizer.Final("what is a codec");
    }

    private async Task AssertAnsweredOnceAsync(Task<List<TurnEvent>> resumed)
    {
        var events = await resumed;
        Assert.Equal("what is a codec", Assert.Single(events.OfType<FinalTranscriptEvent>()).Text);
        Assert.Equal(Enumerable.Range(0, 11), events.OfType<AudioChunkEvent>().Select(sound => sound.Chunk));
        Assert.Equal(new TurnEndedEvent(1, TurnEndReason.Answered), events[^1]);
        Assert.Single(_answerer.Questions);
        await _registry.WhenIdle.WithinReason();
        Assert.Equal((0, 0, 0), (_recognizer.Running, _answerer.Running, _synthesizer.Running));
    }

    private async Task LoseConnectionAsync()
    {
        await _connection.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            while (await _events.MoveNextAsync().AsTask().WithinReason())
            {
            }
        });
        await _events.DisposeAsync();
    }
}
