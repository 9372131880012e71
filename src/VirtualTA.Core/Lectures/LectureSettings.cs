namespace VirtualTA.Core.Lectures;

/// <summary>What a room is opened with and keeps.</summary>
/// <param name="Id">Key of the room.</param>
/// <param name="Code">What students type to join.</param>
/// <param name="Title">Title for people.</param>
/// <param name="Course">Course whose material answers.</param>
/// <param name="Voice">Voice that answers; null for the default.</param>
/// <param name="Language">BCP 47 language of questions and answers.</param>
/// <param name="OpenedAt">When it was opened.</param>
/// <param name="ExpiresAt">When its tokens end.</param>
/// <param name="DeleteAt">When everything about it is deleted.</param>
public sealed record LectureSettings(
    string Id,
    string Code,
    string Title,
    string Course,
    string? Voice,
    string Language,
    DateTimeOffset OpenedAt,
    DateTimeOffset ExpiresAt,
    DateTimeOffset DeleteAt);
