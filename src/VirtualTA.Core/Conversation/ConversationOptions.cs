using System.ComponentModel.DataAnnotations;

namespace VirtualTA.Core.Conversation;

/// <summary>Limits of conversations, one by one and all together.</summary>
public sealed class ConversationOptions
{
    /// <summary>How long a turn waits for a listener whose connection was lost before it is abandoned.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan DetachedLifetime { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How much sound may be made beyond what the listener has taken; the stages pause above it.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:00:30")]
    public TimeSpan MaximumLead { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How much sound may be sent beyond what a listener who reports it has heard.</summary>
    [Range(typeof(TimeSpan), "00:00:00.500", "00:01:00")]
    public TimeSpan MaximumUnheard { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>How long sound waits for a listener who has stopped reporting; afterwards it is sent all the same.</summary>
    [Range(typeof(TimeSpan), "00:00:00.500", "00:05:00")]
    public TimeSpan ReportPatience { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long the next question waits for the last report of how much of an interrupted answer was heard.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:00:05")]
    public TimeSpan LastReport { get; set; } = TimeSpan.FromMilliseconds(250);

    /// <summary>How many events may wait for the listener before the stages pause.</summary>
    [Range(1, 4_096)]
    public int UndeliveredEvents { get; set; } = 32;

    /// <summary>How much delivered but unheard sound is kept so that a cut connection can be resumed.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan ReplayWindow { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How many earlier exchanges an answer may look back on.</summary>
    [Range(0, 1_000)]
    public int MaximumHistory { get; set; } = 20;

    /// <summary>How long a conversation without a turn is remembered.</summary>
    [Range(typeof(TimeSpan), "00:00:10", "1.00:00:00")]
    public TimeSpan IdleLifetime { get; set; } = TimeSpan.FromMinutes(30);

    /// <summary>How many conversations are remembered; above it the longest idle one is forgotten.</summary>
    [Range(1, 1_000_000)]
    public int MaximumConversations { get; set; } = 1_000;

    /// <summary>How many turns may run at once; further questions are refused so that running answers stay clean.</summary>
    [Range(1, 100_000)]
    public int MaximumLiveTurns { get; set; } = 8;
}
