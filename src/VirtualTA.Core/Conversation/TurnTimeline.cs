namespace VirtualTA.Core.Conversation;

/// <summary>Stages of a turn, in the order in which they are usually reached (agent.md §10).</summary>
public enum TurnStage
{
    /// <summary>The turn was created; every figure counts from here.</summary>
    Started,

    /// <summary>The first microphone frame arrived.</summary>
    SpeechStarted,

    /// <summary>The last microphone frame arrived.</summary>
    SpeechEnded,

    /// <summary>The question is complete and will be answered.</summary>
    TurnCommitted,

    /// <summary>The final transcript is known.</summary>
    TranscriptReady,

    /// <summary>The answerer was asked.</summary>
    RetrievalStarted,

    /// <summary>Passages were chosen.</summary>
    SourcesReady,

    /// <summary>The first text of the answer exists.</summary>
    FirstToken,

    /// <summary>The first text was given to the voice.</summary>
    FirstPhrase,

    /// <summary>The first audio chunk with sound in it exists.</summary>
    FirstAudio,

    /// <summary>The answer's text is complete.</summary>
    LastToken,

    /// <summary>The last audio chunk exists.</summary>
    LastAudio,

    /// <summary>The turn is over.</summary>
    Ended,
}

/// <summary>When each stage of one turn was reached, on a monotonic clock. Safe for concurrent use; the first mark of a stage counts.</summary>
public sealed class TurnTimeline
{
    private static readonly TurnStage[] Stages = Enum.GetValues<TurnStage>();
    private static readonly string[] Names = [.. Stages.Select(stage => char.ToLowerInvariant(stage.ToString()[0]) + stage.ToString()[1..])];

    private readonly TimeProvider _time;
    private readonly long[] _stamps = new long[Stages.Length];
    private readonly long _origin;
    private readonly Lock _gate = new();
    private string[] _rules = [];

    /// <summary>Starts the clock.</summary>
    /// <param name="time">Source of monotonic stamps.</param>
    public TurnTimeline(TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(time);
        _time = time;
        _origin = time.GetTimestamp();
        StartedAt = time.GetUtcNow();
        Array.Fill(_stamps, long.MinValue);
        _stamps[(int)TurnStage.Started] = _origin;
    }

    private TurnTimeline(TurnTimeline other)
    {
        _time = other._time;
        _origin = other._origin;
        StartedAt = other.StartedAt;
        other._stamps.CopyTo(_stamps, 0);
    }

    /// <summary>Wall-clock time of the start, for records only; never subtract it.</summary>
    public DateTimeOffset StartedAt { get; }

    /// <summary>A timeline with the same start and the stages reached so far, for work that may be thrown away.</summary>
    public TurnTimeline Branch() => new(this);

    /// <summary>Takes over when a question was heard, from the timeline that this one branched from.</summary>
    /// <param name="heard">The timeline of the question.</param>
    public void Join(TurnTimeline heard)
    {
        ArgumentNullException.ThrowIfNull(heard);
        foreach (var stage in (TurnStage[])[TurnStage.SpeechEnded, TurnStage.TurnCommitted])
        {
            Interlocked.Exchange(ref _stamps[(int)stage], Interlocked.Read(ref heard._stamps[(int)stage]));
        }

        Mark(TurnStage.TranscriptReady);
        foreach (var rule in heard.Rules)
        {
            Fire(rule);
        }
    }

    /// <summary>Rules that fired to keep the turn in time, in the order in which they fired, each once.</summary>
    public IReadOnlyList<string> Rules => Volatile.Read(ref _rules);

    /// <summary>Notes that a rule fired.</summary>
    /// <param name="rule">Its stable name, for instance <c>text-only</c>.</param>
    public void Fire(string rule)
    {
        lock (_gate)
        {
            if (!_rules.Contains(rule))
            {
                Volatile.Write(ref _rules, [.. _rules, rule]);
            }
        }
    }

    /// <summary>Stamps a stage unless it was stamped before.</summary>
    /// <param name="stage">The stage reached.</param>
    /// <returns>Whether this call stamped it.</returns>
    public bool Mark(TurnStage stage) =>
        Interlocked.CompareExchange(ref _stamps[(int)stage], _time.GetTimestamp(), long.MinValue) == long.MinValue;

    /// <summary>Stamps a stage that was reached a while ago, unless it was stamped before.</summary>
    /// <param name="stage">The stage reached.</param>
    /// <param name="ago">How long ago.</param>
    public void Mark(TurnStage stage, TimeSpan ago) => Interlocked.CompareExchange(
        ref _stamps[(int)stage],
        Math.Max(_origin, _time.GetTimestamp() - (long)(ago.TotalSeconds * _time.TimestampFrequency)),
        long.MinValue);

    /// <summary>Time from the start of the turn to a stage; null if it was not reached.</summary>
    /// <param name="stage">The stage asked for.</param>
    public TimeSpan? At(TurnStage stage)
    {
        var stamp = Interlocked.Read(ref _stamps[(int)stage]);
        return stamp == long.MinValue ? null : _time.GetElapsedTime(_origin, stamp);
    }

    /// <summary>Time from the start of the turn to now.</summary>
    public TimeSpan Elapsed => _time.GetElapsedTime(_origin);

    /// <summary>Places a moment of the clock on the timeline.</summary>
    /// <param name="clock">Time since the origin of the time provider's stamps.</param>
    /// <returns>Time from the start of the turn, negative before it.</returns>
    public TimeSpan FromClock(TimeSpan clock) => clock - _time.GetElapsedTime(0, _origin);

    /// <summary>Time between two stages; null unless both were reached.</summary>
    /// <param name="from">The earlier stage.</param>
    /// <param name="to">The later stage.</param>
    public TimeSpan? Between(TurnStage from, TurnStage to) => At(to) - At(from);

    /// <summary>Milliseconds from the start of the turn, keyed by stage name in camelCase, for the stages reached.</summary>
    public IReadOnlyDictionary<string, double> ToMilliseconds()
    {
        var result = new Dictionary<string, double>(Stages.Length);
        foreach (var stage in Stages)
        {
            if (At(stage) is { } at)
            {
                result[Names[(int)stage]] = Math.Round(at.TotalMilliseconds, 3);
            }
        }

        return result;
    }
}
