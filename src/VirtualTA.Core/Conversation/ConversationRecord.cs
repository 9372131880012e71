namespace VirtualTA.Core.Conversation;

/// <summary>What is known about a turn when its exchange is written down.</summary>
/// <param name="Events">Events in order, without sound that is no longer kept.</param>
/// <param name="Words">Every spoken word sent, in order.</param>
/// <param name="SamplesWritten">Length of the sound made.</param>
/// <param name="SamplesDelivered">Length of the sound taken by the listener.</param>
/// <param name="SamplesHeard">Length of the sound that the listener reported as played.</param>
internal sealed record ConversationRecord(
    IReadOnlyList<TurnEvent> Events,
    IReadOnlyList<SpokenWord> Words,
    long SamplesWritten,
    long SamplesDelivered,
    long SamplesHeard);
