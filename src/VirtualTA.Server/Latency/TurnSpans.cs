using System.Diagnostics;
using System.Runtime.CompilerServices;
using VirtualTA.Core.Conversation;

namespace VirtualTA.Server.Latency;

/// <summary>Writes turns and their stages as spans, once their times are known. Words of people only where the log shows them too: at Trace.</summary>
internal sealed class TurnSpans(ILogger logger) : IDisposable
{
    /// <summary>Personal text goes below this prefix and nowhere else, so that a collector can drop it.</summary>
    public const string Personal = "virtualta.pii.";

    /// <summary>What is no figure of the budget, but part of the picture.</summary>
    private static readonly TurnSpan Speech = new("speech", TurnStage.FirstPhrase, TurnStage.LastAudio);

    private readonly ActivitySource _spans = new(TurnInstruments.Name);
    private readonly ConditionalWeakTable<TurnTimeline, StrongBox<ActivityContext>> _roots = [];
    private readonly ConditionalWeakTable<TurnTimeline, TurnAudible> _audible = [];

    public void Dispose() => _spans.Dispose();

    /// <summary>A turn is over.</summary>
    public void Write(TurnRecord turn, string outcome)
    {
        if (!_spans.HasListeners() || turn.Timeline.At(TurnStage.Ended) is not { } ended)
        {
            return;
        }

        var start = turn.Timeline.StartedAt;
        using var root = StartRoot(start);
        if (root is null)
        {
            return; // not sampled
        }

        root.SetTag("virtualta.turn.outcome", outcome).SetTag("virtualta.turn.number", turn.Number).SetTag("virtualta.course", turn.Course)
            .SetTag("virtualta.conversation", turn.Conversation).SetTag("virtualta.voice", turn.Voice).SetTag("virtualta.page", turn.Page)
            .SetTag("virtualta.turn.rules", string.Join(',', turn.Timeline.Rules));
        AddFailure(root, turn.Failure);
        AddWords(root, turn);
        foreach (var span in TurnStages.Spans.Append(Speech))
        {
            if (turn.Timeline.At(span.From) is { } from && turn.Timeline.At(span.To) is { } to)
            {
                WriteStage(root.Context, span.Name, start + from, start + to);
            }
        }

        _roots.AddOrUpdate(turn.Timeline, new StrongBox<ActivityContext>(root.Context));
        if (_audible.TryGetValue(turn.Timeline, out var audible))
        {
            WriteDelivery(root.Context, audible);
        }

        root.SetEndTime((start + ended).UtcDateTime);
    }

    /// <summary>The first sound was heard; this may be known before the turn is over, or after.</summary>
    public void Write(TurnAudible audible)
    {
        if (_roots.TryGetValue(audible.Timeline, out var root))
        {
            WriteDelivery(root.Value, audible);
        }
        else if (_spans.HasListeners())
        {
            _audible.AddOrUpdate(audible.Timeline, audible);
        }
    }

    /// <summary>A turn is a trace of its own: what happens to run while it ends, a request that nobody records for instance, would have it dropped.</summary>
    private Activity? StartRoot(DateTimeOffset start)
    {
        var running = Activity.Current;
        Activity.Current = null;
        try
        {
            return _spans.StartActivity(ActivityKind.Server, default(ActivityContext), startTime: start, name: "virtualta.turn");
        }
        finally
        {
            Activity.Current = running;
        }
    }

    private void WriteDelivery(ActivityContext root, TurnAudible audible)
    {
        if (audible.Timeline.At(TurnStage.FirstAudio) is { } made && audible.At >= made)
        {
            WriteStage(root, "delivery", audible.Timeline.StartedAt + made, audible.Timeline.StartedAt + audible.At);
        }
    }

    private void WriteStage(ActivityContext root, string name, DateTimeOffset from, DateTimeOffset to)
    {
        using var stage = _spans.StartActivity(ActivityKind.Internal, root, startTime: from, name: TurnStages.Prefix + name);
        stage?.SetEndTime(to.UtcDateTime);
    }

    /// <summary>An exception's type and place are the operator's; its message may quote what was said.</summary>
    private void AddFailure(Activity root, Exception? failure)
    {
        if (failure is null)
        {
            return;
        }

        var type = failure.GetType().FullName;
        var details = new ActivityTagsCollection
        {
            ["exception.type"] = type,
            ["exception.stacktrace"] = new StackTrace(failure, fNeedFileInfo: true).ToString(),
        };
        if (logger.IsEnabled(LogLevel.Trace))
        {
            details[Personal + "exception.message"] = failure.Message;
        }

        root.SetStatus(ActivityStatusCode.Error).SetTag("error.type", type).AddEvent(new ActivityEvent("exception", tags: details));
    }

    private void AddWords(Activity root, TurnRecord turn)
    {
        if (logger.IsEnabled(LogLevel.Trace) && turn.Exchange?.Invoke() is { } exchange)
        {
            root.SetTag(Personal + "question", exchange.Question).SetTag(Personal + "answer", exchange.Answer);
        }
    }
}
