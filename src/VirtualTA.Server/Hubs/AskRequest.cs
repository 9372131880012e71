namespace VirtualTA.Server.Hubs;

/// <summary>One question, as a client sends it.</summary>
public sealed record AskRequest
{
    /// <summary>Conversation to continue; null for the connection's own.</summary>
    public string? ConversationId { get; init; }

    /// <summary>Course to ask about; null for the default.</summary>
    public string? Course { get; init; }

    /// <summary>Voice that answers; null for the default.</summary>
    public string? Voice { get; init; }

    /// <summary>The typed question; null if the frames hold a spoken one.</summary>
    public string? Text { get; init; }

    /// <summary>Sample rate of the frames in hertz; only 16,000 is taken.</summary>
    public int SampleRate { get; init; } = Core.Contracts.AudioFrame.SampleRate;

    /// <summary>Whether the answer is spoken.</summary>
    public bool Speak { get; init; } = true;

    /// <summary>Seed of the voice.</summary>
    public ulong? Seed { get; init; }
}

/// <summary>A new conversation.</summary>
/// <param name="ConversationId">Its key.</param>
public sealed record OpenedConversation(string ConversationId);
