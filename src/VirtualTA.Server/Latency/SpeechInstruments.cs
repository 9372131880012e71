using System.Diagnostics.Metrics;
using VirtualTA.Core.Contracts;

namespace VirtualTA.Server.Latency;

/// <summary>Instruments of the voice, the same for every engine.</summary>
internal sealed class SpeechInstruments
{
    private readonly Histogram<double> _leadingSilence;
    private readonly Histogram<double> _realTimeFactor;
    private readonly Histogram<double> _chunkGap;
    private readonly Histogram<double> _ahead;

    public SpeechInstruments(IMeterFactory meters)
    {
        var meter = meters.Create(TurnInstruments.Name);
        _leadingSilence = Create("leading_silence", "s", "Silence before the first audible sample of an utterance.");
        _realTimeFactor = Create("real_time_factor", "1", "Waiting for sound, the wait for later text included, over the length of the sound.");
        _chunkGap = Create("chunk_gap", "s", "Wait for a chunk after the first.");
        _ahead = Create("ahead", "s", "Sound made ahead of a listener who plays from the first chunk on; 0 where he would have waited.");

        Histogram<double> Create(string name, string unit, string description) =>
            meter.CreateHistogram("virtualta.speech." + name, unit, description, tags: null, TurnInstruments.Buckets);
    }

    public void RecordLeadingSilence(TimeSpan silence, SpeechHaste haste) => _leadingSilence.Record(silence.TotalSeconds, Tag(haste));

    public void RecordGap(TimeSpan gap, TimeSpan ahead)
    {
        _chunkGap.Record(gap.TotalSeconds);
        _ahead.Record(Math.Max(0, ahead.TotalSeconds));
    }

    public void RecordRealTimeFactor(double factor, SpeechHaste haste) => _realTimeFactor.Record(factor, Tag(haste));

    private static KeyValuePair<string, object?> Tag(SpeechHaste haste) => new("haste", haste.ToString());
}
