using VirtualTA.Core.Contracts;

namespace VirtualTA.Knowledge.Approval;

/// <summary>What a lecturer decided about a question.</summary>
/// <param name="Question">The question as it was asked.</param>
/// <param name="Answer">The answer to give, word for word; empty if banned.</param>
/// <param name="IsBanned">True if the question must not be answered.</param>
/// <param name="DecidedAt">When it was decided.</param>
public sealed record ApprovedAnswer(string Question, string Answer, bool IsBanned, DateTimeOffset DecidedAt)
{
    /// <summary>What the voice says; null to say the answer.</summary>
    public string? Spoken { get; init; }

    /// <summary>Sources that the answer had.</summary>
    public IReadOnlyList<Citation> Citations { get => field ?? []; init; }
}
