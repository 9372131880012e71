using VirtualTA.Core.Contracts;
using VirtualTA.Core.Conversation;
using VirtualTA.Core.Lectures;
using VirtualTA.Core.Lectures.Queue;

namespace VirtualTA.Server.Lectures.Wire;

/// <summary>A room as shown; the README describes every field.</summary>
internal sealed record RoomView(
    string Room,
    string Code,
    string Title,
    string Course,
    string? Voice,
    string Language,
    string StudentLink,
    LectureRules Rules,
    string? Place,
    bool FollowsTimeline,
    bool IsPaused,
    bool IsClosed,
    DateTimeOffset OpenedAt,
    DateTimeOffset ExpiresAt,
    DateTimeOffset DeleteAt,
    int Students,
    int Listeners,
    int Projectors,
    bool CanHear,
    bool CanSpeak,
    double? LatencyMs);

/// <summary>A question as shown.</summary>
internal sealed record QuestionView(
    int Number,
    string Text,
    string? Name,
    int Votes,
    int Askers,
    DateTimeOffset AskedAt,
    QuestionStatus Status,
    string? Reason,
    int? MergedInto,
    int? Answer,
    string? Settlement,
    bool IsWeak,
    bool IsApproved,
    IReadOnlyList<string> Variants,
    IReadOnlyList<string> Members)
{
    /// <param name="question">The question.</param>
    /// <param name="role">Who looks at it; only the lecturer sees every wording.</param>
    /// <param name="isApproved">Whether an approved answer is ready.</param>
    public static QuestionView Of(LectureQuestion question, LectureRole role, bool isApproved) => new(
        question.Number,
        question.Text,
        question.Askers.Find(asker => asker.Name is not null)?.Name,
        question.Voters.Count,
        question.Askers.Count,
        question.AskedAt,
        question.Status,
        question.Reason,
        question.MergedInto,
        question.Answer,
        question.Settlement,
        question.IsWeak,
        isApproved,
        role == LectureRole.Lecturer ? [.. question.Askers.Select(asker => asker.Text)] : [],
        role == LectureRole.Lecturer ? [.. question.Askers.Select(asker => asker.Member)] : []);
}

/// <summary>An answer as shown.</summary>
internal sealed record AnswerView(
    int Number,
    int Question,
    DateTimeOffset At,
    string Text,
    IReadOnlyList<Citation> Citations,
    AnswerStatus Status,
    bool IsApproved,
    string? Correction,
    DateTimeOffset? CorrectedAt)
{
    public static AnswerView Of(LectureAnswer answer) => new(
        answer.Number, answer.Question, answer.At, answer.Text, answer.Citations, answer.Status, answer.IsApproved, answer.Correction, answer.CorrectedAt);
}

/// <summary>Who a device is in the room.</summary>
internal sealed record MemberView(LectureRole Role, string Member, IReadOnlyList<int> Asked, IReadOnlyList<int> Voted);

/// <summary>The answer being given, for those who come in its middle.</summary>
internal sealed record CurrentAnswer(int Answer, IReadOnlyList<object> Events, long Heard);

/// <summary>An answer prepared for the lecturer.</summary>
internal sealed record Draft(int Question, string Text, IReadOnlyList<Citation> Citations, string Outcome, bool IsApproved);

/// <summary>A question by voice, as understood.</summary>
internal sealed record HeardQuestion(string Text, double Confidence);

/// <summary>What became of a question; the number of an answer for the asker alone.</summary>
internal sealed record AskReply(int? Question, QuestionStatus? Status, bool IsMerged, int? EarlierAnswer, int? Answer)
{
    public static AskReply Of(AskedQuestion asked) => new(asked.Question, asked.Status, asked.IsMerged, asked.EarlierAnswer, null);
}

/// <summary>An approved answer.</summary>
internal sealed record ApprovedView(string Question, string Answer, bool IsBanned, DateTimeOffset DecidedAt, bool IsPrepared);

/// <summary>A member in the room after <c>Join</c>.</summary>
internal sealed record JoinedLecture(LectureRole Role, string Room, string Member);

/// <summary>A sound chunk as sent to whoever does not listen.</summary>
internal static class SilentChunk
{
    public static AudioChunkEvent Of(AudioChunkEvent chunk) => chunk with { Pcm = [] };
}
