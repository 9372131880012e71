using System.Reflection;
using Microsoft.AspNetCore.SignalR;
using VirtualTA.Core.Contracts;
using VirtualTA.Core.Lectures;
using VirtualTA.Server.Lectures.Wire;

namespace VirtualTA.Server.Lectures.Access;

/// <summary>Stands before every call of the hub: lets in whom the call allows, and turns every outcome into a reply.</summary>
internal sealed class LectureGate(ILogger<LectureGate> logger) : IHubFilter
{
    public async ValueTask<object?> InvokeMethodAsync(
        HubInvocationContext invocationContext, Func<HubInvocationContext, ValueTask<object?>> next)
    {
        try
        {
            var allowed = invocationContext.HubMethod.GetCustomAttribute<AllowedAttribute>()
                ?? throw new UserInputException(LectureCodes.Forbidden, "Nobody may make this call.");
            if (!allowed.IsEntrance)
            {
                var seat = LectureSeat.Of(invocationContext.Context)
                    ?? throw new UserInputException(LectureCodes.TokenInvalid, "Join a lecture first.");
                seat.Require(allowed);
            }

            return LectureReply.Of(await next(invocationContext));
        }
        catch (UserInputException refused)
        {
            return LectureReply.Refused(refused.Code, refused.Message);
        }
        catch (OperationCanceledException) when (invocationContext.Context.ConnectionAborted.IsCancellationRequested)
        {
            return LectureReply.Refused(NoticeCodes.TurnFailed, "The connection was lost.");
        }
        catch (Exception failed)
        {
            logger.CallFailed(failed, invocationContext.HubMethodName);
            return LectureReply.Refused(NoticeCodes.TurnFailed, "Something went wrong on the server. Please try again.");
        }
    }
}
