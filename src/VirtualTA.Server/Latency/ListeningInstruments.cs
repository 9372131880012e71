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
        _refused = Count("virtualta.turn.refused", "Questions refused for want of room.");

        Counter<long> Count(string name, string description) => meter.CreateCounter<long>(name, "{event}", description);
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _conversations.Listened += Record;
        _conversations.SpeculationOver += Record;
        _conversations.Refused += Record;
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        _conversations.Listened -= Record;
        _conversations.SpeculationOver -= Record;
        _conversations.Refused -= Record;
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

    private void Record(string code) => _refused.Add(1, new KeyValuePair<string, object?>("rule", code));
}
