using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;
using VirtualTA.Core.Contracts;
using VirtualTA.Core.Lectures;

namespace VirtualTA.Server.Lectures.Access;

/// <summary>Decides who may open rooms and add course material: who has the key, or without one who sits at the server.</summary>
internal sealed class OpeningGuard(IOptions<LectureOptions> options)
{
    private const string Header = "X-Lecture-Key";

    /// <exception cref="UserInputException">The request may not.</exception>
    public void Require(HttpContext context)
    {
        if (options.Value.OpeningKey is { } key)
        {
            var shown = Encoding.UTF8.GetBytes(context.Request.Headers[Header].ToString());
            if (!CryptographicOperations.FixedTimeEquals(SHA256.HashData(shown), SHA256.HashData(Encoding.UTF8.GetBytes(key))))
            {
                throw new UserInputException(LectureCodes.Forbidden, "Opening a lecture needs the key of this server. Ask whoever runs it.");
            }
        }
        else if (!IsLocal(context))
        {
            throw new UserInputException(
                LectureCodes.Forbidden, "Lectures are opened on the machine of the server. To open them from elsewhere, set Lectures:OpeningKey there.");
        }
    }

    // Behind a proxy everybody seems to sit at the server.
    private static bool IsLocal(HttpContext context) =>
        context.Connection.RemoteIpAddress is { } address && IPAddress.IsLoopback(address)
        && !context.Request.Headers.ContainsKey("X-Forwarded-For") && !context.Request.Headers.ContainsKey("Forwarded");
}
