using System.Collections.Immutable;
using VirtualTA.Core.Lectures.Journal;
using VirtualTA.Core.Lectures.Queue;

namespace VirtualTA.Core.Lectures;

/// <summary>A room as its records made it. Decisions read it; only <see cref="Apply"/> changes it.</summary>
/// <remarks>Not safe for concurrent use: whoever runs a room lets one thing happen at a time.</remarks>
public sealed class LectureRoom
{
    private readonly SortedDictionary<int, LectureQuestion> _questions = [];
    private readonly SortedDictionary<int, LectureAnswer> _answers = [];
    private readonly int[] _generations = new int[Enum.GetValues<LectureRole>().Length];
    private LectureSettings? _settings;

    /// <summary>Number of records applied.</summary>
    public long Version { get; private set; }

    /// <summary>Whether the first record has been applied.</summary>
    public bool IsOpened => _settings is not null;

    /// <summary>What the room was opened with.</summary>
    public LectureSettings Settings => _settings ?? throw new InvalidOperationException("A room begins with the record that opens it.");

    /// <summary>The rules now.</summary>
    public LectureRules Rules { get; private set; } = new();

    /// <summary>Whether the lecturer has silenced the assistant.</summary>
    public bool IsPaused { get; private set; }

    /// <summary>Whether the lecture is over.</summary>
    public bool IsClosed { get; private set; }

    /// <summary>Current place set by hand; null if none.</summary>
    public string? Slide { get; private set; }

    /// <summary>Timeline that moves the current place; null if none.</summary>
    public LectureTimeline? Timeline { get; private set; }

    /// <summary>Members whose tokens are refused.</summary>
    public ImmutableHashSet<string> Removed { get; private set; } = [];

    /// <summary>All questions by number, those merged and withdrawn too.</summary>
    public IReadOnlyDictionary<int, LectureQuestion> Questions => _questions;

    /// <summary>All answers by number.</summary>
    public IReadOnlyDictionary<int, LectureAnswer> Answers => _answers;

    /// <summary>Number of the next question.</summary>
    public int NextQuestion => _questions.Count + 1;

    /// <summary>Number of the next answer.</summary>
    public int NextAnswer => _answers.Count + 1;

    /// <summary>The answer being given; null if none.</summary>
    public LectureAnswer? Speaking => _answers.Count == 0 ? null : _answers.Values.LastOrDefault(answer => answer.Status == AnswerStatus.Speaking);

    /// <summary>How many times the tokens of a role were revoked; a token names the count it was made at.</summary>
    public int GenerationOf(LectureRole role) => _generations[(int)role];

    /// <summary>The place in the course that the lecture is at.</summary>
    public string? PlaceAt(DateTimeOffset moment) => Timeline is { } timeline ? timeline.At(moment) ?? Slide : Slide;

    /// <summary>Takes a record over.</summary>
    /// <exception cref="InvalidOperationException">The record does not fit the room: the journal holds what no decision made.</exception>
    public void Apply(LectureRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        if (record is RoomOpened == IsOpened)
        {
            throw new InvalidOperationException("A room is opened by its first record and by no other.");
        }

        switch (record)
        {
            case RoomOpened opened:
                (_settings, Rules) = (opened.Settings, opened.Rules);
                break;
            case RulesChanged changed:
                Rules = changed.Rules;
                break;
            case RoomPaused paused:
                IsPaused = paused.IsPaused;
                break;
            case RoomClosed:
                IsClosed = true;
                break;
            case SlideShown shown:
                (Slide, Timeline) = (shown.Locator, null);
                break;
            case TimelineFollowed followed:
                Timeline = followed.Timeline;
                break;
            case MemberRemoved removed:
                Removed = Removed.Add(removed.Member);
                break;
            case RoleRevoked revoked:
                _generations[(int)revoked.Role]++;
                break;
            case AnswerBegun or AnswerEnded or AnswerCorrected:
                ApplyToAnswers(record);
                break;
            default:
                ApplyToQuestions(record);
                break;
        }

        Version++;
    }

