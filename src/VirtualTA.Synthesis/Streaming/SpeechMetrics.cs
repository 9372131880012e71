using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace VirtualTA.Synthesis.Streaming;

/// <summary>Instruments of the embedded voice that can only be read from inside, in the meter <c>VirtualTA</c>.</summary>
internal static class SpeechMetrics
{
    private static readonly Meter Meter = new("VirtualTA");

    private static readonly InstrumentAdvice<double> StepBuckets =
        new() { HistogramBucketBoundaries = [.. Enumerable.Range(0, 11).Select(static power => 0.001 * Math.Pow(2, power))] };

    private static readonly Histogram<double> StepDuration = Meter.CreateHistogram(
        "virtualta.speech.step_duration", "s", "One batched step of the codec language model.", tags: null, StepBuckets);

    private static readonly Counter<long> Runaway = Meter.CreateCounter<long>(
        "virtualta.speech.runaway", "{stretch}", "Stretches of speech that the model did not end by itself.");

    private static readonly Counter<long> CachedVoice = Meter.CreateCounter<long>(
        "virtualta.voice_cache.hits", "{utterance}", "Utterances whose voice was in memory already.");

    /// <summary>A stamp before a step; 0, and no clock is read, while nobody listens.</summary>
    public static long BeginStep() => StepDuration.Enabled ? Stopwatch.GetTimestamp() : 0;

    /// <summary>Notes the step that began at a stamp.</summary>
    public static void EndStep(long begun)
    {
        if (begun != 0)
        {
            StepDuration.Record(Stopwatch.GetElapsedTime(begun).TotalSeconds);
        }
    }

    public static void CountRunaway(int stretches) => Runaway.Add(stretches);

    public static void CountCachedVoice() => CachedVoice.Add(1);
}
