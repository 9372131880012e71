using Microsoft.AspNetCore.SignalR;
using VirtualTA.Core.Lectures;
using VirtualTA.Core.Lectures.Journal;
using VirtualTA.Core.Lectures.Queue;
using VirtualTA.Server.Hubs;
using VirtualTA.Server.Lectures.Access;
using VirtualTA.Server.Lectures.Wire;

namespace VirtualTA.Server.Lectures;

/// <summary>The wire to the devices of a lecture; the README beside this file describes every call. Holds no state.</summary>
/// <remarks>What a method returns reaches the client inside a reply; see <see cref="LectureGate"/>.</remarks>
public sealed class LectureHub : Hub
{
    /// <summary>Where the hub is reached.</summary>
    public const string Path = "/hub/lecture";

    private const LectureRole Student = LectureRole.Student;
    private const LectureRole Projector = LectureRole.Projector;
    private const LectureRole Lecturer = LectureRole.Lecturer;

    private readonly LectureDesk _desk;

    /// <summary>Created for each call.</summary>
    /// <param name="services">Where the desk is found.</param>
    public LectureHub(IServiceProvider services) => _desk = services.GetRequiredService<LectureDesk>();

    private LectureSeat Seat => LectureSeat.Of(Context)!; // the gate has checked it

    private string Member => Seat.Member.Ticket.Member;

    /// <summary>Comes into a room.</summary>
    [Allowed(Student, Projector, Lecturer, IsEntrance = true)]
    public Task<object?> Join(JoinLecture? request) => _desk.JoinAsync(Context, request);

    /// <summary>Turns the sound of this device on or off.</summary>
    [Allowed(Student, Projector, Lecturer)]
    public void Listen(bool isOn) => Seat.Host.Listen(Seat.Member, isOn);

    /// <summary>Understands speech; the text is to be checked and sent by another call.</summary>
    [Allowed(Student, Lecturer)]
    public Task<object?> Hear(IAsyncEnumerable<string> frames) => _desk.HearAsync(Caller.Of(Context), Seat, frames);

    /// <summary>Asks.</summary>
    [Allowed(Student, Lecturer)]
    public Task<object?> Ask(LectureQuestionRequest? request) => _desk.AskAsync(Caller.Of(Context), Seat, request);

    /// <summary>Ends the private answer.</summary>
    [Allowed(Student, Lecturer)]
    public void StopPrivate() => Seat.Private?.Cancel();

    /// <summary>Votes.</summary>
    [Allowed(Student)]
    public Task<int> Vote(int question, bool isUp) =>
        Seat.Host.DecideAsync((room, now) => Asking.Vote(room, question, Member, isUp, now));

    /// <summary>Takes an own question back.</summary>
    [Allowed(Student)]
    public Task Withdraw(int question) =>
        Seat.Host.DecideAsync((room, now) => Asking.Withdraw(room, question, Member, now));

    /// <summary>Reports what the projector has played.</summary>
    [Allowed(Projector)]
    public void Heard(int answer, long sample, bool isOver) => Seat.Host.Floor.Heard(answer, sample, isOver);

    /// <summary>Lets a question into the queue.</summary>
    [Allowed(Lecturer)]
    public Task Approve(int question) => Seat.Host.DecideAsync((room, now) => Moderating.Approve(room, question, now));

    /// <summary>Changes the words of a question.</summary>
    [Allowed(Lecturer)]
    public Task Edit(int question, string? text) => Seat.Host.DecideAsync((room, now) => Moderating.Edit(room, question, text, now));

    /// <summary>Counts a question with another.</summary>
    [Allowed(Lecturer)]
    public Task Merge(int question, int into) => Seat.Host.DecideAsync((room, now) => Moderating.Merge(room, question, into, now));

    /// <summary>Declines a question with a reason.</summary>
    [Allowed(Lecturer)]
    public Task Dismiss(int question, string? reason) => Seat.Host.DecideAsync((room, now) => Moderating.Dismiss(room, question, reason, now));