    private void ApplyToQuestions(LectureRecord record)
    {
        switch (record)
        {
            case QuestionAsked asked:
                _questions.Add(asked.Question, new LectureQuestion
                {
                    Number = asked.Question,
                    Text = asked.Asker.Text,
                    Askers = [asked.Asker],
                    Voters = [asked.Asker.Member],
                    Status = asked.Status,
                });
                break;
            case QuestionAskedAgain again:
                Change(again.Question, question => question with
                {
                    Askers = question.Askers.Add(again.Asker),
                    Voters = question.Voters.Add(again.Asker.Member),
                });
                break;
            case QuestionVoted voted:
                Change(voted.Question, question => question with
                {
                    Voters = voted.IsUp ? question.Voters.Add(voted.Member) : question.Voters.Remove(voted.Member),
                });
                break;
            case QuestionEdited edited:
                Change(edited.Question, question => question with { Text = edited.Text, IsWeak = false });
                break;
            case QuestionMoved moved:
                Change(moved.Question, question => question with { Status = moved.Status, Reason = moved.Reason, IsWeak = moved.IsWeak });
                break;
            case QuestionSettled settled:
                Change(settled.Question, question => question with { Status = QuestionStatus.Answered, Settlement = settled.Text });
                break;
            case QuestionMerged merged:
                Merge(merged);
                break;
            default:
                throw new InvalidOperationException($"A record of kind {record.GetType().Name} is not known.");
        }
    }

    private void Merge(QuestionMerged merged)
    {
        var gone = _questions[merged.Question];
        Change(merged.Into, question => question with
        {
            Askers = question.Askers.AddRange(gone.Askers),
            Voters = question.Voters.Union(gone.Voters),
        });
        Change(merged.Question, question => question with { Status = QuestionStatus.Merged, MergedInto = merged.Into });
    }

    private void ApplyToAnswers(LectureRecord record)
    {
        switch (record)
        {
            case AnswerBegun begun:
                _answers.Add(begun.Answer, new LectureAnswer { Number = begun.Answer, Question = begun.Question, At = begun.At, IsApproved = begun.IsApproved, By = begun.By });
                Change(begun.Question, question => question with { Status = QuestionStatus.Answering, Answer = begun.Answer, IsWeak = false });
                break;
            case AnswerEnded ended:
                _answers[ended.Answer] = _answers[ended.Answer] with
                {
                    Status = ended.Status,
                    Text = ended.Text,
                    Spoken = ended.Spoken,
                    Citations = ended.Citations,
                    Words = ended.Words,
                };
                Change(_answers[ended.Answer].Question, question => question.Status != QuestionStatus.Answering ? question : question with
                {
                    Status = ended.Status == AnswerStatus.Spoken ? QuestionStatus.Answered : QuestionStatus.Open,
                });
                break;
            case AnswerCorrected corrected:
                _answers[corrected.Answer] = _answers[corrected.Answer] with { Correction = corrected.Text, CorrectedAt = corrected.At };
                Change(_answers[corrected.Answer].Question, question => question with { Status = QuestionStatus.Answered });
                break;
        }
    }

    private void Change(int number, Func<LectureQuestion, LectureQuestion> change) =>
        _questions[number] = change(_questions.TryGetValue(number, out var question)
            ? question
            : throw new InvalidOperationException($"A record speaks of question {number}, which the room does not have."));

    /// <summary>Everything about the room, to be written down in one piece.</summary>
    public LectureSnapshot ToSnapshot() => new(
        Version, Settings, Rules, IsPaused, IsClosed, Slide, Timeline, [.. Removed], [.. _generations], [.. _questions.Values], [.. _answers.Values]);

    /// <summary>The room that a snapshot was taken of.</summary>
    public static LectureRoom From(LectureSnapshot snapshot)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        var room = new LectureRoom
        {
            _settings = snapshot.Settings,
            Version = snapshot.Version,
            Rules = snapshot.Rules,
            IsPaused = snapshot.IsPaused,
            IsClosed = snapshot.IsClosed,
            Slide = snapshot.Slide,
            Timeline = snapshot.Timeline,
            Removed = [.. snapshot.Removed],
        };
        snapshot.Generations.CopyTo(room._generations, 0);
        foreach (var question in snapshot.Questions)
        {
            room._questions.Add(question.Number, question);
        }

        foreach (var answer in snapshot.Answers)
        {
            room._answers.Add(answer.Number, answer);
        }

        return room;
    }
}
