using System.Runtime.CompilerServices;
using System.Threading.Channels;
using VirtualTA.Core.Contracts;
using VirtualTA.Core.Listening;

namespace VirtualTA.Core.Conversation;

// What a conversation offers to its open microphone.
public sealed partial class Conversation
{
    /// <summary>Grace for what was made but not reported as heard: a listener who stopped reporting is not listening for ever.</summary>
    private static readonly TimeSpan LateReports = TimeSpan.FromSeconds(2);

    internal int NextTurn
    {
        get
        {
            lock (_gate)
            {
                return _turns + 1;
            }
        }
    }

    /// <summary>Number of the answer that is being heard now; null if none is.</summary>
    internal int? AudibleTurn
    {
        get
        {
            lock (_gate)
            {
                return _current is { WasStopped: false } turn && IsAudible(turn) ? turn.Number : null;
            }
        }
    }

    /// <summary>The turn that thinks but has made no sound yet, and how long ago its question was taken as finished.</summary>
    internal (int Number, TimeSpan Age)? SilentTurn
    {
        get
        {
            lock (_gate)
            {
                return _current is { IsRunning: true, WasStopped: false } turn && turn.Timeline.At(TurnStage.FirstAudio) is null
                    ? (turn.Number, turn.Timeline.Elapsed - (turn.Timeline.At(TurnStage.TurnCommitted) ?? TimeSpan.Zero))
                    : null;
            }
        }
    }

    /// <summary>How long the current answer has been audible.</summary>
    internal TimeSpan AudibleFor
    {
        get
        {
            lock (_gate)
            {
                return _current?.Timeline is { } timeline && timeline.At(TurnStage.FirstAudio) is { } first ? timeline.Elapsed - first : TimeSpan.Zero;
            }
        }
    }

    /// <summary>What the current answer says, all of it: echo may come late.</summary>
    internal string SpokenNow
    {
        get
        {
            lock (_gate)
            {
                return _current is null ? "" : string.Concat(_current.Log.Snapshot().Events.OfType<AnswerDeltaEvent>().Select(delta => delta.Spoken));
            }
        }
    }

    /// <summary>Listens to an open microphone and answers each question in it, until the microphone closes.</summary>
    /// <param name="template">What the questions have in common: course, voice, recognition context.</param>
    /// <param name="microphone">Everything the microphone takes up, pauses included.</param>
    /// <param name="options">How to listen.</param>
    /// <param name="connection">Cancelled if the listener's connection breaks: then a running answer waits to be resumed.</param>
    /// <param name="cancellationToken">Cancelled when the listener leaves, for whatever reason.</param>
    /// <exception cref="UserInputException">There is no recogniser, or the microphone's sound cannot be used.</exception>
    public async IAsyncEnumerable<TurnEvent> ConverseAsync(
        TurnRequest template,
        IAsyncEnumerable<AudioFrame> microphone,
        ListeningOptions options,
        CancellationToken connection,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(template);
        ArgumentNullException.ThrowIfNull(options);
        var recognizer = _services.Engines.Recognizer
            ?? throw new UserInputException(NoticeCodes.RecognizerMissing, _services.Engines.RecognizerRemedy);
        var events = Channel.CreateBounded<TurnEvent>(new BoundedChannelOptions(_services.TurnOptions.EventBacklog) { SingleReader = true });
        using var open = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var listening = new ConversationMicrophone(this, _services, recognizer, template, options, events.Writer, connection)
            .RunAsync(microphone, open.Token);
        try
        {
            await foreach (var turnEvent in events.Reader.ReadAllAsync(cancellationToken))
            {
                yield return turnEvent;
            }
        }
        finally
        {
            await open.CancelAsync();
            await listening; // never throws: its failure travels through the events
        }
    }

    /// <summary>A question is over: its turn begins in a moment, and may be waited for by a listener who comes back.</summary>
    /// <param name="begun">Completes when the turn has begun, or when none will.</param>
    internal void Expect(Task begun)
    {
        lock (_gate)
        {
            _coming = begun;
        }
    }

    /// <summary>Begins to answer a question that was heard already, once the turn before has let go.</summary>
    /// <returns>The turn, or what the person is told instead.</returns>
    internal async Task<(ConversationTurn? Turn, IEnumerable<TurnEvent> Refusal)> BeginAsync(
        TurnRequest request, TurnTimeline timeline, SpeculativeAnswer? held, CancellationToken cancellationToken)
    {
        Task before;
        lock (_gate)
        {
            before = _current is { WasStopped: true } stopped ? stopped.Running : Task.CompletedTask;
        }

        ConversationTurn? turn = null;
        try
        {
            await before.WaitAsync(cancellationToken);
            await Settled.WaitAsync(cancellationToken);
            var refusal = TryBegin(
                () => (held is null ? null : TryPromote(held, timeline, request.Heard!)) ?? Begin(request, timeline), request.Speak, out turn);
            return (turn, refusal);
        }
        finally
        {
            if (held is not null && turn != held.Turn)
            {
                Discard(held);
            }
        }
    }

    private bool IsAudible(ConversationTurn turn)
    {
        var (written, heard) = turn.Log.Sound;
        if (written == 0 || turn.Timeline.At(TurnStage.FirstAudio) is not { } first)
        {
            return false;
        }

        var untilEnd = first + TimeSpan.FromSeconds((double)written / AudioFrame.SampleRate) - turn.Timeline.Elapsed;
        return turn.IsRunning || (_acknowledges ? heard < written && untilEnd > -LateReports : untilEnd > TimeSpan.Zero);
    }
}
