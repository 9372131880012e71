using VirtualTA.Core.Lectures;

namespace VirtualTA.Server.Lectures.Wire;

/// <summary>What every call of the hub answers.</summary>
/// <param name="Ok">Whether it was done.</param>
/// <param name="Value">What it gives; null if nothing.</param>
/// <param name="Code">Why not; null if it was done.</param>
/// <param name="Message">Why not and what to do, for people.</param>
internal sealed record LectureReply(bool Ok, object? Value, string? Code, string? Message)
{
    public static LectureReply Of(object? value) => new(true, value, null, null);

    public static LectureReply Refused(string code, string message) => new(false, null, code, message);
}

/// <summary>Who comes in.</summary>
public sealed record JoinLecture
{
    /// <summary>A token of the room.</summary>
    public string? Token { get; init; }

    /// <summary>Whether this device plays sound.</summary>
    public bool Listens { get; init; }

    /// <summary>Whether this device decodes Opus.</summary>
    public bool TakesOpus { get; init; }

    /// <summary>Answer whose sound was playing when the connection was lost; null if none.</summary>
    public int? Answer { get; init; }

    /// <summary>The last chunk of it that was received; null if none.</summary>
    public int? Chunk { get; init; }
}

/// <summary>A question from a device.</summary>
public sealed record LectureQuestionRequest
{
    /// <summary>The question.</summary>
    public string? Text { get; init; }

    /// <summary>Name to show; null for anonymous.</summary>
    public string? Name { get; init; }

    /// <summary>Whether the name may stand in exports.</summary>
    public bool KeepsName { get; init; }

    /// <summary>Whether only the asker gets the answer; the question is then kept nowhere.</summary>
    public bool IsPrivate { get; init; }

    /// <summary>Whether a private answer is spoken too.</summary>
    public bool Speaks { get; init; }
}

/// <summary>The wish for a room.</summary>
internal sealed record OpenLecture(
    string? Title = null, string? Course = null, string? Voice = null, string? Language = null, LectureRules? Rules = null, double? Hours = null, int? KeepDays = null);

/// <summary>A room just opened; the tokens are given only here.</summary>
internal sealed record OpenedLecture(
    string Room,
    string Code,
    string Title,
    string Course,
    DateTimeOffset ExpiresAt,
    DateTimeOffset DeleteAt,
    string LecturerToken,
    string LecturerLink,
    string ProjectorToken,
    string ProjectorLink,
    string StudentLink);

/// <summary>A room as seen by who has only its code.</summary>
internal sealed record CodeView(string Code, string Title, string Course, string Language, bool IsClosed, bool AllowsNames, bool AllowsPrivate);

/// <summary>A token for a student.</summary>
internal sealed record StudentTicket(string Token, LectureRole Role, string Room, string Member, DateTimeOffset ExpiresAt);
