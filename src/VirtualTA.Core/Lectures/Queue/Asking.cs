using System.Globalization;
using System.Text;
using VirtualTA.Core.Contracts;
using VirtualTA.Core.Lectures.Journal;

namespace VirtualTA.Core.Lectures.Queue;

/// <summary>What a student asks.</summary>
/// <param name="Member">The student's key in the room.</param>
/// <param name="Text">The question.</param>
/// <param name="Name">Name to show; null for anonymous.</param>
/// <param name="KeepsName">Whether the name may appear in exports.</param>
public sealed record QuestionRequest(string Member, string Text, string? Name = null, bool KeepsName = false);

/// <summary>What became of a question.</summary>
/// <param name="Question">Number under which it stands in the queue.</param>
/// <param name="Status">Where it is.</param>
/// <param name="IsMerged">Whether others had asked it already.</param>
/// <param name="EarlierAnswer">An answer that was given to the same question earlier; null if none.</param>
public sealed record AskedQuestion(int Question, QuestionStatus Status, bool IsMerged, int? EarlierAnswer);

/// <summary>What students may do with questions.</summary>
public static class Asking
{
    private const int MostQuestions = 5_000;
    private const int LongestName = 40;

    /// <summary>Checks what may be asked in a room at all, privately or not.</summary>
    /// <returns>The question, tidied up.</returns>
    /// <exception cref="UserInputException">It may not be asked; the message says why.</exception>
    public static string Check(LectureRoom room, string? text)
    {
        ArgumentNullException.ThrowIfNull(room);
        room.RequireOpen();
        var question = Tidy(text);
        if (!question.Any(char.IsLetterOrDigit))
        {
            throw new UserInputException(NoticeCodes.QuestionInvalid, "The question is empty. Type or speak a question.");
        }

        if (question.Length > room.Rules.MaximumQuestionLength)
        {
            throw new UserInputException(
                NoticeCodes.QuestionInvalid,
                $"The question has {question.Length} characters; this room takes at most {room.Rules.MaximumQuestionLength}. Please shorten it.");
        }

        return FindBanned(room.Rules, question) is { } word
            ? throw new UserInputException(LectureCodes.WordBanned, $"The lecturer does not want “{word}” in questions. Please ask in other words.")
            : question;
    }

    /// <summary>Puts a question into the queue, or counts it with one that asks the same.</summary>
    /// <exception cref="UserInputException">It may not be asked; the message says why.</exception>
    public static Decision<AskedQuestion> Ask(LectureRoom room, QuestionRequest request, IQuestionMatcher matcher, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(matcher);
        var text = Check(room, request.Text);
        RequirePatience(room, request.Member, now);
        var asker = new QuestionAsker(request.Member, CheckName(room.Rules, request.Name), request.KeepsName, text, now);

        // The latest of equal ones first: of an answered question the latest answer is the one to show.
        LectureQuestion[] known = [.. room.Questions.Values.Where(q => q.IsLive || q.Status == QuestionStatus.Answered).Reverse()];
        LectureQuestion[] live = [.. known.Where(q => q.IsLive)];
        var same = matcher.Find(text, [.. live.Select(q => q.Text)]);
        if (same >= 0)
        {
            var standing = live[same];
            return new Decision<AskedQuestion>(
                standing.WasAskedBy(request.Member) ? [] : [new QuestionAskedAgain(now, standing.Number, asker)],
                after => new AskedQuestion(standing.Number, after.Questions[standing.Number].Status, IsMerged: true, standing.Answer));
        }

        if (room.Questions.Count >= MostQuestions)
        {
            throw new UserInputException(LectureCodes.RoomFull, $"This room has had {MostQuestions} questions and takes no more.");
        }

        LectureQuestion[] answered = [.. known.Where(q => !q.IsLive)];
        var earlier = matcher.Find(text, [.. answered.Select(q => q.Text)]);
        var number = room.NextQuestion;
        var status = room.Rules.IsModerated ? QuestionStatus.Pending : QuestionStatus.Open;
        return new Decision<AskedQuestion>(
            [new QuestionAsked(now, number, asker, status)],
            _ => new AskedQuestion(number, status, IsMerged: false, earlier < 0 ? null : answered[earlier].Answer));
    }