    /// <summary>Shows the lecturer what would be answered.</summary>
    [Allowed(Lecturer)]
    public Task<object?> Preview(int question) => LecturerCalls.PreviewAsync(Seat, question, Context.ConnectionAborted);

    /// <summary>Answers aloud.</summary>
    [Allowed(Lecturer)]
    public Task<int> Speak(int question, string? text) => Seat.Host.Floor.SpeakAsync(question, text);

    /// <summary>Silences the answer.</summary>
    [Allowed(Lecturer)]
    public Task Stop() => Seat.Host.Floor.StopAsync();

    /// <summary>The lecturer answers in person.</summary>
    [Allowed(Lecturer)]
    public Task Take(int question) => LecturerCalls.TakeAsync(Seat, question);

    /// <summary>The lecturer has answered.</summary>
    [Allowed(Lecturer)]
    public Task Settle(int question, string? text) => _desk.SettleAsync(Seat, question, text);

    /// <summary>Puts the lecturer's words in the place of an answer, for now and ever.</summary>
    [Allowed(Lecturer)]
    public Task Correct(int answer, string? text) => _desk.CorrectAsync(Seat, answer, text);

    /// <summary>Makes an answer the approved one as it was given.</summary>
    [Allowed(Lecturer)]
    public Task Keep(int answer) => _desk.KeepAsync(Seat, answer);

    /// <summary>Silences the assistant at once, or lets it speak again.</summary>
    [Allowed(Lecturer)]
    public Task Panic(bool isOn) => LecturerCalls.PanicAsync(Seat, isOn);

    /// <summary>Changes the rules.</summary>
    [Allowed(Lecturer)]
    public Task SetRules(LectureRules? rules) => LecturerCalls.SetRulesAsync(Seat, rules);

    /// <summary>Sets the current place.</summary>
    [Allowed(Lecturer)]
    public Task SetSlide(string? locator) => LecturerCalls.SetSlideAsync(Seat, locator);

    /// <summary>Lets the current place follow a timeline that begins now.</summary>
    [Allowed(Lecturer)]
    public Task FollowTimeline(IReadOnlyList<TimelineCue>? cues) => Seat.Host.DecideAsync((_, now) =>
        Decision.Of(new TimelineFollowed(now, new LectureTimeline(LectureTimeline.Check(cues), now))));

    /// <summary>Stays at the current place.</summary>
    [Allowed(Lecturer)]
    public Task StopTimeline() => Seat.Host.DecideAsync((room, now) => Decision.Of(new SlideShown(now, room.PlaceAt(now))));

    /// <summary>Lists the approved answers of the course.</summary>
    [Allowed(Lecturer)]
    public Task<object?> ApprovedAnswers() => _desk.ListApprovedAsync(Seat, Context.ConnectionAborted);

    /// <summary>Takes an approved answer back.</summary>
    [Allowed(Lecturer)]
    public Task<bool> ForgetAnswer(string? question) => _desk.ForgetAsync(Seat, question, Context.ConnectionAborted);

    /// <summary>Sends a student out.</summary>
    [Allowed(Lecturer)]
    public Task RemoveMember(string? member) => LecturerCalls.RemoveAsync(Seat, member);

    /// <summary>Makes all tokens of a role worthless.</summary>
    [Allowed(Lecturer)]
    public Task<object?> RevokeTokens(LectureRole role) => _desk.RevokeAsync(Seat, role);

    /// <summary>A new token for another device.</summary>
    [Allowed(Lecturer)]
    public Task<string> NewToken(LectureRole role) => _desk.NewTokenAsync(Seat, role);

    /// <summary>Ends the lecture.</summary>
    [Allowed(Lecturer)]
    public Task Close() => LecturerCalls.CloseAsync(Seat);

    /// <inheritdoc/>
    public override Task OnDisconnectedAsync(Exception? exception)
    {
        LectureSeat.Change(Context, null)?.Leave();
        return base.OnDisconnectedAsync(exception);
    }
}
