using System.Text.Json;
using VirtualTA.Core.Conversation;

namespace VirtualTA.Server.Latency;

/// <summary>A part of the journal.</summary>
/// <param name="Next">What to ask for next, as <c>after</c>.</param>
/// <param name="ActiveTurns">Turns that run now.</param>
/// <param name="Conversations">Conversations remembered now.</param>
/// <param name="Turns">Entries, oldest first.</param>
internal sealed record LatencyPage(long Next, int ActiveTurns, int Conversations, IReadOnlyList<LatencyEntry> Turns);

/// <summary>The last turns, for the dashboard.</summary>
internal sealed class LatencyJournal(ConversationRegistry conversations) : IHostedService
{
    /// <summary>How many turns are kept.</summary>
    public const int Capacity = 10_000;

    private static readonly string FirstAudible = JsonNamingPolicy.CamelCase.ConvertName(nameof(FirstAudible));
    private static readonly string LastSpeech = JsonNamingPolicy.CamelCase.ConvertName(nameof(LastSpeech));

    private readonly Lock _gate = new();
    private readonly SortedDictionary<long, LatencyEntry> _entries = [];
    private readonly Dictionary<(string Conversation, int Turn), Func<LatencyEntry, LatencyEntry>> _early = [];
    private readonly Dictionary<(string Conversation, int Turn), long> _sequences = [];
    private long _sequence;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        conversations.TurnOver += Add;
        conversations.TurnAudible += Complete;
        conversations.TurnPlayed += Complete;
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        conversations.TurnOver -= Add;
        conversations.TurnAudible -= Complete;
        conversations.TurnPlayed -= Complete;
        return Task.CompletedTask;
    }

    /// <summary>Entries added or completed after a sequence number, oldest first.</summary>
    public LatencyPage After(long sequence)
    {
        lock (_gate)
        {
            return new LatencyPage(
                _sequence, conversations.LiveTurns, conversations.Count, [.. _entries.Values.SkipWhile(entry => entry.Sequence <= sequence)]);
        }
    }

    private void Add(TurnRecord turn)
    {
        var key = (turn.Conversation, turn.Number);
        var entry = new LatencyEntry(
            0, turn.Conversation, turn.Number, turn.Timeline.StartedAt, turn.Reason, turn.Course, turn.Voice, turn.IsSpoken, turn.Timeline.ToMilliseconds())
        {
            Page = turn.Page,
            Rules = turn.Timeline.Rules,
        };
        lock (_gate)
        {
            Put(key, _early.Remove(key, out var complete) ? complete(entry) : entry);
        }
    }

    private void Complete(TurnAudible audible) => Complete(
        (audible.Conversation, audible.Number),
        entry => entry.ClockErrorMs is null ? entry with { StagesMs = With(entry.StagesMs, FirstAudible, audible.At) } : entry);

    private void Complete(TurnPlayed played) => Complete((played.Conversation, played.Number), entry => entry with
    {
        StagesMs = With(With(entry.StagesMs, LastSpeech, played.LastSpeech), FirstAudible, played.FirstAudible),
        Underruns = played.Report.Underruns,
        ClockErrorMs = played.FirstAudible is null ? entry.ClockErrorMs : Math.Round(played.Report.ClockErrorMs, 3),
    });

    private void Complete((string Conversation, int Turn) key, Func<LatencyEntry, LatencyEntry> change)
    {
        lock (_gate)
        {
            if (_sequences.TryGetValue(key, out var known))
            {
                var entry = _entries[known];
                _entries.Remove(known);
                Put(key, change(entry));
            }
            else if (_early.TryGetValue(key, out var before))
            {
                _early[key] = entry => change(before(entry));
            }
            else if (_early.Count < Capacity)
            {
                _early[key] = change; // the answer still runs; its end takes this along
            }
        }
    }

    private static IReadOnlyDictionary<string, double> With(IReadOnlyDictionary<string, double> stages, string stage, TimeSpan? at) =>
        at is { } known ? new Dictionary<string, double>(stages) { [stage] = Math.Round(known.TotalMilliseconds, 3) } : stages;

    /// <summary>A completed entry gets a new number, so that whoever has read the old one reads it again.</summary>
    private void Put((string Conversation, int Turn) key, LatencyEntry entry)
    {
        _entries[++_sequence] = entry with { Sequence = _sequence };
        _sequences[key] = _sequence;
        if (_entries.Count > Capacity)
        {
            var oldest = _entries.First().Value;
            _entries.Remove(oldest.Sequence);
            _sequences.Remove((oldest.Conversation, oldest.Turn));
        }
    }
}