    /// <summary>Gives or takes back a vote.</summary>
    /// <returns>The number of votes afterwards.</returns>
    /// <exception cref="UserInputException">The question cannot be voted for.</exception>
    public static Decision<int> Vote(LectureRoom room, int question, string member, bool isUp, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(room);
        room.RequireOpen();
        var found = room.Find(question).Require(q => q.IsLive && (q.IsPublic || q.WasAskedBy(member)), "voted for");
        IReadOnlyList<LectureRecord> records = found.Voters.Contains(member) == isUp ? [] : [new QuestionVoted(now, question, member, isUp)];
        return new Decision<int>(records, after => after.Questions[question].Voters.Count);
    }

    /// <summary>Takes a question back; where others asked the same, only the student's vote goes.</summary>
    /// <exception cref="UserInputException">It is not the student's own, or it is too late.</exception>
    public static Decision<bool> Withdraw(LectureRoom room, int question, string member, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(room);
        room.RequireOpen();
        var found = room.Find(question);
        if (!found.WasAskedBy(member))
        {
            throw new UserInputException(LectureCodes.Forbidden, "Only who asked a question can take it back.");
        }

        found.Require(q => q.Status is QuestionStatus.Pending or QuestionStatus.Open, "taken back");
        return found.Askers.Count == 1
            ? Decision.Of(new QuestionMoved(now, question, QuestionStatus.Withdrawn))
            : Decision.Of(found.Voters.Contains(member) ? [new QuestionVoted(now, question, member, IsUp: false)] : []);
    }

    private static void RequirePatience(LectureRoom room, string member, DateTimeOffset now)
    {
        var since = now - TimeSpan.FromMinutes(1);
        if (room.Removed.Contains(member))
        {
            throw new UserInputException(LectureCodes.TokenRevoked, "The lecturer has removed you from this room.");
        }

        var recent = room.Questions.Values.Sum(q => q.Status == QuestionStatus.Merged ? 0 : q.Askers.Count(a => a.Member == member && a.At > since));
        if (recent >= room.Rules.QuestionsPerMinute)
        {
            throw new UserInputException(LectureCodes.TooFast, $"This room takes {room.Rules.QuestionsPerMinute} questions a minute from each person. Please wait a little.");
        }
    }

    /// <summary>Words with single spaces, without control and direction characters, which could disguise what is shown.</summary>
    public static string Tidy(string? text)
    {
        var tidy = new StringBuilder();
        foreach (var rune in (text ?? "").EnumerateRunes())
        {
            var category = Rune.GetUnicodeCategory(rune);
            if (Rune.IsWhiteSpace(rune) || category == UnicodeCategory.Control)
            {
                if (tidy.Length > 0 && tidy[^1] != ' ')
                {
                    tidy.Append(' ');
                }
            }
            else if (category is not (UnicodeCategory.Format or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned))
            {
                tidy.Append(rune.ToString());
            }
        }

        return tidy.ToString().Trim();
    }

    // A name is shown to the hall as the question is.
    private static string? CheckName(LectureRules rules, string? name) =>
        (rules.AllowsNames ? TidyName(name) : null) is not { } shown ? null
        : FindBanned(rules, shown) is { } word ? throw new UserInputException(LectureCodes.WordBanned, $"The lecturer does not want “{word}” to be shown. Please choose another name.")
        : shown;

    private static string? FindBanned(LectureRules rules, string text)
    {
        var words = text.ToLowerInvariant().Split(c => !char.IsLetterOrDigit(c)).ToHashSet(StringComparer.Ordinal);
        return rules.BannedWords.FirstOrDefault(banned => banned.All(char.IsLetterOrDigit) ? words.Contains(banned) : text.Contains(banned, StringComparison.OrdinalIgnoreCase));
    }

    private static string? TidyName(string? name) => Tidy(name) is { Length: > 0 } tidy ? tidy[..Math.Min(tidy.Length, LongestName)] : null;

    private static string[] Split(this string text, Func<char, bool> isBorder) =>
        new string([.. text.Select(c => isBorder(c) ? ' ' : c)]).Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
