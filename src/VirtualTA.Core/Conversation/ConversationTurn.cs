using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using VirtualTA.Core.Contracts;

namespace VirtualTA.Core.Conversation;

/// <summary>A turn that runs whether or not somebody listens, and the listeners who come and go.</summary>
[SuppressMessage("Design", "CA1001", Justification = "The turn disposes of its source itself when it is over; nobody else could know when.")]
internal sealed partial class ConversationTurn
{
    private readonly Turn _turn;
    private readonly ConversationOptions _options;
    private readonly TimeProvider _time;
    private Action<ConversationTurn> _released;
    private TaskCompletionSource? _settled;
    private ITimer? _settling;
    private Transcript? _transcript; // of a turn that was held
    private bool _isReported;
    private bool _isCutReported;
    private readonly CancellationTokenSource _stopping = new();
    private readonly Lock _gate = new();
    private TurnEndReason? _stopReason;
    private ITimer? _detached;
    private TimeSpan? _audibleAt;
    private bool _running = true;
    private bool _listening = true; // whoever began the turn is about to
    private bool _isReleased;

    /// <param name="turn">What runs.</param>
    /// <param name="options">Limits.</param>
    /// <param name="time">Clock of the detached lifetime.</param>
    /// <param name="released">Called once, when the turn has ended and nobody will listen to it any more.</param>
    public ConversationTurn(Turn turn, ConversationOptions options, TimeProvider time, Action<ConversationTurn> released)
    {
        _turn = turn;
        _options = options;
        _time = time;
        _released = released;
        Log = new ConversationLog(options, time);
    }

    public int Number => _turn.Number;

    public TurnTimeline Timeline => _turn.Timeline;

    public ConversationLog Log { get; }

    /// <summary>How the turn ended; null while it runs.</summary>
    public TurnEndReason? EndReason { get; private set; }

    /// <summary>What went wrong, for the operator; null if nothing did.</summary>
    public Exception? Failure { get; private set; }

    /// <summary>Whether the person cut the answer short, during the turn or while its sound was still playing.</summary>
    public bool WasStopped { get; private set; }

    /// <summary>Where this turn stands in the conversation's history; null if nothing of it is to be remembered.</summary>
    /// <param name="acknowledges">Whether the listener reports what it has played.</param>
    public Exchange? ToExchange(bool acknowledges) => ConversationHistory.ToExchange(Log, WasStopped, acknowledges);

    /// <summary>Whether the turn waits for a listener who lost the connection.</summary>
    public bool IsDetached
    {
        get
        {
            lock (_gate)
            {
                return _detached is not null;
            }
        }
    }

    /// <summary>Whether stages still run.</summary>
    public bool IsRunning
    {
        get
        {
            lock (_gate)
            {
                return _running;
            }
        }
    }

    /// <summary>Notes what was heard.</summary>
    /// <returns>When the first sound left the speaker, if this report is the first to tell; otherwise null.</returns>
    public TimeSpan? Heard(long sample)
    {
        Log.Heard(sample);
        lock (_gate)
        {
            _isReported = true;
            if (WasStopped)
            {
                _settled?.TrySetResult();
            }

            if (_audibleAt is not null || sample <= 0 || Timeline.At(TurnStage.FirstAudio) is not { } made)
            {
                return null;
            }

            var played = TimeSpan.FromSeconds((double)Math.Min(sample, int.MaxValue) / AudioFrame.SampleRate);
            _audibleAt = Timeline.Elapsed - played;
            return _audibleAt = _audibleAt > made ? _audibleAt : made; // a wrong report must not make sound heard before it was made
        }
    }

    /// <summary>The run; completes without an exception when every stage has let go.</summary>
    public Task Running { get; private set; } = Task.CompletedTask;

    /// <summary>Runs to the end, or until <see cref="Stop"/>.</summary>
    public void Start(TurnRequest request) => Running = RunAsync(request);

