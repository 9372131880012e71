using System.Diagnostics.Metrics;
using VirtualTA.Core.Conversation;
using VirtualTA.Core.Listening;

namespace VirtualTA.Server.Latency;

/// <summary>Instruments of turn taking: interruptions, agreement, questions that went on, answers begun ahead, refusals.</summary>
internal sealed class ListeningInstruments : IHostedService
{
    private readonly ConversationRegistry _conversations;
    private readonly Dictionary<ListeningOutcome, Counter<long>[]> _outcomes;
    private readonly Counter<long> _hits;
    private readonly Counter<double> _wasted;
    private readonly Counter<long> _refused;
    private readonly Histogram<double> _delay;
    private readonly Histogram<int> _errorWords;

    public ListeningInstruments(ConversationRegistry conversations, IMeterFactory meters)
    {
        _conversations = conversations;
        var meter = meters.Create(TurnInstruments.Name);
        _outcomes = new Dictionary<ListeningOutcome, Counter<long>[]>
        {
            [ListeningOutcome.Interrupted] = [Count("virtualta.bargein.confirmed", "Speech that interrupted an answer.")],
            [ListeningOutcome.NotMeant] = [Count("virtualta.bargein.rejected", "Noise and echo over an answer, which went on.")],
            [ListeningOutcome.Agreement] = [Count("virtualta.bargein.backchannel", "Agreement over an answer, which went on.")],
            [ListeningOutcome.Reopened] =
            [
                Count("virtualta.turn.reopened", "Questions that went on before anything was answered aloud."),
                Count("virtualta.turn.false_cutoff", "Questions taken as finished too early, as far as the speaker shows it."),
            ],
        };
        _hits = Count("virtualta.speculation.hits", "Answers begun ahead and used.");
        _wasted = meter.CreateCounter<double>("virtualta.speculation.wasted_seconds", "s", "Time spent on answers begun ahead and thrown away.");
        _delay = meter.CreateHistogram("virtualta.bargein.delay", "s", "Speech noticed over an answer to the decision to stop it.", tags: null, TurnInstruments.Buckets);
        _errorWords = meter.CreateHistogram(
            "virtualta.playback.heard_error_words",
            "{word}",
            "Words by which the history is wrong about what was heard of an interrupted answer.",
            tags: null,
            new InstrumentAdvice<int> { HistogramBucketBoundaries = [0, 1, 2, 3, 5, 8, 13] });
        _refused = Count("virtualta.turn.refused", "Questions refused for want of room.");

        Counter<long> Count(string name, string description) => meter.CreateCounter<long>(name, "{event}", description);
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _conversations.Listened += Record;
        _conversations.SpeculationOver += Record;
        _conversations.Refused += Record;
        _conversations.BargedIn += Record;
        _conversations.CutReported += Record;
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        _conversations.Listened -= Record;
        _conversations.SpeculationOver -= Record;
        _conversations.Refused -= Record;
        _conversations.BargedIn -= Record;
        _conversations.CutReported -= Record;
        return Task.CompletedTask;
    }

    private void Record(ListeningOutcome outcome)
    {
        foreach (var counter in _outcomes[outcome])
        {
            counter.Add(1);
        }
    }

    private void Record(SpeculationRecord speculation)
    {
        if (speculation.WasUsed)
        {
            _hits.Add(1);
        }
        else
        {
            _wasted.Add(speculation.Time.TotalSeconds);
        }
    }

    private void Record(TimeSpan delay) => _delay.Record(delay.TotalSeconds);

    private void Record(int wrongWords) => _errorWords.Record(wrongWords);

    private void Record(string code) => _refused.Add(1, new KeyValuePair<string, object?>("rule", code));
}
