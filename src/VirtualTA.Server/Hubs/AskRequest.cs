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

    /// <summary>The page or program that asks, for the latency dashboard; at most 32 characters are kept.</summary>
    public string? Page { get; init; }

    /// <summary>Seed of the voice.</summary>
    public ulong? Seed { get; init; }
}

/// <summary>The server's clock, to be joined with a client's.</summary>
/// <param name="NowMs">Milliseconds of a clock that never jumps; its origin means nothing.</param>
/// <param name="Run">Changes with every start of the server.</param>
public sealed record ServerClock(double NowMs, string Run);

/// <summary>A new conversation.</summary>
/// <param name="ConversationId">Its key.</param>
public sealed record OpenedConversation(string ConversationId);
