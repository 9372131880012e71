using VirtualTA.Core.Contracts;
using VirtualTA.Core.Lectures;
using VirtualTA.Server.Lectures.Rooms;

namespace VirtualTA.Server.Lectures.Access;

/// <summary>Stands before every endpoint: checks the token where a role is needed, and turns refusals into problem details.</summary>
internal sealed class RefusalFilter(LectureTokens tokens, LectureHall hall) : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        try
        {
            var http = context.HttpContext;
            if (http.GetEndpoint()?.Metadata.GetMetadata<AllowedAttribute>() is { } allowed)
            {
                await RequireAsync(http, allowed);
            }

            return await next(context);
        }
        catch (UserInputException refused)
        {
            return Results.Problem(
                refused.Message, statusCode: StatusOf(refused.Code), extensions: [KeyValuePair.Create("code", (object?)refused.Code)]);
        }
    }

    private async Task RequireAsync(HttpContext http, AllowedAttribute allowed)
    {
        var ticket = tokens.Read(RoomRequest.Token(http));
        if (ticket.Room != http.Request.RouteValues["room"] as string)
        {
            throw new UserInputException(LectureCodes.TokenInvalid, "Your link is for another lecture.");
        }

        if (!allowed.Roles.Contains(ticket.Role))
        {
            throw new UserInputException(LectureCodes.Forbidden, "Your link to this lecture does not allow that.");
        }

        var host = await hall.FindAsync(ticket.Room, http.RequestAborted);
        await host.ReadAsync(room =>
        {
            RoomHost.RequireGood(room, ticket);
            return true;
        });
        RoomRequest.Set(http, host, ticket);
    }

    private static int StatusOf(string code) => code switch
    {
        LectureCodes.TokenInvalid or LectureCodes.TokenRevoked => StatusCodes.Status401Unauthorized,
        LectureCodes.Forbidden => StatusCodes.Status403Forbidden,
        LectureCodes.RoomUnknown or NoticeCodes.CourseUnknown => StatusCodes.Status404NotFound,
        LectureCodes.TooFast => StatusCodes.Status429TooManyRequests,
        LectureCodes.RoomFull or NoticeCodes.Overloaded => StatusCodes.Status503ServiceUnavailable,
        LectureCodes.StorageFailed => StatusCodes.Status500InternalServerError,
        _ => StatusCodes.Status400BadRequest,
    };
}

/// <summary>Room and ticket of a request that the filter let in.</summary>
internal static class RoomRequest
{
    private const string Scheme = "Bearer ";
    private static readonly object HostKey = new();
    private static readonly object TicketKey = new();

    public static string? Token(HttpContext http) =>
        http.Request.Headers.Authorization.ToString() is { } header && header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
            ? header[Scheme.Length..].Trim()
            : http.Request.Query["token"].ToString();

    public static void Set(HttpContext http, RoomHost host, LectureTicket ticket) =>
        (http.Items[HostKey], http.Items[TicketKey]) = (host, ticket);

    public static RoomHost Host(HttpContext http) => (RoomHost)http.Items[HostKey]!;

    public static LectureTicket Ticket(HttpContext http) => (LectureTicket)http.Items[TicketKey]!;
}
