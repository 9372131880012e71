using System.Diagnostics.Metrics;

namespace VirtualTA.Knowledge.Answering;

/// <summary>Counters of answers, in the meter <c>VirtualTA</c>.</summary>
internal static class AnswerMetrics
{
    private static readonly Meter Meter = new("VirtualTA");

    /// <summary>Sentences that passed the evidence gate.</summary>
    public static Counter<long> Supported { get; } = Meter.CreateCounter<long>("virtualta.answers.supported");

    /// <summary>Sentences of a language model that the evidence gate held back.</summary>
    public static Counter<long> Dropped { get; } = Meter.CreateCounter<long>("virtualta.answers.dropped");

    /// <summary>Sentences of a language model that were said with a reservation, for want of full support.</summary>
    public static Counter<long> Hedged { get; } = Meter.CreateCounter<long>("virtualta.answers.hedged");

    /// <summary>Sentences that had been said and were then taken back aloud.</summary>
    public static Counter<long> Retracted { get; } = Meter.CreateCounter<long>("virtualta.answers.retracted");

    /// <summary>Answers that say that the course does not cover the question.</summary>
    public static Counter<long> Abstained { get; } = Meter.CreateCounter<long>("virtualta.answers.abstained");

    /// <summary>Answers that a lecturer had approved.</summary>
    public static Counter<long> FromBank { get; } = Meter.CreateCounter<long>("virtualta.answers.from_bank");
}
