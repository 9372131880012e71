using System.Diagnostics.Metrics;
using VirtualTA.Core.Conversation;

namespace VirtualTA.Server.Latency;

/// <summary>Instruments of turns, under the meter and activity source <c>VirtualTA</c>. Seconds; nothing that was said.</summary>
internal sealed class TurnInstruments : IHostedService, IDisposable
{
    public const string Name = "VirtualTA";

    /// <summary>Bounds of all histograms of times: 10 ms and its doubles.</summary>
    public static InstrumentAdvice<double> Buckets { get; } =
        new() { HistogramBucketBoundaries = [.. Enumerable.Range(0, 14).Select(power => 0.01 * Math.Pow(2, power))] };

    private readonly ConversationRegistry _conversations;
    private readonly TurnSpans _spans;
    private readonly Meter _meter;
    private readonly Dictionary<string, Histogram<double>> _stages;
    private readonly Histogram<double> _delivery;
    private readonly Histogram<double> _voiceToVoice;
    private readonly Histogram<double> _mouthToEar;
    private readonly Histogram<double> _jitterBuffer;
    private readonly Counter<long> _underruns;
    private readonly Counter<long> _outcome;
    private readonly Counter<long> _rules;

    public TurnInstruments(ConversationRegistry conversations, IMeterFactory meters, ILogger<TurnInstruments> logger)
    {
        _conversations = conversations;
        _spans = new TurnSpans(logger);
        _meter = meters.Create(Name);
        _stages = TurnStages.Spans.ToDictionary(span => span.Name, span => Seconds(span.Name, $"{span.From} to {span.To}."));
        _delivery = Seconds("delivery", "First sound made to first sound heard, as the listener reports it.");
        _voiceToVoice = Seconds("voice_to_voice", "Last speech frame received to first sound heard, as the listener reports it.");
        _mouthToEar = Seconds("mouth_to_ear", "Last speech sample at the microphone to first sound at the ear, on the listener's one clock.");
        _jitterBuffer = _meter.CreateHistogram("virtualta.playback.jitter_buffer", "s", "Length of the listener's playback buffer.", tags: null, Buckets);
        _underruns = _meter.CreateCounter<long>("virtualta.playback.underruns", "{underrun}", "Times a listener's playback buffer ran empty.");
        _rules = _meter.CreateCounter<long>(TurnStages.Prefix + "rules", "{turn}", "Turns in which a rule kept the time.");
        _outcome = _meter.CreateCounter<long>(TurnStages.Prefix + "outcome", "{turn}", "How turns ended.");
        _meter.CreateObservableUpDownCounter("virtualta.conversations.active", () => conversations.LiveTurns, "{turn}", "Turns that run.");
        _meter.CreateObservableUpDownCounter(
            "virtualta.conversations.detached", () => conversations.DetachedTurns, "{turn}", "Turns that wait for a listener who lost the connection.");
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _conversations.TurnOver += Record;
        _conversations.TurnAudible += Record;
        _conversations.TurnPlayed += Record;
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        _conversations.TurnOver -= Record;
        _conversations.TurnAudible -= Record;
        _conversations.TurnPlayed -= Record;
        return Task.CompletedTask;
    }

    public void Dispose() => _spans.Dispose();

    private Histogram<double> Seconds(string name, string description) =>
        _meter.CreateHistogram(TurnStages.Prefix + name, "s", description, tags: null, Buckets);

    private void Record(TurnRecord turn)
    {
        foreach (var span in TurnStages.Spans)
        {
            if (turn.Timeline.Between(span.From, span.To) is { } time)
            {
                _stages[span.Name].Record(time.TotalSeconds);
            }
        }

        var outcome = turn.Reason.ToString().ToLowerInvariant();
        _outcome.Add(1, new KeyValuePair<string, object?>("outcome", outcome));
        foreach (var rule in turn.Timeline.Rules)
        {
            _rules.Add(1, new KeyValuePair<string, object?>("rule", rule));
        }

        _spans.Write(turn, outcome);
    }

    private void Record(TurnAudible audible)
    {
        _spans.Write(audible);

        // Sound made ahead of the question's end is not on its way before it.
        var made = audible.Timeline.At(TurnStage.FirstAudio);
        if (audible.At - (made < audible.Timeline.At(TurnStage.TurnCommitted) ? audible.Timeline.At(TurnStage.TurnCommitted) : made) is { } delivery)
        {
            _delivery.Record(delivery.TotalSeconds);
        }

        if (audible.At - audible.Timeline.At(TurnStage.SpeechEnded) is { } voiceToVoice)
        {
            _voiceToVoice.Record(voiceToVoice.TotalSeconds);
        }
    }

    private void Record(TurnPlayed played)
    {
        if (played.MouthToEar is { } mouthToEar)
        {
            _mouthToEar.Record(mouthToEar.TotalSeconds);
        }

        _underruns.Add(played.Report.Underruns);
        if (double.IsFinite(played.Report.JitterBufferMs))
        {
            _jitterBuffer.Record(played.Report.JitterBufferMs / 1_000);
        }
    }
}
