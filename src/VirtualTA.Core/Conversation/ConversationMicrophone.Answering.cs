using VirtualTA.Core.Contracts;
using VirtualTA.Core.Listening;

namespace VirtualTA.Core.Conversation;

// From the end of a question on.
internal sealed partial class ConversationMicrophone
{
    private void Commit(ConversationUtterance utterance, CancellationToken cancellationToken)
    {
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        conversation.Expect(begun.Task);
        utterance.Complete(_voice.Silence);
        var held = _speculation;
        _speculation = null;
        Forget();
        _answering = AnswerAsync(utterance, held, _answering, begun, cancellationToken);
    }

    private async Task AnswerAsync(
        ConversationUtterance utterance, SpeculativeAnswer? held, Task before, TaskCompletionSource begun, CancellationToken cancellationToken)
    {
        try
        {
            await before.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing); // one answer at a time; the one before is over or was stopped
            if (await UnderstandAsync(utterance, cancellationToken) is { } question)
            {
                var given = held;
                held = null; // the conversation lets it go or throws it away
                await AnswerAsync(question, utterance.Timeline, given, begun, cancellationToken);
            }
        }
        finally
        {
            begun.TrySetResult();
            if (held is not null)
            {
                conversation.Discard(held);
            }
        }
    }

    /// <returns>What was asked; null where nothing was, or it was not understood.</returns>
    private async Task<TurnRequest?> UnderstandAsync(ConversationUtterance utterance, CancellationToken cancellationToken)
    {
        await TellAsync(new ListeningEvent(conversation.NextTurn, IsSpeaking: false), cancellationToken);
        var transcript = await utterance.Transcript;
        if (utterance.Failure is not null)
        {
            await RefuseAsync(NoticeCodes.RecognitionFailed, "The question could not be transcribed. Please ask again, or type it.", cancellationToken);
            return null;
        }

        var question = $"{utterance.Before} {transcript?.Text}".Trim();
        if (!BargeInJudge.HasContent(question))
        {
            return null; // noise, a cough or "okay": nothing was asked
        }

        _lastQuestion = question;
        return template with { Heard = new Transcript(question, IsFinal: true, [], transcript?.Confidence ?? 0) };
    }

    private async Task AnswerAsync(
        TurnRequest question, TurnTimeline heard, SpeculativeAnswer? held, TaskCompletionSource begun, CancellationToken cancellationToken)
    {
        try
        {
            var (turn, refusal) = await conversation.BeginAsync(question, heard, held, _left);
            begun.TrySetResult();
            foreach (var turnEvent in refusal)
            {
                await TellAsync(turnEvent, cancellationToken);
            }

            await foreach (var turnEvent in turn?.ListenAsync(fromChunk: 0, connection, cancellationToken) ?? AsyncEnumerable.Empty<TurnEvent>())
            {
                await events.WriteAsync(turnEvent, cancellationToken);
            }
        }
        catch (UserInputException refused)
        {
            await RefuseAsync(refused.Code, refused.Message, cancellationToken);
        }
    }

    private async Task RefuseAsync(string code, string message, CancellationToken cancellationToken)
    {
        await TellAsync(new NoticeEvent(0, code, message), cancellationToken);
        await TellAsync(new TurnEndedEvent(0, TurnEndReason.Rejected), cancellationToken);
    }

    /// <summary>Tells whoever is still there; a question that is over is answered without a listener too.</summary>
    private async ValueTask TellAsync(TurnEvent turnEvent, CancellationToken cancellationToken)
    {
        try
        {
            await events.WriteAsync(turnEvent, cancellationToken);
        }
        catch (OperationCanceledException) when (connection.IsCancellationRequested)
        {
        }
    }
}
