namespace VirtualTA.Core.Conversation;

/// <summary>What all conversations of a registry share.</summary>
internal sealed record ConversationServices(
    TurnEngines Engines,
    TurnOptions TurnOptions,
    ConversationOptions Options,
    TimeProvider Time,
    ConversationAdmission Admission,
    Action<TurnRecord> TurnOver,
    Action<TurnAudible> TurnAudible,
    Action<TurnPlayed> TurnPlayed,
    Action<SpeculationRecord> SpeculationOver,
    Action<string> Refused,
    Action<Listening.ListeningOutcome> Listened,
    Action<TimeSpan> BargedIn,
    Action<int> CutReported,
    OverloadApology Apology);

/// <summary>What remains of a turn when it is over. Holds nothing that was said, unless <see cref="Exchange"/> is called.</summary>
/// <param name="Conversation">A name for its conversation that cannot be used to take part in it.</param>
/// <param name="Number">Number of the turn in it, from 1.</param>
/// <param name="Reason">How it ended.</param>
/// <param name="Timeline">When each stage was reached.</param>
/// <param name="Failure">What went wrong, for the operator; null if nothing did.</param>
public sealed record TurnRecord(
    string Conversation, int Number, TurnEndReason Reason, TurnTimeline Timeline, Exception? Failure)
{
    /// <summary>The course asked about.</summary>
    public string Course { get; init; } = "";

    /// <summary>The voice asked for; null for the default.</summary>
    public string? Voice { get; init; }

    /// <summary>The page or program that asked; null where it did not say.</summary>
    public string? Page { get; init; }

    /// <summary>Whether the question was spoken.</summary>
    public bool IsSpoken { get; init; }

    /// <summary>Looks up what was asked and heard, which is personal: for debugging only. Not to be kept.</summary>
    public Func<Contracts.Exchange?>? Exchange { get; init; }
}

/// <summary>The first sound of an answer has left the listener's speaker.</summary>
/// <param name="Conversation">As in <see cref="TurnRecord"/>.</param>
/// <param name="Number">Number of the turn.</param>
/// <param name="Timeline">When each stage was reached.</param>
/// <param name="At">
/// From the start of the turn, on the server's clock: when the first report arrived, less what was played until then.
/// It is late by the time the report travelled, and never early.
/// </param>
public sealed record TurnAudible(string Conversation, int Number, TurnTimeline Timeline, TimeSpan At);