    private async Task RunAsync(TurnRequest request)
    {
        TurnEndedEvent? last = null;
        try
        {
            await foreach (var turnEvent in _turn.RunAsync(request, _stopping.Token))
            {
                if (turnEvent is TurnEndedEvent ended)
                {
                    last = ended; // told only when every stage has let go, so that the next question finds room
                }
                else
                {
                    await Log.AppendAsync(turnEvent, _stopping.Token);
                }
            }
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
        }
        catch (Exception exception)
        {
            Failure = exception;
            Log.AppendNow(new NoticeEvent(Number, NoticeCodes.TurnFailed, "Something went wrong on the server. Please ask again."));
        }

        End(last);
    }

    /// <summary>Listens from a chunk on. The last listener wins; leaving early stops or detaches the turn.</summary>
    /// <param name="fromChunk">First chunk of sound wanted.</param>
    /// <param name="connection">Cancelled if the connection broke: then the turn waits for the listener to come back.</param>
    /// <param name="cancellationToken">Cancelled when the listener leaves, for whatever reason.</param>
    public async IAsyncEnumerable<TurnEvent> ListenAsync(
        int fromChunk, CancellationToken connection, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var reader = Attach();
        try
        {
            await foreach (var turnEvent in Log.ReadAsync(reader, fromChunk, cancellationToken))
            {
                yield return Renew(turnEvent);
            }
        }
        finally
        {
            Leave(reader, connection.IsCancellationRequested);
        }
    }

    /// <summary>Ends the turn early; does nothing but remember it once the turn has ended.</summary>
    public void Stop(TurnEndReason reason)
    {
        lock (_gate)
        {
            if (reason == TurnEndReason.Interrupted && !WasStopped)
            {
                WasStopped = true;
                AwaitLastReport();
            }

            Log.DropUndeliveredSound();
            if (_running && _stopReason is null)
            {
                _stopReason = reason;
                _ = _stopping.CancelAsync(); // not Cancel: the stages' reactions must not run inside this lock
            }
        }
    }

    private int Attach()
    {
        lock (_gate)
        {
            _detached?.Dispose();
            _detached = null;
            _listening = true;
            return Log.TakeOver();
        }
    }

    private void Leave(int reader, bool connectionLost)
    {
        if (!Log.IsReader(reader))
        {
            return; // another connection listens now
        }

        var delivered = Log.IsDelivered;
        if (!delivered && !connectionLost)
        {
            Stop(TurnEndReason.Interrupted);
        }

        lock (_gate)
        {
            if (!delivered && connectionLost)
            {
                _detached = _time.CreateTimer(_ => Expire(), null, _options.DetachedLifetime, Timeout.InfiniteTimeSpan);
                return;
            }

            _listening = false;
        }

        ReleaseIfOver();
    }

    private void Expire()
    {
        lock (_gate)
        {
            if (_detached is null)
            {
                return; // somebody came back in this very moment
            }

            _detached.Dispose();
            _detached = null;
            _listening = false;
        }

        Stop(TurnEndReason.Abandoned);

        ReleaseIfOver();
    }

    private void End(TurnEndedEvent? last)
    {
        lock (_gate)
        {
            Failure ??= _turn.Failure;
            EndReason = _stopReason is { } stopped && last is null ? stopped : last?.Reason ?? TurnEndReason.Failed;
            _running = false;
            if (last is null)
            {
                Timeline.Mark(TurnStage.Ended);
                Log.AppendNow(new LatencyEvent(Number, Timeline.ToMilliseconds(), Timeline.Rules));
            }

            Log.Close(last ?? new TurnEndedEvent(Number, EndReason.Value));
        }

        ReleaseIfOver();
    }

    private void ReleaseIfOver()
    {
        lock (_gate)
        {
            if (_running || _listening || _isReleased)
            {
                return;
            }

            _isReleased = true;
        }

        _stopping.Dispose();
        _released(this);
    }
}
