using System.Buffers.Binary;
using System.Threading.Channels;
using VirtualTA.Core.Contracts;

namespace VirtualTA.Core.Conversation;

/// <summary>The second half of a turn: the answer is written and spoken at the same time.</summary>
internal sealed class TurnReply(
    int number, TurnEngines engines, TurnOptions options, TurnTimeline timeline, ChannelWriter<TurnEvent> events, TurnController controller, TimeProvider time)
{
    private long _samplesSent;
    private int _chunksSent;

    /// <summary>Why the voice fell silent; null while it works.</summary>
    public Exception? SpeechFailure { get; private set; }

    public async Task<TurnEndReason> RunAsync(Question question, TurnRequest request, CancellationToken cancellationToken)
    {
        var synthesizer = request.Speak ? engines.Synthesizer : null;
        if (request.Speak && synthesizer is null)
        {
            await events.WriteAsync(
                new NoticeEvent(number, NoticeCodes.SynthesizerMissing, engines.SynthesizerRemedy), cancellationToken);
        }

        question = question with { IsHurried = controller.HurryAnswer() };
        if (synthesizer is null)
        {
            var written = await WriteAsync(question, spoken: null, cancellationToken);
            return request.Speak && written == TurnEndReason.Answered ? TurnEndReason.Degraded : written;
        }

        RequireVoice(synthesizer, request.Voice);
        using var reply = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var text = Channel.CreateBounded<string>(
            new BoundedChannelOptions(options.TextBacklog) { SingleReader = true, SingleWriter = true });
        var speaking = SpeakAsync(synthesizer, text.Reader, new SpeechOptions(request.Voice, request.Seed), reply.Token);
        try
        {
            var reason = await WriteAsync(question, text.Writer, cancellationToken);
            text.Writer.Complete();
            await speaking;
            return SpeechFailure is not null && reason == TurnEndReason.Answered ? TurnEndReason.Degraded : reason;
        }
        catch (StageFailedException)
        {
            text.Writer.TryComplete(); // what was written before the failure is still spoken to its end
            await speaking;
            throw;
        }
        finally
        {
            text.Writer.TryComplete();
            await reply.CancelAsync();
            await speaking.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static void RequireVoice(ISpeechSynthesizer synthesizer, string? voice)
    {
        if (voice is not null && !synthesizer.Voices.Any(known => known.Name == voice))
        {
            throw new UserInputException(
                NoticeCodes.VoiceUnknown,
                $"There is no voice '{voice}'. Known voices: {string.Join(", ", synthesizer.Voices.Select(known => known.Name))}.");
        }
    }

    private async Task<TurnEndReason> WriteAsync(Question question, ChannelWriter<string>? spoken, CancellationToken cancellationToken)
    {
        var outcome = AnswerOutcome.Answered;
        timeline.Mark(TurnStage.RetrievalStarted);
        try
        {
            await foreach (var part in engines.Answerer.AnswerAsync(question, cancellationToken).WithCancellation(cancellationToken))
            {
                switch (part)
                {
                    case SourcesFound:
                        timeline.Mark(TurnStage.SourcesReady);
                        break;
                    case AnswerText text:
                        await WriteTextAsync(text, spoken, cancellationToken);
                        break;
                    case AnswerCited cited:
                        await events.WriteAsync(new CitationEvent(number, cited.Citation), cancellationToken);
                        break;
                    case AnswerNoticed noticed:
                        await events.WriteAsync(new NoticeEvent(number, noticed.Code, noticed.Message), cancellationToken);
                        break;
                    case AnswerCompleted completed:
                        outcome = completed.Outcome;
                        if (completed.Rule is { } rule)
                        {
                            timeline.Fire(rule);
                        }

                        break;
                }
            }
        }
        catch (Exception exception) when (Turn.IsFailure(exception, cancellationToken))
        {
            throw new StageFailedException(
                NoticeCodes.AnswerFailed, "The answer could not be completed. Please ask again.", exception);
        }

        timeline.Mark(TurnStage.LastToken);
        return outcome switch
        {
            AnswerOutcome.Abstained => TurnEndReason.Abstained,
            AnswerOutcome.Degraded => TurnEndReason.Degraded,
            _ => TurnEndReason.Answered,
        };
    }

    private async Task WriteTextAsync(AnswerText text, ChannelWriter<string>? spoken, CancellationToken cancellationToken)
    {
        timeline.Mark(TurnStage.FirstToken);
        await events.WriteAsync(new AnswerDeltaEvent(number, text.Text, text.Spoken), cancellationToken);
        if (spoken is not null && text.Spoken.Length > 0)
        {
            timeline.Mark(TurnStage.FirstPhrase);
            await spoken.WriteAsync(text.Spoken, cancellationToken);
        }
    }

    private async Task SpeakAsync(
        ISpeechSynthesizer synthesizer, ChannelReader<string> text, SpeechOptions speech, CancellationToken cancellationToken)
    {
        try
        {
            if (!await text.WaitToReadAsync(cancellationToken))
            {
                return; // nothing is to be said
            }

            await VoiceAsync(synthesizer, text, speech with { Haste = controller.HurryVoice() }, cancellationToken);
            timeline.Mark(TurnStage.LastAudio);
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            SpeechFailure = exception;
            await events.WriteAsync(
                new NoticeEvent(number, NoticeCodes.SpeechFailed, "The voice stopped working; the answer goes on in writing."),
                cancellationToken);
            await foreach (var unspoken in text.ReadAllAsync(cancellationToken))
            {
                _ = unspoken; // drained, so that the writer never waits for a voice that is gone
            }
        }
    }

    /// <exception cref="TimeoutException">The voice has made no sound for so long that the answer goes on in writing.</exception>
    private async Task VoiceAsync(
        ISpeechSynthesizer synthesizer, ChannelReader<string> text, SpeechOptions speech, CancellationToken cancellationToken)
    {
        using var speaking = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var patience = time.CreateTimer(_ => speaking.Cancel(), null, controller.VoicePatience, Timeout.InfiniteTimeSpan);
        try
        {
            await foreach (var chunk in synthesizer.SpeakAsync(text.ReadAllAsync(speaking.Token), speech, speaking.Token).WithCancellation(speaking.Token))
            {
                patience.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
                await SendAsync(chunk, cancellationToken);
            }
        }
        catch (OperationCanceledException) when (speaking.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            controller.GiveUpVoice();
            throw new TimeoutException($"The voice made no sound within {controller.VoicePatience.TotalSeconds:0.#} s.");
        }
    }

    private async Task SendAsync(AudioChunk chunk, CancellationToken cancellationToken)
    {
        if (chunk.Samples.IsEmpty)
        {
            return;
        }

        var first = chunk.FindAudible() >= 0 && timeline.Mark(TurnStage.FirstAudio);
        var pcm = new byte[chunk.Samples.Length * sizeof(short)];
        var samples = chunk.Samples.Span;
        for (var i = 0; i < samples.Length; i++)
        {
            BinaryPrimitives.WriteInt16LittleEndian(pcm.AsSpan(i * sizeof(short)), samples[i]);
        }

        SpokenWord[] words = [.. chunk.Words.Select(word => new SpokenWord(word.Word, ToSample(word.Start), ToSample(word.End), word.TextStart))];
        await events.WriteAsync(new AudioChunkEvent(number, _chunksSent++, _samplesSent, pcm, words), cancellationToken);
        _samplesSent += chunk.Samples.Length;
        if (first)
        {
            await events.WriteAsync(new LatencyEvent(number, timeline.ToMilliseconds(), timeline.Rules), cancellationToken);
        }
    }

    private static long ToSample(TimeSpan time) => (long)Math.Round(time.TotalSeconds * AudioFrame.SampleRate);
}
