using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.Options;
using VirtualTA.Core.Contracts;
using VirtualTA.Core.Lectures;
using VirtualTA.Core.Lectures.Journal;
using VirtualTA.Core.Lectures.Queue;
using VirtualTA.Server.Hubs;
using VirtualTA.Server.Lectures.Access;
using VirtualTA.Server.Lectures.Answers;
using VirtualTA.Server.Lectures.Rooms;
using VirtualTA.Server.Lectures.Wire;

namespace VirtualTA.Server.Lectures;

/// <summary>What stands behind the hub where a call is more than one decision.</summary>
internal sealed class LectureDesk(
    LectureHall hall,
    LectureTokens tokens,
    LectureConnections connections,
    LectureEar ear,
    PrivateAnswers privately,
    AnswerBank bank,
    CallerLimits limits,
    IOptions<LectureOptions> options,
    TimeProvider time)
{
    private const int LongestCorrection = 2_000;

    public async Task<object?> JoinAsync(HubCallerContext context, JoinLecture? request)
    {
        var ticket = tokens.Read(request?.Token);
        var host = await hall.FindAsync(ticket.Room, context.ConnectionAborted);
        var connection = connections.Find(context.ConnectionId)
            ?? throw new UserInputException(LectureCodes.TokenInvalid, "The connection was lost. Please join again.");
        LectureSeat.Change(context, null)?.Leave();
        var member = new RoomMember(ticket, connection, options.Value)
        {
            TakesOpus = request!.TakesOpus && options.Value.SendsOpus,
        };
        try
        {
            var joined = await host.JoinAsync(member, request);
            LectureSeat.Change(context, new LectureSeat(host, member, options.Value, time));
            if (context.ConnectionAborted.IsCancellationRequested)
            {
                LectureSeat.Change(context, null)?.Leave(); // gone before it sat down
            }

            return joined;
        }
        catch
        {
            member.Leave();
            throw;
        }
    }

    public async Task<object?> HearAsync(Caller caller, LectureSeat seat, IAsyncEnumerable<string> frames)
    {
        using var entrance = limits.Enter(caller);
        return await ear.HearAsync(seat.Host.Settings, frames, caller.Lost);
    }

    public async Task<object?> AskAsync(Caller caller, LectureSeat seat, LectureQuestionRequest? request)
    {
        if (request is null)
        {
            throw new UserInputException(NoticeCodes.QuestionInvalid, "The call holds no question. Send a request object.");
        }

        if (request.IsPrivate)
        {
            return new AskReply(null, null, IsMerged: false, null, await privately.AskAsync(caller, seat, request, limits));
        }

        var question = new QuestionRequest(seat.Member.Ticket.Member, request.Text ?? "", request.Name, request.KeepsName);
        return AskReply.Of(await seat.Host.AskAsync(question));
    }

    public async Task SettleAsync(LectureSeat seat, int question, string? text)
    {
        await seat.Host.DecideAsync((room, now) => Moderating.Settle(room, question, text, now));
        if (!string.IsNullOrWhiteSpace(text))
        {
            var asked = await seat.Host.ReadAsync(room => room.Find(question));
            await ApproveAsync(seat.Host, asked.Text, asked.Settlement!, []);
        }
    }

    public async Task CorrectAsync(LectureSeat seat, int answer, string? text)
    {
        var words = Moderating.Words(text, LongestCorrection, "A correction");
        await seat.Host.Floor.StopAsync(await seat.Host.ReadAsync(room => Find(room, answer).Question));
        var question = await seat.Host.DecideAsync((room, now) => new Decision<LectureQuestion>(
            [new AnswerCorrected(now, Find(room, answer).Number, words)], after => after.Find(after.Answers[answer].Question)));
        await ApproveAsync(seat.Host, question.Text, words, []);
    }

    public async Task KeepAsync(LectureSeat seat, int answer)
    {
        var (given, question) = await seat.Host.ReadAsync(room => (Find(room, answer), room.Find(Find(room, answer).Question).Text));
        if (given is not { Status: AnswerStatus.Spoken, Correction: null })
        {
            throw new UserInputException(LectureCodes.QuestionState, "Only an answer that was given to its end is kept as it is. Correct this one instead.");
        }

        await ApproveAsync(seat.Host, question, given.Text, given.Citations);
    }

    public async Task<object?> ListApprovedAsync(LectureSeat seat, CancellationToken cancellationToken)
    {
        var settings = seat.Host.Settings;
        var views = new List<ApprovedView>();
        foreach (var one in bank.List(settings.Course))
        {
            var isPrepared = !one.IsBanned && await bank.IsPreparedAsync(settings.Course, one.Question, settings.Voice, cancellationToken);
            views.Add(new ApprovedView(one.Question, one.Answer, one.IsBanned, one.DecidedAt, isPrepared));
        }

        return views;
    }

    public async Task<bool> ForgetAsync(LectureSeat seat, string? question, CancellationToken cancellationToken)
    {
        var forgotten = await bank.ForgetAsync(seat.Host.Settings.Course, question ?? "", seat.Host.Settings.Voice, cancellationToken);
        seat.Host.BankChanged();
        return forgotten;
    }

    public async Task<object?> RevokeAsync(LectureSeat seat, LectureRole role)
    {
        var token = await seat.Host.DecideAsync((_, now) => new Decision<string?>(
            [new RoleRevoked(now, role)],
            room => role == LectureRole.Lecturer ? tokens.Create(room, role, seat.Member.Ticket.Member) : null));
        seat.Host.Audience.Expel(
            one => one.Role == role, new RemovedEvent(LectureCodes.TokenRevoked, "The lecturer has revoked this link. Ask for a new one."));
        return token;
    }

    public Task<string> NewTokenAsync(LectureSeat seat, LectureRole role) =>
        role == LectureRole.Lecturer
            ? throw new UserInputException(LectureCodes.Forbidden, "There is one lecturer's link. Revoke it to get another.")
            : seat.Host.ReadAsync(room => tokens.Create(room, role, RoomId.Create('m')));

    private static LectureAnswer Find(LectureRoom room, int answer) => room.Answers.TryGetValue(answer, out var found)
        ? found
        : throw new UserInputException(LectureCodes.AnswerUnknown, $"This room has no answer {answer}.");

    private async Task ApproveAsync(RoomHost host, string question, string text, IReadOnlyList<Citation> citations)
    {
        await bank.ApproveAsync(host.Settings.Course, question, text, citations);
        host.BankChanged();
        bank.PrepareSoon(host, question);
    }
}
