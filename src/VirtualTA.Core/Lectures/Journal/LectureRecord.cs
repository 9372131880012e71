using System.Text.Json.Serialization;
using VirtualTA.Core.Contracts;
using VirtualTA.Core.Conversation;
using VirtualTA.Core.Lectures.Queue;

namespace VirtualTA.Core.Lectures.Journal;

/// <summary>Something that happened in a room and is kept. A room is what its records say, in their order.</summary>
/// <param name="At">When it happened.</param>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(RoomOpened), "opened")]
[JsonDerivedType(typeof(RulesChanged), "rules")]
[JsonDerivedType(typeof(RoomPaused), "paused")]
[JsonDerivedType(typeof(RoomClosed), "closed")]
[JsonDerivedType(typeof(SlideShown), "slide")]
[JsonDerivedType(typeof(TimelineFollowed), "timeline")]
[JsonDerivedType(typeof(MemberRemoved), "removed")]
[JsonDerivedType(typeof(RoleRevoked), "revoked")]
[JsonDerivedType(typeof(QuestionAsked), "asked")]
[JsonDerivedType(typeof(QuestionAskedAgain), "askedAgain")]
[JsonDerivedType(typeof(QuestionVoted), "voted")]
[JsonDerivedType(typeof(QuestionEdited), "edited")]
[JsonDerivedType(typeof(QuestionMoved), "moved")]
[JsonDerivedType(typeof(QuestionMerged), "merged")]
[JsonDerivedType(typeof(QuestionSettled), "settled")]
[JsonDerivedType(typeof(AnswerBegun), "answerBegun")]
[JsonDerivedType(typeof(AnswerEnded), "answerEnded")]
[JsonDerivedType(typeof(AnswerCorrected), "corrected")]
public abstract record LectureRecord(DateTimeOffset At);

/// <summary>The room was opened; the first record of every room.</summary>
/// <param name="At">When.</param>
/// <param name="Settings">What does not change.</param>
/// <param name="Rules">The first rules.</param>
public sealed record RoomOpened(DateTimeOffset At, LectureSettings Settings, LectureRules Rules) : LectureRecord(At);

/// <summary>The rules were changed.</summary>
public sealed record RulesChanged(DateTimeOffset At, LectureRules Rules) : LectureRecord(At);

/// <summary>The lecturer silenced the assistant, or let it speak again.</summary>
public sealed record RoomPaused(DateTimeOffset At, bool IsPaused) : LectureRecord(At);

/// <summary>The lecture is over.</summary>
public sealed record RoomClosed(DateTimeOffset At) : LectureRecord(At);

/// <summary>The lecture moved to a place of the course by hand, which also ends a timeline.</summary>
public sealed record SlideShown(DateTimeOffset At, string? Locator) : LectureRecord(At);

/// <summary>The current place follows a timeline from now on; null ends it.</summary>
public sealed record TimelineFollowed(DateTimeOffset At, LectureTimeline? Timeline) : LectureRecord(At);

/// <summary>A member's token is refused from now on.</summary>
public sealed record MemberRemoved(DateTimeOffset At, string Member) : LectureRecord(At);

/// <summary>All tokens of a role given out so far are refused from now on.</summary>
public sealed record RoleRevoked(DateTimeOffset At, LectureRole Role) : LectureRecord(At);

/// <summary>A new question.</summary>
public sealed record QuestionAsked(DateTimeOffset At, int Question, QuestionAsker Asker, QuestionStatus Status) : LectureRecord(At), IQuestionRecord;

/// <summary>A question that stands in the queue was asked by somebody else too.</summary>
public sealed record QuestionAskedAgain(DateTimeOffset At, int Question, QuestionAsker Asker) : LectureRecord(At), IQuestionRecord;

/// <summary>A vote was given or taken back.</summary>
public sealed record QuestionVoted(DateTimeOffset At, int Question, string Member, bool IsUp) : LectureRecord(At), IQuestionRecord;

/// <summary>The lecturer changed the words.</summary>
public sealed record QuestionEdited(DateTimeOffset At, int Question, string Text) : LectureRecord(At), IQuestionRecord;

/// <summary>A question was let in, dismissed, taken, put back or withdrawn.</summary>
public sealed record QuestionMoved(DateTimeOffset At, int Question, QuestionStatus Status, string? Reason = null, bool IsWeak = false) : LectureRecord(At), IQuestionRecord;

/// <summary>A question is counted with another one from now on.</summary>
public sealed record QuestionMerged(DateTimeOffset At, int Question, int Into) : LectureRecord(At), IQuestionRecord;

/// <summary>The lecturer has answered a question in person.</summary>
public sealed record QuestionSettled(DateTimeOffset At, int Question, string? Text) : LectureRecord(At), IQuestionRecord;

/// <summary>The assistant began to answer.</summary>
/// <param name="At">When.</param>
/// <param name="Answer">Number of the answer.</param>
/// <param name="Question">Number of the question.</param>
/// <param name="IsApproved">Whether it comes from the approved answers.</param>
/// <param name="By">Key of the server that gives it; null where there is one alone.</param>
public sealed record AnswerBegun(DateTimeOffset At, int Answer, int Question, bool IsApproved, string? By = null) : LectureRecord(At), IQuestionRecord;

/// <summary>The answer is over.</summary>
public sealed record AnswerEnded(
    DateTimeOffset At,
    int Answer,
    AnswerStatus Status,
    string Text,
    string Spoken,
    IReadOnlyList<Citation> Citations,
    IReadOnlyList<SpokenWord> Words) : LectureRecord(At);

/// <summary>The lecturer put other words in the place of an answer.</summary>
public sealed record AnswerCorrected(DateTimeOffset At, int Answer, string Text) : LectureRecord(At);

/// <summary>A record after which a question looks different.</summary>
public interface IQuestionRecord
{
    /// <summary>The question's number.</summary>
    int Question { get; }
}
