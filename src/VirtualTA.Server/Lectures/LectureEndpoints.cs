using Microsoft.AspNetCore.SignalR;
using VirtualTA.Core.Contracts;
using VirtualTA.Core.Lectures;
using VirtualTA.Knowledge.Courses;
using VirtualTA.Server.Lectures.Access;
using VirtualTA.Server.Lectures.Export;
using VirtualTA.Server.Lectures.Files;
using VirtualTA.Server.Lectures.Qr;
using VirtualTA.Server.Lectures.Rooms;
using VirtualTA.Server.Lectures.Wire;

namespace VirtualTA.Server.Lectures;

/// <summary>The HTTP side of lectures; the README beside this file describes every call.</summary>
internal static class LectureEndpoints
{
    public static void MapLectures(this WebApplication app)
    {
        app.MapHub<LectureHub>(LectureHub.Path);
        var lectures = app.MapGroup("/api/lectures").AddEndpointFilter<RefusalFilter>();
        lectures.MapPost("/", OpenAsync);
        lectures.MapGet("/codes/{code}", ShowCodeAsync);
        lectures.MapPost("/codes/{code}/join", JoinAsync);
        lectures.MapGet("/codes/{code}/qr.svg", ShowQrAsync);
        lectures.MapGet("/{room}", (Delegate)ShowAsync).WithMetadata(new AllowedAttribute(LectureRole.Student, LectureRole.Projector, LectureRole.Lecturer));
        lectures.MapDelete("/{room}", DeleteAsync).WithMetadata(new AllowedAttribute(LectureRole.Lecturer));
        lectures.MapGet("/{room}/slides", ShowSlidesAsync).WithMetadata(new AllowedAttribute(LectureRole.Lecturer));
        lectures.MapGet("/{room}/export", ExportAsync).WithMetadata(new AllowedAttribute(LectureRole.Lecturer));
        lectures.MapPost("/{room}/files", UploadAsync).WithMetadata(new AllowedAttribute(LectureRole.Lecturer)).DisableAntiforgery();
        lectures.MapPost("/{room}/timeline", ReadTimelineAsync).WithMetadata(new AllowedAttribute(LectureRole.Lecturer)).DisableAntiforgery();
        app.MapPost("/api/courses/{course}/files", UploadToCourseAsync).AddEndpointFilter<RefusalFilter>().DisableAntiforgery();
    }

    private static async Task<OpenedLecture> OpenAsync(OpenLecture wish, HttpContext context, OpeningGuard guard, LectureHall hall)
    {
        guard.Require(context);
        return await hall.OpenAsync(wish, context.RequestAborted);
    }

    private static async Task<CodeView> ShowCodeAsync(string code, HttpContext context, LectureHall hall, CodeLimits limits)
    {
        var host = await FindByCodeAsync(code, context, hall, limits);
        return await host.ReadAsync(room => new CodeView(
            room.Settings.Code,
            room.Settings.Title,
            room.Settings.Course,
            room.Settings.Language,
            room.IsClosed,
            room.Rules.AllowsNames,
            room.Rules.AllowsPrivate));
    }

    private static async Task<StudentTicket> JoinAsync(string code, HttpContext context, LectureHall hall, CodeLimits limits, LectureTokens tokens)
    {
        var host = await FindByCodeAsync(code, context, hall, limits);
        var member = RoomId.Create('m');
        var token = await host.ReadAsync(room => tokens.Create(room, LectureRole.Student, member));
        return new StudentTicket(token, LectureRole.Student, host.Settings.Id, member, host.Settings.ExpiresAt);
    }

    private static async Task<IResult> ShowQrAsync(string code, HttpContext context, LectureHall hall, CodeLimits limits)
    {
        var host = await FindByCodeAsync(code, context, hall, limits);
        var link = $"{context.Request.Scheme}://{context.Request.Host}{LectureLinks.Student(host.Settings.Code)}";
        return Results.Text(QrSvg.Write(QrCode.Encode(link), $"Join at {link}"), "image/svg+xml");
    }

    private static async Task<RoomView> ShowAsync(HttpContext context)
    {
        var (host, ticket) = (RoomRequest.Host(context), RoomRequest.Ticket(context));
        return await host.ReadAsync(room => host.ViewFor(room, ticket.Role));
    }

    private static async Task<IResult> DeleteAsync(HttpContext context, LectureHall hall)
    {
        await hall.DeleteAsync(RoomRequest.Host(context).Settings.Id);
        return Results.NoContent();
    }

    private static IResult ShowSlidesAsync(HttpContext context, CourseLibrary library) =>
        Results.Json(new { Slides = library.Places(RoomRequest.Host(context).Settings.Course) });

    private static async Task<IResult> ExportAsync(HttpContext context, string? format)
    {
        var document = await RoomRequest.Host(context).ReadAsync(LectureDocument.Of);
        var file = LectureExport.Write(document, format ?? "md");
        return Results.File(file.Content, file.ContentType, file.Name);
    }

    private static async Task<UploadReport> UploadAsync(HttpContext context, CourseUpload upload) =>
        await upload.TakeAsync(RoomRequest.Host(context).Settings.Course, context.Request, context.RequestAborted);

    private static Task<TimelineView> ReadTimelineAsync(HttpContext context, TimelineUpload upload) =>
        upload.ReadAsync(context.Request, context.RequestAborted);

    private static async Task<UploadReport> UploadToCourseAsync(string course, HttpContext context, OpeningGuard guard, CourseUpload upload)
    {
        guard.Require(context);
        return await upload.TakeAsync(course, context.Request, context.RequestAborted);
    }

    private static async Task<RoomHost> FindByCodeAsync(string code, HttpContext context, LectureHall hall, CodeLimits limits)
    {
        var address = context.Connection.RemoteIpAddress?.ToString() ?? "local";
        limits.RequirePatience(address);
        if (await hall.FindByCodeAsync(code, context.RequestAborted) is { } host)
        {
            return host;
        }

        limits.CountWrong(address);
        throw new UserInputException(LectureCodes.RoomUnknown, "There is no lecture with this code now. Check the code on the screen.");
    }
}
