using VirtualTA.Core.Contracts;
using VirtualTA.Core.Lectures.Journal;

namespace VirtualTA.Core.Lectures.Queue;

/// <summary>What the lecturer may do with questions.</summary>
public static class Moderating
{
    private const int LongestReason = 200;
    private const int LongestText = 2_000;

    /// <summary>Lets a question into the queue; one that was dismissed comes back.</summary>
    public static Decision<bool> Approve(LectureRoom room, int question, DateTimeOffset now)
    {
        room.RequireOpen();
        var found = room.Find(question).Require(
            q => q.Status is QuestionStatus.Pending or QuestionStatus.Open or QuestionStatus.Dismissed or QuestionStatus.Taken, "let into the queue");
        return found.Status == QuestionStatus.Open ? Decision.Of() : Decision.Of(new QuestionMoved(now, question, QuestionStatus.Open));
    }

    /// <summary>Changes the words of a question.</summary>
    public static Decision<bool> Edit(LectureRoom room, int question, string? text, DateTimeOffset now)
    {
        room.RequireOpen();
        room.Find(question).Require(q => q.Status is QuestionStatus.Pending or QuestionStatus.Open or QuestionStatus.Taken, "edited");
        return Decision.Of(new QuestionEdited(now, question, Words(text, LongestText, "A question")));
    }

    /// <summary>Counts a question with another one.</summary>
    public static Decision<bool> Merge(LectureRoom room, int question, int into, DateTimeOffset now)
    {
        room.RequireOpen();
        room.Find(question).Require(q => q.Status is QuestionStatus.Pending or QuestionStatus.Open && q.Number != into, "merged");
        room.Find(into).Require(q => q.IsLive, "merged with");
        return Decision.Of(new QuestionMerged(now, question, into));
    }

    /// <summary>Declines a question, for a reason that those who asked it or voted for it see.</summary>
    public static Decision<bool> Dismiss(LectureRoom room, int question, string? reason, DateTimeOffset now)
    {
        room.RequireOpen();
        room.Find(question).Require(q => q.Status is QuestionStatus.Pending or QuestionStatus.Open or QuestionStatus.Taken, "dismissed");
        return Decision.Of(new QuestionMoved(now, question, QuestionStatus.Dismissed, Words(reason, LongestReason, "A dismissal")));
    }

    /// <summary>The lecturer answers in person; an answer to it that is being given must be stopped by the caller.</summary>
    public static Decision<bool> Take(LectureRoom room, int question, DateTimeOffset now)
    {
        room.RequireOpen();
        room.Find(question).Require(q => q.Status != QuestionStatus.Taken && q.IsLive, "taken");
        return Decision.Of(new QuestionMoved(now, question, QuestionStatus.Taken));
    }

    /// <summary>The lecturer has answered, with words for the record or without.</summary>
    public static Decision<bool> Settle(LectureRoom room, int question, string? text, DateTimeOffset now)
    {
        room.RequireOpen();
        room.Find(question).Require(q => q.IsLive && q.Status != QuestionStatus.Answering, "settled");
        return Decision.Of(new QuestionSettled(now, question, string.IsNullOrWhiteSpace(text) ? null : Words(text, LongestText, "An answer")));
    }

    /// <summary>Words that somebody typed.</summary>
    /// <exception cref="UserInputException">There are none, or too many.</exception>
    public static string Words(string? text, int longest, string what)
    {
        var words = Asking.Tidy(text);
        return words.Length is > 0 && words.Length <= longest
            ? words
            : throw new UserInputException(LectureCodes.InputInvalid, $"{what} needs words, at most {longest} characters.");
    }
}
