using VirtualTA.Core.Conversation;

namespace VirtualTA.Server.Latency;

/// <summary>One turn, as the latency dashboard draws it. Holds nothing that was said.</summary>
/// <param name="Sequence">Number of the entry since the server started, from 1.</param>
/// <param name="Conversation">Name of the conversation, good for nothing but telling them apart.</param>
/// <param name="Turn">Number of the turn in it.</param>
/// <param name="StartedAt">Wall-clock time of the start.</param>
/// <param name="Reason">How it ended.</param>
/// <param name="Course">Course asked about.</param>
/// <param name="Voice">Voice asked for; null for the default.</param>
/// <param name="IsSpoken">Whether the question was spoken.</param>
/// <param name="StagesMs">Milliseconds from the start of the turn to each stage reached; <c>firstAudible</c> where the listener reported it.</param>
internal sealed record LatencyEntry(
    long Sequence,
    string Conversation,
    int Turn,
    DateTimeOffset StartedAt,
    TurnEndReason Reason,
    string Course,
    string? Voice,
    bool IsSpoken,
    IReadOnlyDictionary<string, double> StagesMs)
{
    /// <summary>The page or program that asked; null where it did not say.</summary>
    public string? Page { get; init; }

    /// <summary>Times the listener's buffer ran empty in mid-answer; null while not reported.</summary>
    public int? Underruns { get; init; }

    /// <summary>
    /// How far the listener's stamps (<c>lastSpeech</c>, <c>firstAudible</c>) may be off on this timeline, in milliseconds; their
    /// difference is one of a single clock and exact. Null where <c>firstAudible</c> is only when the listener's report came.
    /// </summary>
    public double? ClockErrorMs { get; init; }

    /// <summary>Rules that fired to keep the turn in time, in order.</summary>
    public IReadOnlyList<string> Rules { get; init; } = [];
}
