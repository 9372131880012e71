using System.Runtime.CompilerServices;
using System.Threading.Channels;
using VirtualTA.Core.Contracts;

namespace VirtualTA.Core.Conversation;

/// <summary>
/// One question and its answer: recognition, answering and speaking run at the same time over bounded channels,
/// so the first sound leaves while later text is still being made (agent.md §2).
/// </summary>
public sealed class Turn
{
    private readonly TurnEngines _engines;
    private readonly TurnOptions _options;
    private readonly TimeProvider _time;

    /// <summary>Creates a turn; nothing runs until <see cref="RunAsync"/>.</summary>
    /// <param name="number">Number of the turn in its conversation, from 1.</param>
    /// <param name="engines">What it runs on.</param>
    /// <param name="options">Its limits.</param>
    /// <param name="time">Its clock.</param>
    /// <param name="timeline">The timeline to go on with, where the question was heard before the turn; null for a new one.</param>
    public Turn(int number, TurnEngines engines, TurnOptions options, TimeProvider time, TurnTimeline? timeline = null)
    {
        ArgumentNullException.ThrowIfNull(engines);
        ArgumentNullException.ThrowIfNull(options);
        Number = number;
        _engines = engines;
        _options = options;
        _time = time;
        Timeline = timeline ?? new TurnTimeline(time);
    }

    /// <summary>Number of the turn in its conversation, from 1.</summary>
    public int Number { get; }

    /// <summary>When each stage was reached.</summary>
    public TurnTimeline Timeline { get; }

    /// <summary>The first failure of a stage, for the operator's log; null while none failed.</summary>
    public Exception? Failure { get; private set; }

    /// <summary>Runs the turn and reports each step as it happens; the last event is a <see cref="TurnEndedEvent"/>.</summary>
    /// <remarks>Abandoning the enumeration cancels every stage still running.</remarks>
    /// <param name="request">What is asked.</param>
    /// <param name="cancellationToken">Abandons the turn.</param>
    public async IAsyncEnumerable<TurnEvent> RunAsync(
        TurnRequest request, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        var events = Channel.CreateBounded<TurnEvent>(new BoundedChannelOptions(_options.EventBacklog) { SingleReader = true });
        using var turn = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var producing = Task.Run(() => ProduceAsync(request, events.Writer, turn.Token), CancellationToken.None);

        try
        {
            await foreach (var turnEvent in events.Reader.ReadAllAsync(cancellationToken))
            {
                yield return turnEvent;
            }
        }
        finally
        {
            await turn.CancelAsync();
            await producing; // never throws: its failure travels through the channel
        }
    }

    private async Task ProduceAsync(TurnRequest request, ChannelWriter<TurnEvent> events, CancellationToken cancellationToken)
    {
        try
        {
            var reason = await RunStagesAsync(request, events, cancellationToken);
            Timeline.Mark(TurnStage.Ended);
            await events.WriteAsync(new LatencyEvent(Number, Timeline.ToMilliseconds(), Timeline.Rules), cancellationToken);
            await events.WriteAsync(new TurnEndedEvent(Number, reason), cancellationToken);
            events.Complete();
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            events.Complete();
        }
        catch (Exception exception)
        {
            events.Complete(exception);
        }
    }

    private async Task<TurnEndReason> RunStagesAsync(
        TurnRequest request, ChannelWriter<TurnEvent> events, CancellationToken cancellationToken)
    {
        try
        {
            var question = await UnderstandAsync(request, events, cancellationToken);
            await events.WriteAsync(new ThinkingEvent(Number), cancellationToken);
            var controller = new TurnController(Timeline, _options.Budget, request.IsBusy, request.IsSpeculative);
            var reply = new TurnReply(Number, _engines, _options, Timeline, events, controller, _time);
            try
            {
                return await reply.RunAsync(question, request, cancellationToken);
            }
            finally
            {
                Failure ??= reply.SpeechFailure;
            }
        }
        catch (UserInputException refused)
        {
            await events.WriteAsync(new NoticeEvent(Number, refused.Code, refused.Message), cancellationToken);
            return TurnEndReason.Rejected;
        }
        catch (StageFailedException failed)
        {
            Failure = failed.InnerException;
            await events.WriteAsync(new NoticeEvent(Number, failed.Code, failed.Message), cancellationToken);
            return TurnEndReason.Failed;
        }
    }

    private async Task<Question> UnderstandAsync(
        TurnRequest request, ChannelWriter<TurnEvent> events, CancellationToken cancellationToken)
    {
        var transcript = request switch
        {
            { Heard: { } heard } => heard,
            { Speech: { } speech } => await HearAsync(speech, request.Recognition, events, cancellationToken),
            _ => Typed(request.Text),
        };
        if (!request.IsSpeculative)
        {
            Timeline.Mark(TurnStage.TurnCommitted);
            Timeline.Mark(TurnStage.TranscriptReady);
        }

        await events.WriteAsync(new FinalTranscriptEvent(Number, transcript.Text, transcript.Confidence), cancellationToken);

        return new Question(transcript.Text, request.Course)
        {
            History = request.History,
            CurrentLocator = request.CurrentLocator,
        };
    }

    private Transcript Typed(string? text)
    {
        var question = text?.Trim() ?? "";
        if (question.Length == 0)
        {
            throw new UserInputException(NoticeCodes.QuestionInvalid, "The question is empty. Type or speak a question.");
        }

        if (question.Length > _options.MaximumQuestionLength)
        {
            throw new UserInputException(
                NoticeCodes.QuestionInvalid,
                $"The question has {question.Length} characters; at most {_options.MaximumQuestionLength} are read. Please shorten it.");
        }

        return new Transcript(question, IsFinal: true, [], Confidence: 1);
    }

    private async Task<Transcript> HearAsync(
        IAsyncEnumerable<AudioFrame> speech,
        RecognitionContext context,
        ChannelWriter<TurnEvent> events,
        CancellationToken cancellationToken)
    {
        var recognizer = _engines.Recognizer
            ?? throw new UserInputException(NoticeCodes.RecognizerMissing, _engines.RecognizerRemedy);
        var guard = new QuestionAudioGuard(_options, Timeline);
        Transcript? final = null;

        try
        {
            var heard = recognizer.TranscribeAsync(guard.MeasureAsync(speech, cancellationToken), context, cancellationToken);
            await foreach (var transcript in heard.WithCancellation(cancellationToken))
            {
                if (transcript.IsFinal)
                {
                    final = transcript;
                }
                else
                {
                    await events.WriteAsync(new PartialTranscriptEvent(Number, transcript.Text), cancellationToken);
                }
            }
        }
        catch (Exception exception) when (IsFailure(exception, cancellationToken))
        {
            throw new StageFailedException(
                NoticeCodes.RecognitionFailed, "The question could not be transcribed. Please ask again, or type it.", exception);
        }

        guard.ThrowIfUnusable();
        return string.IsNullOrWhiteSpace(final?.Text)
            ? throw new UserInputException(NoticeCodes.NoWords, "No words were understood. Please ask again, closer to the microphone, or type the question.")
            : final;
    }

    /// <summary>Whether an exception is a stage's own failure rather than our cancellation or the person's input.</summary>
    internal static bool IsFailure(Exception exception, CancellationToken cancellationToken) =>
        exception is not UserInputException
        && !(exception is OperationCanceledException && cancellationToken.IsCancellationRequested);
}
