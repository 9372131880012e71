using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using VirtualTA.Core.Contracts;

namespace VirtualTA.Core.Conversation;

/// <summary>
/// One person's questions and their answers. It outlives connections: a lost socket detaches the running turn,
/// which waits for its listener to come back (agent.md §3, §9). Safe for concurrent use.
/// </summary>
public sealed partial class Conversation
{
    private readonly ConversationServices _services;
    private readonly Lock _gate = new();
    private readonly List<Exchange> _history = [];
    private ConversationTurn? _current;
    private HeardCut? _unreportedCut;
    private Task _coming = Task.CompletedTask;
    private int _turns;
    private bool _acknowledges;

    internal Conversation(string id, ConversationServices services)
    {
        Id = id;
        Name = Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(id)).AsSpan(0, 4));
        _services = services;
        LastUsed = services.Time.GetTimestamp();
    }

    /// <summary>Key of the conversation; whoever knows it may take part.</summary>
    public string Id { get; }

    /// <summary>Name for logs and records: tells conversations apart, but does not let anybody take part.</summary>
    public string Name { get; }

    /// <summary>Whether a turn runs or waits for its listener.</summary>
    public bool IsLive { get; private set; }

    /// <summary>Whether a turn waits for a listener who lost the connection.</summary>
    internal bool IsDetached
    {
        get
        {
            lock (_gate)
            {
                return _current is { IsDetached: true };
            }
        }
    }

    /// <summary>Stamp of the last call.</summary>
    internal long LastUsed { get; private set; }

    /// <summary>What was asked and heard so far, oldest first. An answer still running is not in it.</summary>
    public IReadOnlyList<Exchange> History
    {
        get
        {
            lock (_gate)
            {
                return _current is { IsRunning: false } && _current.ToExchange(_acknowledges) is { } last ? [.. _history, last] : [.. _history];
            }
        }
    }

    /// <summary>Asks one question and listens to its answer; leaving the enumeration early stops the turn.</summary>
    /// <param name="request">The question; its history is filled in here.</param>
    /// <param name="connection">Cancelled if the listener's connection breaks: then the turn waits to be resumed.</param>
    /// <param name="cancellationToken">Cancelled when the listener leaves, for whatever reason.</param>
    /// <returns>The events of the turn; where the server is full, an apology, written and spoken, and a rejected end.</returns>
    /// <exception cref="UserInputException">Another question is being answered, or the server is shutting down.</exception>
    public async IAsyncEnumerable<TurnEvent> AskAsync(
        TurnRequest request, CancellationToken connection, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        await Settled.WaitAsync(cancellationToken);
        var refusal = TryBegin(() => Begin(request), request.Speak, out var turn);
        foreach (var turnEvent in refusal)
        {
            yield return turnEvent;
        }

        await foreach (var turnEvent in Listen(turn, connection, cancellationToken))
        {
            yield return turnEvent;
        }
    }

    /// <summary>
    /// Listens to a turn again after a lost connection. Written events come from the start of the turn, so that the
    /// listener can rebuild what it shows; sound comes from <paramref name="fromChunk"/> on, so that nothing is heard twice.
    /// </summary>
    /// <param name="turn">Number of the turn.</param>
    /// <param name="fromChunk">The chunk after the last one received.</param>
    /// <param name="connection">Cancelled if the listener's connection breaks.</param>
    /// <param name="cancellationToken">Cancelled when the listener leaves, for whatever reason.</param>
    /// <exception cref="UserInputException">The turn is not the last one of the conversation, nor about to be.</exception>
    public IAsyncEnumerable<TurnEvent> ResumeAsync(
        int turn, int fromChunk, CancellationToken connection, CancellationToken cancellationToken = default)
    {
        lock (_gate)
        {
            Touch();
            return turn == _turns + 1 && !_coming.IsCompleted ? ResumeWhenBegunAsync(_coming, turn, connection, cancellationToken)
                : _current is { } current && current.Number == turn ? current.ListenAsync(fromChunk, connection, cancellationToken)
                : throw new UserInputException(
                    NoticeCodes.TurnUnknown, $"Turn {turn} can no longer be resumed. Please ask the question again.");
        }
    }

    private async IAsyncEnumerable<TurnEvent> ResumeWhenBegunAsync(
        Task begun, int turn, CancellationToken connection, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await begun.WaitAsync(cancellationToken);
        await foreach (var turnEvent in ResumeAsync(turn, fromChunk: 0, connection, cancellationToken))
        {
            yield return turnEvent;
        }
    }

    /// <summary>Ends a turn because the person wants silence. A number that is not the current turn's is ignored.</summary>
    /// <param name="turn">Number of the turn.</param>
    public void Stop(int turn) => Find(turn)?.Stop(TurnEndReason.Interrupted);

    /// <summary>Notes how far the person has heard an answer.</summary>
    /// <param name="turn">Number of the turn.</param>
    /// <param name="sample">Number of samples of the turn's sound that have left the speaker.</param>
    public void Heard(int turn, long sample)
    {
        if (Find(turn) is { } current)
        {
            _acknowledges = true;
            if (current.IsFirstReportOfCut())
            {
                _services.CutReported(0); // in time: the history is cut where it says
            }

            if (current.Heard(sample) is { } audible)
            {
                _services.TurnAudible(new TurnAudible(Name, turn, current.Timeline, audible));
            }
        }
        else if (TakeLateCut(turn) is { } cut)
        {
            _services.CutReported(cut.WordsUntil(sample));
        }
    }

    /// <summary>Notes how an answer was played, as the listener's machine measured it.</summary>
    /// <param name="turn">Number of the turn; one that is not the current turn's is ignored.</param>
    /// <param name="report">What was measured.</param>
    public void Played(int turn, PlaybackMeasurement report)
    {
        ArgumentNullException.ThrowIfNull(report);
        if (Find(turn) is { } current)
        {
            _services.TurnPlayed(TurnPlayed.Of(Name, turn, current.Timeline, report));
        }
    }

    private ConversationTurn? Find(int turn)
    {
        lock (_gate)
        {
            Touch();
            return _current?.Number == turn ? _current : null;
        }
    }

    /// <summary>Completes when it is known how much of an interrupted answer was heard.</summary>
    private Task Settled
    {
        get
        {
            lock (_gate)
            {
                return _current?.Settled ?? Task.CompletedTask;
            }
        }
    }

    private static IAsyncEnumerable<TurnEvent> Listen(ConversationTurn? turn, CancellationToken connection, CancellationToken cancellationToken) =>
        turn?.ListenAsync(fromChunk: 0, connection, cancellationToken) ?? AsyncEnumerable.Empty<TurnEvent>();

    /// <summary>Begins a turn; where there is no room for it, the result is what the person is told instead.</summary>
    private IEnumerable<TurnEvent> TryBegin(Func<ConversationTurn> begin, bool speak, out ConversationTurn? turn)
    {
        try
        {
            turn = begin();
            return [];
        }
        catch (UserInputException refused) when (refused.Code is NoticeCodes.Overloaded)
        {
            turn = null;
            _services.Refused(refused.Code);
            return _services.Apology.Events(refused, speak);
        }
    }

    private ConversationTurn Begin(TurnRequest request, TurnTimeline? timeline = null)
    {
        ConversationTurn next;
        lock (_gate)
        {
            Touch();
            if (_current is { IsRunning: true })
            {
                throw new UserInputException(
                    NoticeCodes.TurnInProgress, "The last question is still being answered. Wait for the end, or stop it first.");
            }

            _services.Admission.Enter();
            Remember();
            var turn = new Turn(++_turns, _services.Engines, _services.TurnOptions, _services.Time, timeline);
            next = _current = new ConversationTurn(turn, _services.Options, _services.Time, over => Release(over, request));
            IsLive = true;
            request = request with { History = [.. _history], IsBusy = _services.Admission.IsBusy };
        }

        next.Start(request);
        return next;
    }

    private HeardCut? TakeLateCut(int turn)
    {
        lock (_gate)
        {
            var cut = _unreportedCut?.Turn == turn ? _unreportedCut : null;
            _unreportedCut = cut is null ? _unreportedCut : null;
            return cut;
        }
    }

    private void Remember()
    {
        _unreportedCut = _current?.FindUnreportedCut();
        if (_current?.ToExchange(_acknowledges) is { } exchange)
        {
            _history.Add(exchange);
        }

        var surplus = _history.Count - _services.Options.MaximumHistory;
        if (surplus > 0)
        {
            _history.RemoveRange(0, surplus);
        }
    }

    private void Release(ConversationTurn turn, TurnRequest request)
    {
        lock (_gate)
        {
            if (_current == turn)
            {
                IsLive = false;
                Touch();
            }
        }

        _services.Admission.Leave();
        _services.TurnOver(new TurnRecord(Name, turn.Number, turn.EndReason ?? TurnEndReason.Failed, turn.Timeline, turn.Failure)
        {
            Course = request.Course,
            Voice = request.Voice,
            Page = request.Page,
            IsSpoken = request.Speech is not null || request.Heard is not null,
            Exchange = () => turn.ToExchange(_acknowledges),
        });
    }

    private void Touch() => LastUsed = _services.Time.GetTimestamp();
}
