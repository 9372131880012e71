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
