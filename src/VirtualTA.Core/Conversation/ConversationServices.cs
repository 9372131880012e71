namespace VirtualTA.Core.Conversation;

/// <summary>What all conversations of a registry share.</summary>
internal sealed record ConversationServices(
    TurnEngines Engines,
    TurnOptions TurnOptions,
    ConversationOptions Options,
    TimeProvider Time,
    ConversationAdmission Admission,
    Action<TurnRecord> TurnOver);

/// <summary>What remains of a turn when it is over.</summary>
/// <param name="ConversationId">Key of its conversation.</param>
/// <param name="Number">Number of the turn in it, from 1.</param>
/// <param name="Reason">How it ended.</param>
/// <param name="Timeline">When each stage was reached.</param>
/// <param name="Failure">What went wrong, for the operator; null if nothing did.</param>
public sealed record TurnRecord(
    string ConversationId, int Number, TurnEndReason Reason, TurnTimeline Timeline, Exception? Failure);
