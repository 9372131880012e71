namespace VirtualTA.Core.Conversation;

/// <summary>An engine failed; carries what the person is told, the cause is for the operator.</summary>
internal sealed class StageFailedException(string code, string message, Exception inner) : Exception(message, inner)
{
    public string Code { get; } = code;
}
