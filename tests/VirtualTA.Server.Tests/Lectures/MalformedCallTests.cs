using System.Reflection;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;
using VirtualTA.Core.Lectures;
using VirtualTA.Server.Lectures;
using VirtualTA.TestKit;
using Xunit;

namespace VirtualTA.Server.Tests.Lectures;

public sealed class MalformedCallTests
{
    private const int Calls = 500;

    private static readonly string[] Methods =
        [.. typeof(LectureHub).GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
            .Where(method => method.GetBaseDefinition() == method).Select(method => method.Name)
            .Except(["Hear", "Close", "RevokeTokens"]), "NoSuchMethod", " "];

    private static readonly object?[] Junk =
    [
        null, -1, int.MaxValue, long.MaxValue, 3.5, true, "", " ", "\0\u202e<script>", new string('x', 5_000), new int[] { 1, 2 }, Array.Empty<object>(),
        new { }, new { text = 5 }, new { text = new string('q', 20_000) }, new { token = "a.b" }, new { mode = "sometimes" },
        new { questionsPerMinute = -5 }, new { bannedWords = new string?[] { null, "" } }, new[] { new { locator = (string?)null, atSeconds = -1.0 } },
    ];

    [Fact]
    public async Task MalformedCalls_AreRefused_AndTheRoomGoesOn()
    {
        await using var server = new LectureServer(("Lectures:CallsPerTenSeconds", "100000"));
        var room = await server.OpenAsync();
        await using var lecturer = await server.JoinAsync(room.Lecturer);
        var random = new Random(20260101);
        for (var i = 0; i < Calls; i++)
        {
            var method = Methods[random.Next(Methods.Length)];
            object?[] arguments = [.. Enumerable.Range(0, random.Next(5)).Select(_ => Junk[random.Next(Junk.Length)])];
            try
            {
                await lecturer.Hub.InvokeCoreAsync(method, typeof(object), arguments).WithinReason();
            }
            catch (HubException)
            {
                // Arguments that are not even of the right kind never reach the method.
            }
        }

        Assert.Equal(HubConnectionState.Connected, lecturer.Hub.State);
        await using var student = await server.JoinStudentAsync(room.Code);
        await lecturer.DoneAsync("Panic", false);
        await lecturer.DoneAsync("SetRules", new LectureRules { IsModerated = false });
        var asked = await student.DoneAsync("Ask", new { text = "Does it still work?" });
        await lecturer.DoneAsync("Speak", asked.GetProperty("question").GetInt32(), null);
        await student.NextTurnAsync("turnEnded");
    }
}
