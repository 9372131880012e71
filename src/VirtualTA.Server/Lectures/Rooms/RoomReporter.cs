using VirtualTA.Core.Contracts;
using VirtualTA.Core.Lectures;
using VirtualTA.Core.Lectures.Journal;
using VirtualTA.Core.Lectures.Queue;
using VirtualTA.Server.Lectures.Servers;
using VirtualTA.Server.Lectures.Wire;

namespace VirtualTA.Server.Lectures.Rooms;

/// <summary>Tells devices what changed: answers at once, the queue and the counts of devices together and not too often.</summary>
/// <remarks>Called in turn by the room, but for what is marked otherwise.</remarks>
internal sealed class RoomReporter : IDisposable
{
    private readonly RoomAudience _audience;
    private readonly RoomServices _services;
    private readonly TimeSpan _interval;
    private readonly ITimer _timer;
    private readonly ITimer _cueTimer;
    private readonly SortedSet<int> _changed = [];
    private readonly HashSet<int> _public = [];
    private readonly Dictionary<int, (string Text, bool IsApproved)> _approved = [];
    private long? _lastReport;
    private int _roomChanged;
    private int _bankChanged;
    private AudienceCount? _told;
    private string? _place;
    private string _course = "";

    /// <param name="audience">Who is told.</param>
    /// <param name="services">Clock, bank, options.</param>
    /// <param name="wake">Makes the room call <see cref="Report"/> again soon.</param>
    public RoomReporter(RoomAudience audience, RoomServices services, Action wake)
    {
        _audience = audience;
        _services = services;
        _interval = services.Options.Value.QueueInterval;
        _timer = services.Time.CreateTimer(_ => wake(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _cueTimer = services.Time.CreateTimer(_ => wake(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Question to first sound of the last answer.</summary>
    public double? LatencyMs { get; set; }

    /// <summary>Safe at any time.</summary>
    public void CountChanged() => Volatile.Write(ref _roomChanged, 1);

    /// <summary>Safe at any time.</summary>
    public void BankChanged() => Volatile.Write(ref _bankChanged, 1);

    public void Begin(LectureRoom room)
    {
        _course = room.Settings.Course;
        _public.UnionWith(room.Questions.Values.Where(question => question.IsPublic).Select(question => question.Number));
    }

    public void EverythingChanged(LectureRoom room)
    {
        _changed.UnionWith(room.Questions.Keys);
        CountChanged();
    }

    public void Report(LectureRoom room, IReadOnlyList<LectureRecord> records)
    {
        foreach (var record in records)
        {
            Note(room, record);
        }

        if (Interlocked.Exchange(ref _bankChanged, 0) != 0)
        {
            _approved.Clear();
            _changed.UnionWith(room.Questions.Values.Where(question => question.IsLive).Select(question => question.Number));
        }

        FollowPlace(room);

        if (_changed.Count > 0 || Volatile.Read(ref _roomChanged) != 0)
        {
            ReportNowOrSoon(room);
        }
    }

    public SnapshotEvent Snapshot(LectureRoom room, RoomMember member, CurrentAnswer? current)
    {
        var (role, key) = (member.Role, member.Ticket.Member);
        var mine = room.Questions.Values.Where(question => question.WasAskedBy(key)).Select(question => question.Number).ToList();
        bool IsShown(LectureQuestion question) => role == LectureRole.Lecturer || question.IsPublic || Concerned(question).Contains(key);
        return new SnapshotEvent(
            View(room, role),
            new MemberView(role, key, mine, [.. room.Questions.Values.Where(question => question.Voters.Contains(key)).Select(question => question.Number)]),
            [.. room.Questions.Values.Where(IsShown).Select(question => View(question, role))],
            [.. room.Answers.Values.Select(AnswerView.Of)],
            current);
    }

    public RoomView View(LectureRoom room, LectureRole role)
    {
        var (students, listeners, projectors) = _audience.Count();
        var settings = room.Settings;
        return new RoomView(
            settings.Id,
            settings.Code,
            settings.Title,
            settings.Course,
            settings.Voice,
            settings.Language,
            LectureLinks.Student(settings.Code),
            role == LectureRole.Lecturer ? room.Rules : room.Rules with { BannedWords = [] },
            room.PlaceAt(_services.Time.GetUtcNow()),
            room.Timeline is not null,
            room.IsPaused,
            room.IsClosed,
            settings.OpenedAt,
            settings.ExpiresAt,
            settings.DeleteAt,
            students,
            listeners,
            projectors,
            _services.Engines.Recognizer is not null,
            _services.Engines.Synthesizer is not null,
            LatencyMs);
    }

    public void Dispose()
    {
        _timer.Dispose();
        _cueTimer.Dispose();
    }

    private void FollowPlace(LectureRoom room)
    {
        var now = _services.Time.GetUtcNow();
        if (room.PlaceAt(now) is var place && place != _place)
        {
            _place = place;
            CountChanged();
        }

        if (room.Timeline?.After(now) is { } next)
        {
            _cueTimer.Change(next, Timeout.InfiniteTimeSpan);
        }
    }

    private void Note(LectureRoom room, LectureRecord record)
    {
        switch (record)
        {
            case QuestionMerged merged:
                _changed.Add(merged.Question);
                _changed.Add(merged.Into);
                break;
            case IQuestionRecord changed:
                _changed.Add(changed.Question);
                break;
            case AnswerEnded ended:
                NoteAnswer(room.Answers[ended.Answer]);
                break;
            case AnswerCorrected corrected:
                NoteAnswer(room.Answers[corrected.Answer]);
                break;
            default:
                CountChanged();
                break;
        }
    }

    private void NoteAnswer(LectureAnswer answer)
    {
        _changed.Add(answer.Question);
        _audience.Tell(new AnswerEvent(AnswerView.Of(answer)));
    }

    private void ReportNowOrSoon(LectureRoom room)
    {
        var since = _lastReport is { } last ? _services.Time.GetElapsedTime(last) : _interval;
        if (since < _interval)
        {
            _timer.Change(_interval - since, Timeout.InfiniteTimeSpan);
            return;
        }

        _lastReport = _services.Time.GetTimestamp();
        if (Interlocked.Exchange(ref _roomChanged, 0) != 0)
        {
            TellCount(room);
            _audience.Tell(new RoomEvent(View(room, LectureRole.Lecturer)), new RoomEvent(View(room, LectureRole.Student)));
        }

        if (_changed.Count > 0)
        {
            ReportQuestions([.. _changed.Select(number => room.Questions[number])]);
            _changed.Clear();
        }
    }

    /// <summary>Other servers are told of the devices here, and told again now and then in case they come later.</summary>
    public void TellCount(LectureRoom room, bool isAgain = false)
    {
        var count = _audience.CountHere();
        if (count != _told || isAgain)
        {
            _told = count;
            _ = _services.Link.TellAsync(new AudienceCounted(room.Settings.Id, count.Students, count.Listeners, count.Projectors));
        }
    }

    private void ReportQuestions(List<LectureQuestion> changed)
    {
        List<LectureQuestion> shown = [.. changed.Where(question => question.IsPublic)];
        List<int> gone = [.. changed.Where(question => !question.IsPublic && _public.Remove(question.Number)).Select(question => question.Number)];
        _public.UnionWith(shown.Select(question => question.Number));
        _audience.Tell(
            new QuestionsEvent([.. changed.Select(question => View(question, LectureRole.Lecturer))], []),
            shown.Count + gone.Count == 0 ? null : new QuestionsEvent([.. shown.Select(question => View(question, LectureRole.Student))], gone));
        foreach (var question in changed.Where(question => !question.IsPublic))
        {
            _audience.Tell(Concerned(question), new QuestionsEvent([View(question, LectureRole.Student)], []));
        }
    }

    /// <summary>Who is told of a question that is not for everybody: those who asked it, and of its dismissal those who voted for it too.</summary>
    private static HashSet<string> Concerned(LectureQuestion question) =>
        [.. question.Askers.Select(asker => asker.Member), .. question.Status == QuestionStatus.Dismissed ? question.Voters : []];

    private QuestionView View(LectureQuestion question, LectureRole role) =>
        QuestionView.Of(question, role, role == LectureRole.Lecturer && question.IsLive && IsApproved(question));

    private bool IsApproved(LectureQuestion question)
    {
        if (_approved.TryGetValue(question.Number, out var known) && known.Text == question.Text)
        {
            return known.IsApproved;
        }

        var isApproved = _services.Bank.Find(_course, question.Text) is { IsBanned: false };
        _approved[question.Number] = (question.Text, isApproved);
        return isApproved;
    }
}
