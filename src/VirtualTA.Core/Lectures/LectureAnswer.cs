using System.Text.Json.Serialization;
using VirtualTA.Core.Contracts;
using VirtualTA.Core.Conversation;

namespace VirtualTA.Core.Lectures;

/// <summary>How far an answer got.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<AnswerStatus>))]
public enum AnswerStatus
{
    /// <summary>It is being given.</summary>
    Speaking,

    /// <summary>It was given to its end.</summary>
    Spoken,

    /// <summary>The lecturer stopped it, or the server went down.</summary>
    Stopped,

    /// <summary>It could not be given.</summary>
    Failed,
}

/// <summary>An answer given to the whole room.</summary>
public sealed record LectureAnswer
{
    /// <summary>Number in the room, from 1; the turn number of its events.</summary>
    public required int Number { get; init; }

    /// <summary>The question it answers.</summary>
    public required int Question { get; init; }

    /// <summary>When it began.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The answer as shown.</summary>
    public string Text { get; init; } = "";

    /// <summary>What the voice said; <see cref="Words"/> count in it.</summary>
    public string Spoken { get; init; } = "";

    /// <summary>Its sources.</summary>
    public IReadOnlyList<Citation> Citations { get => field ?? []; init; } = [];

    /// <summary>When each word was spoken, in samples from the start of its sound.</summary>
    public IReadOnlyList<SpokenWord> Words { get => field ?? []; init; } = [];

    /// <summary>How far it got.</summary>
    public AnswerStatus Status { get; init; }

    /// <summary>Whether it came from the approved answers.</summary>
    public bool IsApproved { get; init; }

    /// <summary>Key of the server that gives it; null where there is one alone.</summary>
    public string? By { get; init; }

    /// <summary>What the lecturer put in its place; null while nothing.</summary>
    public string? Correction { get; init; }

    /// <summary>When it was corrected.</summary>
    public DateTimeOffset? CorrectedAt { get; init; }
}
