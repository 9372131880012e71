using VirtualTA.Core.Contracts;

namespace VirtualTA.Core.Conversation;

// What comes before a turn is listened to, and after it was stopped.
internal sealed partial class ConversationTurn
{
    /// <summary>Completes when the listener has told how much of a stopped answer was heard, or does not tell in time.</summary>
    public Task Settled
    {
        get
        {
            lock (_gate)
            {
                return _settled?.Task ?? Task.CompletedTask;
            }
        }
    }

    /// <summary>Makes a turn that was held, because its question might have gone on, the one that is listened to.</summary>
    /// <param name="heard">When its question was heard.</param>
    /// <param name="transcript">The question, as finally understood.</param>
    /// <param name="released">Called once, when the turn has ended and nobody will listen to it any more.</param>
    public void Promote(TurnTimeline heard, Transcript transcript, Action<ConversationTurn> released)
    {
        lock (_gate)
        {
            _released = released;
            _transcript = transcript;
            Timeline.Join(heard);
        }
    }

    /// <summary>Throws a held turn away: nothing of it was ever told to anybody.</summary>
    public void Discard()
    {
        Stop(TurnEndReason.Abandoned);
        lock (_gate)
        {
            _listening = false;
        }

        ReleaseIfOver();
    }

    /// <summary>The page reports once more where it stopped; a page that has never reported will not.</summary>
    private void AwaitLastReport()
    {
        if (_isReported && Log.Sound is var (written, heard) && heard < written)
        {
            _settled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _settling = _time.CreateTimer(static settled => ((TaskCompletionSource)settled!).TrySetResult(), _settled, _options.LastReport, Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>Whether the listener tells now, and for the first time, where a stopped answer fell silent.</summary>
    public bool IsFirstReportOfCut()
    {
        lock (_gate)
        {
            var isFirst = WasStopped && _settled is not null && !_isCutReported;
            _isCutReported |= isFirst;
            return isFirst;
        }
    }

    /// <summary>Where a stopped answer was taken to have fallen silent, if the listener has not told yet; otherwise null.</summary>
    public HeardCut? FindUnreportedCut()
    {
        lock (_gate)
        {
            return WasStopped && _settled is not null && !_isCutReported ? new HeardCut(Number, Log.Snapshot()) : null;
        }
    }

    /// <summary>What was made while the turn was held says it as it is known now.</summary>
    private TurnEvent Renew(TurnEvent turnEvent) => turnEvent switch
    {
        FinalTranscriptEvent when _transcript is { } transcript => new FinalTranscriptEvent(Number, transcript.Text, transcript.Confidence),
        LatencyEvent => new LatencyEvent(Number, Timeline.ToMilliseconds(), Timeline.Rules),
        _ => turnEvent,
    };
}
