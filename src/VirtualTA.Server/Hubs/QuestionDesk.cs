using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.Options;
using VirtualTA.Core.Contracts;
using VirtualTA.Core.Conversation;
using VirtualTA.Core.Listening;
using VirtualTA.Server.Hosting;

namespace VirtualTA.Server.Hubs;

/// <summary>What stands behind the hub: finds the conversation, reads the question, and answers every refusal with events.</summary>
internal sealed class QuestionDesk(
    ConversationRegistry conversations,
    QuestionReader reader,
    CallerLimits limits,
    IOptions<ListeningOptions> listening,
    TimeProvider time,
    ILogger<QuestionDesk> logger)
{
    private static readonly object OwnConversation = new();

    private readonly string _run = Guid.NewGuid().ToString("N");

    /// <summary>Starts a conversation, which becomes the connection's own.</summary>
    /// <exception cref="HubException">There are too many.</exception>
    public OpenedConversation Open(Caller caller)
    {
        try
        {
            return new OpenedConversation(Renew(caller).Id);
        }
        catch (UserInputException refused)
        {
            throw new HubException(refused.Message, refused); // a call without a stream has no other way to say it
        }
    }

    public async IAsyncEnumerable<TurnEvent> AskAsync(
        Caller caller, AskRequest? request, IAsyncEnumerable<string> frames, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var taken = reader.Take(frames, caller.Lost);
        try
        {
            await foreach (var turnEvent in AnswerAsync(caller, limits.Enter, () => Ask(caller, request, taken, cancellationToken), cancellationToken))
            {
                yield return turnEvent;
            }
        }
        finally
        {
            // A call that ends while its client is still sending can cost the connection.
            await taken.Ended;
        }
    }

    public async IAsyncEnumerable<TurnEvent> ConverseAsync(
        Caller caller, AskRequest? request, IAsyncEnumerable<string> microphone, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var taken = reader.Open(microphone, caller.Lost);
        try
        {
            await foreach (var turnEvent in AnswerAsync(
                caller, limits.Open, () => Converse(caller, request, taken, cancellationToken), cancellationToken))
            {
                yield return turnEvent;
            }
        }
        finally
        {
            await taken.Ended;
        }
    }

    public IAsyncEnumerable<TurnEvent> ResumeAsync(
        Caller caller, string conversationId, int turn, int fromChunk, CancellationToken cancellationToken) =>
        AnswerAsync(
            caller,
            limits.Enter,
            () => Find(caller, conversationId).ResumeAsync(turn, fromChunk, caller.Lost, cancellationToken),
            cancellationToken);

    public void Stop(Caller caller, string? conversationId, int turn) =>
        TryFind(caller, conversationId)?.Stop(turn);

    public void Heard(Caller caller, string? conversationId, int turn, long sample) =>
        TryFind(caller, conversationId)?.Heard(turn, sample);

    public void Played(Caller caller, string? conversationId, int turn, PlaybackMeasurement? report)
    {
        if (report is not null) // a client may send null whatever the type says
        {
            TryFind(caller, conversationId)?.Played(turn, report);
        }
    }

    public ServerClock ReadClock() => new(time.GetElapsedTime(0).TotalMilliseconds, _run);

    private IAsyncEnumerable<TurnEvent> Ask(
        Caller caller, AskRequest? request, QuestionFrames frames, CancellationToken cancellationToken)
    {
        var question = reader.Read(request, frames);
        logger.Asked(caller.Connection, question.Text ?? "(spoken)");
        return Find(caller, request?.ConversationId).AskAsync(question, caller.Lost, cancellationToken);
    }

    private IAsyncEnumerable<TurnEvent> Converse(
        Caller caller, AskRequest? request, QuestionFrames microphone, CancellationToken cancellationToken)
    {
        var template = reader.Read(request is null ? null : request with { Text = null }, microphone);
        return Find(caller, request?.ConversationId).ConverseAsync(
            template with { Speech = null }, template.Speech!, listening.Value, caller.Lost, cancellationToken);
    }

    /// <summary>Runs a call inside the caller's limits; what is refused becomes a notice and an end.</summary>
    private async IAsyncEnumerable<TurnEvent> AnswerAsync(
        Caller caller,
        Func<Caller, IDisposable> enter,
        Func<IAsyncEnumerable<TurnEvent>> call,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        IDisposable? entrance = null;
        IAsyncEnumerator<TurnEvent>? events = null;
        try
        {
            while (true)
            {
                NoticeEvent? refusal = null;
                try
                {
                    entrance ??= enter(caller);
                    events ??= call().GetAsyncEnumerator(cancellationToken);
                    if (!await events.MoveNextAsync())
                    {
                        yield break;
                    }
                }
                catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
                {
                    refusal = Refuse(caller, exception);
                }

                if (refusal is not null)
                {
                    yield return refusal;
                    yield return new TurnEndedEvent(0, TurnEndReason.Rejected);
                    yield break;
                }

                yield return events!.Current;
            }
        }
        finally
        {
            await (events?.DisposeAsync() ?? ValueTask.CompletedTask);
            entrance?.Dispose();
        }
    }

    private NoticeEvent Refuse(Caller caller, Exception exception)
    {
        if (exception is UserInputException refused)
        {
            logger.Refused(caller.Connection, refused.Code);
            return new NoticeEvent(0, refused.Code, refused.Message);
        }

        logger.CallFailed(exception, caller.Connection);
        return new NoticeEvent(0, NoticeCodes.TurnFailed, "Something went wrong on the server. Please ask again.");
    }

    private Conversation Find(Caller caller, string? conversationId) =>
        conversationId is null ? OwnOf(caller) : conversations.Find(conversationId);

    private Conversation? TryFind(Caller caller, string? conversationId)
    {
        try
        {
            return Find(caller, conversationId);
        }
        catch (UserInputException)
        {
            return null; // a stop for a conversation that is gone has nothing left to do
        }
    }

    /// <summary>The conversation of callers who name none; kept with the connection, so that follow-up questions share it.</summary>
    private Conversation OwnOf(Caller caller)
    {
        lock (caller.Items)
        {
            return caller.Items.TryGetValue(OwnConversation, out var known) && known is Conversation own && conversations.Knows(own)
                ? own
                : Renew(caller);
        }
    }

    private Conversation Renew(Caller caller)
    {
        lock (caller.Items)
        {
            var own = conversations.Create();
            caller.Items[OwnConversation] = own;
            return own;
        }
    }
}
