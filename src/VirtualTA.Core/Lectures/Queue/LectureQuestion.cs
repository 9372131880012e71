using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace VirtualTA.Core.Lectures.Queue;

/// <summary>Somebody who asked, and the words used.</summary>
/// <param name="Member">Key of the student in this room; no person.</param>
/// <param name="Name">Name shown in the room; null for anonymous.</param>
/// <param name="KeepsName">Whether the student wants the name in exports.</param>
/// <param name="Text">The words as asked.</param>
/// <param name="At">When.</param>
public sealed record QuestionAsker(string Member, string? Name, bool KeepsName, string Text, DateTimeOffset At);

/// <summary>A question in a room, with everybody who asked the same.</summary>
public sealed record LectureQuestion
{
    /// <summary>Number in the room, from 1, never used again.</summary>
    public required int Number { get; init; }

    /// <summary>The question as shown; the lecturer may edit it.</summary>
    public required string Text { get; init; }

    /// <summary>Who asked it, the first one first.</summary>
    public required ImmutableList<QuestionAsker> Askers { get; init; }

    /// <summary>Members who want it answered; those who asked it are among them.</summary>
    public ImmutableHashSet<string> Voters { get; init; } = [];

    /// <summary>Where it is.</summary>
    public QuestionStatus Status { get; init; }

    /// <summary>Why it was dismissed; null otherwise.</summary>
    public string? Reason { get; init; }

    /// <summary>The question it is counted with; null if it stands alone.</summary>
    public int? MergedInto { get; init; }

    /// <summary>Its latest answer; null while there is none.</summary>
    public int? Answer { get; init; }

    /// <summary>What the lecturer wrote for an answer given in person; null if nothing.</summary>
    public string? Settlement { get; init; }

    /// <summary>Whether automatic answering tried it and found no strong evidence.</summary>
    public bool IsWeak { get; init; }

    /// <summary>When it was first asked.</summary>
    [JsonIgnore]
    public DateTimeOffset AskedAt => Askers[0].At;

    /// <summary>Whether it can still be answered.</summary>
    [JsonIgnore]
    public bool IsLive => Status is QuestionStatus.Pending or QuestionStatus.Open or QuestionStatus.Answering or QuestionStatus.Taken;

    /// <summary>Whether everybody in the room may see it.</summary>
    [JsonIgnore]
    public bool IsPublic => Status is QuestionStatus.Open or QuestionStatus.Answering or QuestionStatus.Answered or QuestionStatus.Taken;

    /// <summary>Whether a member asked it.</summary>
    public bool WasAskedBy(string member) => Askers.Exists(asker => asker.Member == member);
}
