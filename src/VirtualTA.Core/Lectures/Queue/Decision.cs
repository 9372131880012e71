using VirtualTA.Core.Contracts;
using VirtualTA.Core.Lectures.Journal;

namespace VirtualTA.Core.Lectures.Queue;

/// <summary>What a call comes to: records to keep, and what the caller is told once they are kept.</summary>
/// <typeparam name="TResult">What the caller is told.</typeparam>
/// <param name="Records">May be empty, where nothing changes.</param>
/// <param name="Result">Read from the room after the records.</param>
public sealed record Decision<TResult>(IReadOnlyList<LectureRecord> Records, Func<LectureRoom, TResult> Result);

/// <summary>Makes decisions, and the checks that most of them begin with.</summary>
public static class Decision
{
    /// <summary>Records and nothing to tell.</summary>
    public static Decision<bool> Of(params IReadOnlyList<LectureRecord> records) => new(records, _ => true);

    /// <summary>The question with this number.</summary>
    /// <exception cref="UserInputException">There is none.</exception>
    public static LectureQuestion Find(this LectureRoom room, int question)
    {
        ArgumentNullException.ThrowIfNull(room);
        return room.Questions.TryGetValue(question, out var found)
            ? found
            : throw new UserInputException(LectureCodes.QuestionUnknown, $"This room has no question {question}.");
    }

    /// <exception cref="UserInputException">The lecture is over.</exception>
    public static void RequireOpen(this LectureRoom room)
    {
        ArgumentNullException.ThrowIfNull(room);
        if (room.IsClosed)
        {
            throw new UserInputException(LectureCodes.RoomClosed, "This lecture is over; it can be read and exported, not changed.");
        }
    }

    /// <exception cref="UserInputException">The question is in another state.</exception>
    public static LectureQuestion Require(this LectureQuestion question, Func<LectureQuestion, bool> condition, string what)
    {
        ArgumentNullException.ThrowIfNull(question);
        ArgumentNullException.ThrowIfNull(condition);
        return condition(question)
            ? question
            : throw new UserInputException(LectureCodes.QuestionState, $"Question {question.Number} is {Name(question.Status)} and cannot be {what}.");
    }

    private static string Name(QuestionStatus status) => status switch
    {
        QuestionStatus.Pending => "waiting for the lecturer",
        QuestionStatus.Open => "in the queue",
        QuestionStatus.Answering => "being answered",
        _ => status.ToString().ToLowerInvariant(),
    };
}
