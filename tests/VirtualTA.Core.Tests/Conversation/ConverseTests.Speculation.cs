using System.Runtime.CompilerServices;
using System.Threading.Channels;
using VirtualTA.Core.Contracts;
using VirtualTA.Core.Conversation;
using VirtualTA.Core.Listening;
using VirtualTA.TestKit;
using Xunit;

namespace VirtualTA.Core.Tests.Conversation;

/// <summary>Answers begun ahead of a likely end.</summary>
public sealed partial class ConverseTests
{
    private volatile bool _hasRead;

    [Fact]
    public async Task ALikelyEnd_BeginsTheAnswerInSilence_AndTheRealEndLetsItGo()
    {
        await SayAndBeUnderstoodAsync("what is a codec");
        Pause(0.2);
        await Waiting.UntilAsync(() => _synthesizer.Chunks > 0);

        Pause(1);
        var events = await UntilAsync<TurnEndedEvent>();

        Assert.Single(_answerer.Questions); // nothing was computed twice
        Assert.Equal("what is a codec", Assert.Single(events.OfType<FinalTranscriptEvent>()).Text);
        Assert.Equal(11, events.OfType<AudioChunkEvent>().Count());
        Assert.Equal(new TurnEndedEvent(1, TurnEndReason.Answered), events[^1]);
        var stages = events.OfType<LatencyEvent>().Last().StagesMs;
        Assert.Contains("speechEnded", stages.Keys);
        Assert.True(Assert.Single(_speculations).WasUsed);
    }

    [Fact]
    public async Task WhatTheRecogniserReadsInAPause_IsAnsweredInSilence_AndToldOnce()
    {
        var isPause = new TaskCompletionSource();
        _recognizer.ReadsPauses = true;
        _recognizer.OnTranscribe = (speech, _) => ReadAsync(speech, isPause.Task);
        Sound(1);
        await UntilAsync<PartialTranscriptEvent>();
        Pause(0.2);
        isPause.SetResult();
        await Waiting.UntilAsync(() => _hasRead);
        Pause(0.02);
        await Waiting.UntilAsync(() => _synthesizer.Chunks > 0);

        Pause(1);
        var events = await UntilAsync<TurnEndedEvent>();

        Assert.True(_recognizer.LastContext!.ReadPauses);
        Assert.Equal("what is a codec?", Assert.Single(_answerer.Questions).Text);
        Assert.DoesNotContain(events, static turnEvent => turnEvent is PartialTranscriptEvent);
        Assert.True(Assert.Single(_speculations).WasUsed);
    }

    [Fact]
    public async Task GoingOnAfterALikelyEnd_ThrowsTheAnswerAway_AndNothingOfItIsTold()
    {
        var gate = new TaskCompletionSource();
        _answerer.OnAnswer = (_, cancellationToken) => FakeAnswerer.SayGated(gate.Task, cancellationToken);
        await SayAndBeUnderstoodAsync("what is a codec");
        Pause(0.2);
        await Waiting.UntilAsync(() => _synthesizer.Chunks > 0);

        _answerer.OnAnswer = (_, _) => FakeAnswerer.Say("For music.");
        _final = "what is a codec for music";
        Sound(0.5);
        Pause(1.2);
        var events = await UntilAsync<TurnEndedEvent>();

        Assert.Equal("what is a codec for music", Assert.Single(events.OfType<FinalTranscriptEvent>()).Text);
        Assert.Equal("For music.", string.Concat(events.OfType<AnswerDeltaEvent>().Select(delta => delta.Text)));
        Assert.Equal(new TurnEndedEvent(1, TurnEndReason.Answered), events[^1]);
        Assert.Empty(_answerer.Questions[^1].History);
        await Waiting.UntilAsync(() => _answerer.Running + _synthesizer.Running == 0);
        Assert.False(_speculations[0].WasUsed);
        await _registry.WhenIdle.WithinReason();
    }

    /// <summary>Settles on the first words, and reads the rest in the pause.</summary>
    private async IAsyncEnumerable<Transcript> ReadAsync(IAsyncEnumerable<AudioFrame> speech, Task isPause)
    {
        var settled = FakeRecognizer.Partial("what is a");
        yield return settled;
        await isPause;
        yield return settled with { AtPause = new PauseReading("what is a codec?", LogEnd: -1, Margin: -1, At: TimeSpan.FromMinutes(1)) };
        _hasRead = true;
        await foreach (var _ in speech)
        {
        }

        yield return FakeRecognizer.Final("what is a codec");
    }
}
