using System.Text.Json;
using VirtualTA.Core.Contracts;
using VirtualTA.Core.Lectures;
using VirtualTA.Core.Lectures.Journal;
using VirtualTA.Core.Lectures.Queue;
using Xunit;

namespace VirtualTA.Core.Tests.Lectures;

/// <summary>What may happen to questions, without server, disk or clock.</summary>
public sealed class QueueTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);
    private readonly SameWords _matcher = new();

    [Fact]
    public void Ask_WaitsForTheLecturer_UnlessTheRoomIsUnmoderated()
    {
        var moderated = Open();
        var free = Open(new LectureRules { IsModerated = false });

        Assert.Equal(QuestionStatus.Pending, Ask(moderated, "ana", "What is a codec?").Status);
        Assert.Equal(QuestionStatus.Open, Ask(free, "ana", "What is a codec?").Status);
    }

    [Fact]
    public void Ask_CountsWithTheStandingQuestion_OnceForEachPerson()
    {
        var room = Open();
        Ask(room, "ana", "What is a codec?");
        var ben = Ask(room, "ben", "what is a codec");
        Ask(room, "ben", "What is a codec");

        Assert.Equal(new AskedQuestion(1, QuestionStatus.Pending, IsMerged: true, EarlierAnswer: null), ben);
        Assert.Equal(2, room.Questions[1].Askers.Count);
        Assert.Equal(2, room.Questions[1].Voters.Count);
        Assert.Single(room.Questions);
    }

    [Fact]
    public void Ask_PointsToTheEarlierAnswer_WhenTheQuestionWasAnswered()
    {
        var room = Open(new LectureRules { IsModerated = false });
        Ask(room, "ana", "What is a codec?");
        room.Apply(new AnswerBegun(Start, 1, 1, IsApproved: false));
        room.Apply(new AnswerEnded(Start, 1, AnswerStatus.Spoken, "Sound to numbers.", "Sound to numbers.", [], []));

        Assert.Equal(new AskedQuestion(2, QuestionStatus.Open, IsMerged: false, EarlierAnswer: 1), Ask(room, "ben", "what is a codec"));
    }

    [Theory]
    [InlineData("", NoticeCodes.QuestionInvalid)]
    [InlineData(" \u200b\u202e ?! ", NoticeCodes.QuestionInvalid)]
    [InlineData("What about DAMN codecs?", LectureCodes.WordBanned)]
    [InlineData("Is this in the exam question?", LectureCodes.WordBanned)]
    public void Ask_RefusesWhatIsNoQuestion(string text, string code)
    {
        var room = Open(new LectureRules { BannedWords = ["damn", "exam question"] });

        Assert.Equal(code, Assert.Throws<UserInputException>(() => Ask(room, "ana", text)).Code);
    }

    [Fact]
    public void Ask_TakesNoMoreThanTheRulesAllow_InAMinute()
    {
        var room = Open(new LectureRules { QuestionsPerMinute = 2, MaximumQuestionLength = 20 });
        Ask(room, "ana", "First question");
        Ask(room, "ana", "Second question");

        Assert.Equal(LectureCodes.TooFast, Assert.Throws<UserInputException>(() => Ask(room, "ana", "Third question")).Code);
        Assert.Equal(3, Ask(room, "ben", "Third question").Question);
        Assert.Equal(4, Ask(room, "ana", "Fourth question", Start.AddMinutes(2)).Question);
        Assert.Equal(NoticeCodes.QuestionInvalid, Assert.Throws<UserInputException>(() => Ask(room, "eve", new string('a', 21))).Code);
    }

    [Fact]
    public void Banned_DoesNotHitInnocentWords()
    {
        var room = Open(new LectureRules { BannedWords = ["ass"] });

        Assert.Equal(1, Ask(room, "ana", "Does the class cover assimilation?").Question);
    }

    [Fact]
    public void Banned_HoldsForTheNameToo_UnlessItIsNotShown()
    {
        var named = new QuestionRequest("ana", "What is a codec?", "Damn Ana");

        Assert.Equal(LectureCodes.WordBanned, Assert.Throws<UserInputException>(
            () => Asking.Ask(Open(new LectureRules { BannedWords = ["damn"] }), named, _matcher, Start)).Code);
        var anonymous = Open(new LectureRules { BannedWords = ["damn"], AllowsNames = false });
        Run(anonymous, Asking.Ask(anonymous, named, _matcher, Start));
        Assert.Null(anonymous.Questions[1].Askers[0].Name);
    }

    [Fact]
    public void Queue_IsOrderedByVotesThenAge()
    {
        var room = Open(new LectureRules { IsModerated = false });
        Ask(room, "ana", "Question one");
        Ask(room, "ben", "Question two", Start.AddSeconds(1));
        Ask(room, "eve", "Question three", Start.AddSeconds(2));
        Run(room, Asking.Vote(room, 3, "ana", isUp: true, Start));

        Assert.Equal([3, 1, 2], room.Questions.Values.Order(QuestionOrder.Instance).Select(question => question.Number));
        Assert.Equal(1, Run(room, Asking.Vote(room, 3, "ana", isUp: false, Start)));
        Assert.Empty(Asking.Vote(room, 3, "ana", isUp: false, Start).Records);
    }

    [Fact]
    public void Vote_CannotTouchWhatTheStudentMayNotSee()
    {
        var room = Open();
        Ask(room, "ana", "What is a codec?");

        Assert.Equal(LectureCodes.QuestionState, Assert.Throws<UserInputException>(() => Asking.Vote(room, 1, "ben", true, Start)).Code);
        Assert.Equal(LectureCodes.QuestionUnknown, Assert.Throws<UserInputException>(() => Asking.Vote(room, 9, "ben", true, Start)).Code);
    }

    [Fact]
    public void Withdraw_TakesOnlyTheOwnVote_WhenOthersAskedToo()
    {
        var room = Open();
        Ask(room, "ana", "What is a codec?");
        Ask(room, "ben", "What is a codec?");

        Assert.Equal(LectureCodes.Forbidden, Assert.Throws<UserInputException>(() => Asking.Withdraw(room, 1, "eve", Start)).Code);
        Run(room, Asking.Withdraw(room, 1, "ana", Start));
        Assert.Equal((QuestionStatus.Pending, 1), (room.Questions[1].Status, room.Questions[1].Voters.Count));
    }

    [Fact]
    public void Merge_AddsAskersAndCountsVotersOnce()
    {
        var room = Open(new LectureRules { IsModerated = false });
        Ask(room, "ana", "What is a codec?");
        Ask(room, "ben", "Why codecs?");
        Run(room, Asking.Vote(room, 1, "ben", isUp: true, Start));
        Run(room, Moderating.Merge(room, 2, 1, Start));

        Assert.Equal((2, 2), (room.Questions[1].Askers.Count, room.Questions[1].Voters.Count));
        Assert.Equal((QuestionStatus.Merged, 1), (room.Questions[2].Status, room.Questions[2].MergedInto));
        Assert.Throws<UserInputException>(() => Moderating.Merge(room, 1, 1, Start));
    }

    [Fact]
    public void Dismiss_NeedsAReason_AndCanBeTakenBack()
    {
        var room = Open();
        Ask(room, "ana", "What is for lunch?");

        Assert.Throws<UserInputException>(() => Moderating.Dismiss(room, 1, " ", Start));
        Run(room, Moderating.Dismiss(room, 1, "Not about this lecture", Start));
        Assert.Equal("Not about this lecture", room.Questions[1].Reason);
        Run(room, Moderating.Approve(room, 1, Start));
        Assert.Equal((QuestionStatus.Open, null), (room.Questions[1].Status, room.Questions[1].Reason));
    }

    [Fact]
    public void Answer_LeavesTheQuestionOpen_WhenItIsStopped()
    {
        var room = Open(new LectureRules { IsModerated = false });
        Ask(room, "ana", "What is a codec?");
        room.Apply(new AnswerBegun(Start, 1, 1, IsApproved: false));
        Assert.NotNull(room.Speaking);
        room.Apply(new AnswerEnded(Start, 1, AnswerStatus.Stopped, "Sound", "Sound", [], []));

        Assert.Null(room.Speaking);
        Assert.Equal(QuestionStatus.Open, room.Questions[1].Status);
    }

    [Fact]
    public void Closed_RoomTakesNothing()
    {
        var room = Open();
        Ask(room, "ana", "What is a codec?");
        room.Apply(new RoomClosed(Start));

        Assert.Equal(LectureCodes.RoomClosed, Assert.Throws<UserInputException>(() => Ask(room, "ana", "And now?")).Code);
        Assert.Equal(LectureCodes.RoomClosed, Assert.Throws<UserInputException>(() => Moderating.Approve(room, 1, Start)).Code);
    }

    [Fact]
    public void Timeline_MovesThePlace_UntilItIsSetByHand()
    {
        var room = Open();
        var cues = LectureTimeline.Check([new TimelineCue("slide 2", 60), new TimelineCue("slide 1", 0)]);
        room.Apply(new TimelineFollowed(Start, new LectureTimeline(cues, Start)));

        Assert.Equal("slide 1", room.PlaceAt(Start.AddSeconds(59)));
        Assert.Equal("slide 2", room.PlaceAt(Start.AddSeconds(60)));
        Assert.Equal(TimeSpan.FromSeconds(20), room.Timeline!.After(Start.AddSeconds(40)));
        room.Apply(new SlideShown(Start, "slide 9"));
        Assert.Equal("slide 9", room.PlaceAt(Start.AddSeconds(61)));
        Assert.Throws<UserInputException>(() => LectureTimeline.Check([new TimelineCue("", 0)]));
    }

    [Fact]
    public void Room_IsTheSame_FromRecordsAndFromItsSnapshot()
    {
        var room = Open(new LectureRules { IsModerated = false, BannedWords = ["x"] });
        Ask(room, "ana", "What is a codec?");
        Ask(room, "ben", "What is a codec?");
        room.Apply(new RoleRevoked(Start, LectureRole.Student));
        room.Apply(new MemberRemoved(Start, "eve"));
        room.Apply(new AnswerBegun(Start, 1, 1, IsApproved: true));
        room.Apply(new AnswerEnded(Start, 1, AnswerStatus.Spoken, "Text", "Spoken", [new Citation(1, "a", "b", "c", "d", 0, 4)], []));
        room.Apply(new AnswerCorrected(Start, 1, "Better"));

        var json = JsonSerializer.Serialize(room.ToSnapshot());
        var restored = LectureRoom.From(JsonSerializer.Deserialize<LectureSnapshot>(json)!);

        Assert.Equal(json, JsonSerializer.Serialize(restored.ToSnapshot()));
        Assert.Equal((1, 2, 2), (restored.GenerationOf(LectureRole.Student), restored.NextQuestion, restored.NextAnswer));
    }

    [Fact]
    public void Room_IsOpenedByItsFirstRecordOnly()
    {
        Assert.Throws<InvalidOperationException>(() => new LectureRoom().Apply(new RoomClosed(Start)));
        var room = Open();
        Assert.Throws<InvalidOperationException>(() => room.Apply(new RoomOpened(Start, room.Settings, room.Rules)));
    }

    private static LectureRoom Open(LectureRules? rules = null)
    {
        var room = new LectureRoom();
        var settings = new LectureSettings("r1", "ABC-DEF", "Title", "course", null, "en", Start, Start.AddHours(6), Start.AddDays(30));
        room.Apply(new RoomOpened(Start, settings, (rules ?? new LectureRules()).Checked()));
        return room;
    }

    private static T Run<T>(LectureRoom room, Decision<T> decision)
    {
        foreach (var record in decision.Records)
        {
            room.Apply(record);
        }

        return decision.Result(room);
    }

    private AskedQuestion Ask(LectureRoom room, string member, string text, DateTimeOffset? at = null) =>
        Run(room, Asking.Ask(room, new QuestionRequest(member, text), _matcher, at ?? Start));

    /// <summary>Questions are the same if they have the same letters.</summary>
    private sealed class SameWords : IQuestionMatcher
    {
        public int Find(string question, IReadOnlyList<string> others) =>
            others.Select(Letters).ToList().IndexOf(Letters(question));

        private static string Letters(string text) => string.Concat(text.Where(char.IsLetter)).ToUpperInvariant();
    }
}
