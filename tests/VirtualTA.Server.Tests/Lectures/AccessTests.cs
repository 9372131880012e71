using System.Net;
using System.Net.Http.Headers;
using System.Reflection;
using System.Text;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using VirtualTA.Core.Lectures;
using VirtualTA.Server.Lectures;
using VirtualTA.Server.Lectures.Access;
using VirtualTA.TestKit;
using Xunit;

namespace VirtualTA.Server.Tests.Lectures;

/// <summary>What each role may do, over every hub method and every endpoint: a new one without a line here fails.</summary>
public sealed class AccessTests
{
    private const string Everybody = "student projector lecturer";

    private static readonly Dictionary<string, (string Roles, object?[] Arguments)> Methods = new()
    {
        ["Listen"] = (Everybody, [false]),
        ["Hear"] = ("student lecturer", [TestAudio.WireFrames(TestAudio.Tone(0.5)).ToAsyncEnumerable()]),
        ["Ask"] = ("student lecturer", [new { text = "What is a token?" }]),
        ["StopPrivate"] = ("student lecturer", []),
        ["Vote"] = ("student", [1, true]),
        ["Withdraw"] = ("student", [99]),
        ["Heard"] = ("projector", [99, 0, false]),
        ["Approve"] = ("lecturer", [99]),
        ["Edit"] = ("lecturer", [99, "text"]),
        ["Merge"] = ("lecturer", [99, 98]),
        ["Dismiss"] = ("lecturer", [99, "reason"]),
        ["Preview"] = ("lecturer", [99]),
        ["Speak"] = ("lecturer", [99, null]),
        ["Stop"] = ("lecturer", []),
        ["Take"] = ("lecturer", [99]),
        ["Settle"] = ("lecturer", [99, null]),
        ["Correct"] = ("lecturer", [99, "text"]),
        ["Keep"] = ("lecturer", [99]),
        ["Panic"] = ("lecturer", [false]),
        ["SetRules"] = ("lecturer", [new LectureRules()]),
        ["SetSlide"] = ("lecturer", [null]),
        ["FollowTimeline"] = ("lecturer", [new[] { new TimelineCue("slide 1", 0) }]),
        ["StopTimeline"] = ("lecturer", []),
        ["ApprovedAnswers"] = ("lecturer", []),
        ["ForgetAnswer"] = ("lecturer", ["nothing"]),
        ["RemoveMember"] = ("lecturer", ["nobody"]),
        ["RevokeTokens"] = ("lecturer", [LectureRole.Projector]),
        ["NewToken"] = ("lecturer", [LectureRole.Projector]),
        ["Close"] = ("lecturer", []),
    };

    private static readonly Dictionary<string, string> Endpoints = new()
    {
        ["POST /api/lectures/"] = "key",
        ["GET /api/lectures/codes/{code}"] = "code",
        ["POST /api/lectures/codes/{code}/join"] = "code",
        ["GET /api/lectures/codes/{code}/qr.svg"] = "code",
        ["GET /api/lectures/{room}"] = Everybody,
        ["DELETE /api/lectures/{room}"] = "lecturer",
        ["GET /api/lectures/{room}/slides"] = "lecturer",
        ["GET /api/lectures/{room}/export"] = "lecturer",
        ["POST /api/lectures/{room}/files"] = "lecturer",
        ["POST /api/lectures/{room}/timeline"] = "lecturer",
        ["POST /api/courses/{course}/files"] = "key",
    };

    [Fact]
    public void EveryHubMethod_StandsInTheTable_WithTheRolesItAllows()
    {
        var methods = typeof(LectureHub).GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
            .Where(method => method.GetBaseDefinition() == method && method.Name != "Join")
            .ToDictionary(method => method.Name, method => string.Join(' ', method.GetCustomAttribute<AllowedAttribute>()!.Roles).ToLowerInvariant());

        Assert.Equal(methods.Keys.Order(), Methods.Keys.Order());
        Assert.All(methods, method => Assert.Equal(Methods[method.Key].Roles, method.Value));
    }

    [Fact]
    public async Task EveryHubMethod_IsRefused_BeforeJoiningAndForOtherRoles()
    {
        await using var server = new LectureServer();
        var room = await server.OpenAsync();
        await using var stranger = await LectureClient.ConnectAsync(server.HubAddress);
        await using var student = await server.JoinStudentAsync(room.Code);
        await using var projector = await server.JoinAsync(room.Projector);
        foreach (var (method, (roles, arguments)) in Methods)
        {
            Assert.Equal(LectureCodes.TokenInvalid, await stranger.RefusedAsync(method, arguments));
            foreach (var (role, client) in new[] { ("student", student), ("projector", projector) }.Where(one => !roles.Contains(one.Item1, StringComparison.Ordinal)))
            {
                Assert.Equal((role, LectureCodes.Forbidden), (role, await client.RefusedAsync(method, arguments)));
            }
        }
    }

    [Fact]
    public async Task EveryHubMethod_IsOpenToItsRoles()
    {
        await using var server = new LectureServer();
        var room = await server.OpenAsync();
        await using var lecturer = await server.JoinAsync(room.Lecturer);
        await using var student = await server.JoinStudentAsync(room.Code);
        await using var projector = await server.JoinAsync(room.Projector);
        foreach (var (method, (roles, arguments)) in Methods)
        {
            foreach (var (role, client) in new[] { ("student", student), ("projector", projector), ("lecturer", lecturer) }.Where(one => roles.Contains(one.Item1, StringComparison.Ordinal)))
            {
                var reply = await client.CallAsync(method, arguments);
                Assert.False(reply.GetProperty("code").GetString() is LectureCodes.Forbidden or LectureCodes.TokenInvalid or "turn-failed", $"{role} {method}: {reply}");
            }
        }
    }

    [Fact]
    public async Task EveryEndpoint_TakesOnlyTokensOfItsRoomAndRole()
    {
        await using var server = new LectureServer();
        var room = await server.OpenAsync();
        var other = await server.OpenAsync();
        var student = await server.StudentTokenAsync(room.Code);
        var found = server.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.RoutePattern.RawText!.StartsWith("/api/lectures", StringComparison.Ordinal) || endpoint.RoutePattern.RawText.EndsWith("/files", StringComparison.Ordinal))
            .Select(endpoint => $"{endpoint.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods[0]} {endpoint.RoutePattern.RawText}");
        Assert.Equal(Endpoints.Keys.Order(), found.Order());

        using var http = server.Http();
        foreach (var (endpoint, roles) in Endpoints.Where(one => one.Key.Contains("{room}", StringComparison.Ordinal)))
        {
            Assert.Equal(HttpStatusCode.Unauthorized, await SendAsync(http, endpoint, room.Room, null));
            Assert.Equal(HttpStatusCode.Unauthorized, await SendAsync(http, endpoint, room.Room, other.Lecturer));
            Assert.Equal(HttpStatusCode.Unauthorized, await SendAsync(http, endpoint, room.Room, Forge(student)));
            if (roles == "lecturer")
            {
                Assert.Equal(HttpStatusCode.Forbidden, await SendAsync(http, endpoint, room.Room, student));
                Assert.Equal(HttpStatusCode.Forbidden, await SendAsync(http, endpoint, room.Room, room.Projector));
            }
        }
    }

    [Fact]
    public async Task Opening_NeedsTheKey_WhereThereIsOne()
    {
        await using var server = new LectureServer(("Lectures:OpeningKey", "open-sesame"));
        using var http = server.Http();
        foreach (var endpoint in Endpoints.Where(one => one.Value == "key").Select(one => one.Key.Replace("{course}", LectureServer.Course, StringComparison.Ordinal)))
        {
            Assert.Equal(HttpStatusCode.Forbidden, await SendAsync(http, endpoint, "", null));
        }

        http.DefaultRequestHeaders.Add("X-Lecture-Key", "open-sesame");
        Assert.Equal(HttpStatusCode.OK, await SendAsync(http, "POST /api/lectures/", "", null));
    }

    [Fact]
    public async Task Opening_WithoutKey_IsForTheServersOwnMachine_NotForAProxy()
    {
        await using var server = new LectureServer();
        using var http = server.Http();
        http.DefaultRequestHeaders.Add("X-Forwarded-For", "203.0.113.9");

        Assert.Equal(HttpStatusCode.Forbidden, await SendAsync(http, "POST /api/lectures/", "", null));
    }

    [Fact]
    public async Task Rooms_AreIsolated_AndUnapprovedQuestionsAreForThoseWhoAskedThem()
    {
        await using var server = new LectureServer();
        var (room, other) = (await server.OpenAsync(), await server.OpenAsync());
        await using var ana = await server.JoinStudentAsync(room.Code);
        await using var ben = await server.JoinStudentAsync(room.Code);
        await using var stranger = await server.JoinStudentAsync(other.Code);
        await using var lecturer = await server.JoinAsync(room.Lecturer);

        await ana.DoneAsync("Ask", new { text = "What is a secret?" });
        await ana.NextQuestionAsync(1, "pending");
        Assert.Equal(LectureCodes.QuestionState, await ben.RefusedAsync("Vote", 1, true));
        Assert.Equal(LectureCodes.QuestionUnknown, await stranger.RefusedAsync("Vote", 1, true));
        await lecturer.DoneAsync("Dismiss", 1, "Not now");
        Assert.Equal("Not now", (await ana.NextQuestionAsync(1, "dismissed")).GetProperty("reason").GetString());
        await ben.DoneAsync("Listen", false);
        await stranger.DoneAsync("Listen", false);

        Assert.DoesNotContain(ben.Waiting().Concat(stranger.Waiting()), message => message.ToString().Contains("secret", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Revoked_TokensEndAtOnce_AndNewOnesWork()
    {
        await using var server = new LectureServer();
        var room = await server.OpenAsync();
        var token = await server.StudentTokenAsync(room.Code);
        await using var student = await server.JoinAsync(token);
        await using var lecturer = await server.JoinAsync(room.Lecturer);

        await lecturer.DoneAsync("RevokeTokens", LectureRole.Student);
        Assert.Equal(LectureCodes.TokenRevoked, (await student.NextAsync("removed")).GetProperty("code").GetString());
        Assert.Equal(LectureCodes.TokenRevoked, await student.RefusedAsync("Ask", new { text = "Still here?" }));
        Assert.Equal(LectureCodes.TokenRevoked, await student.RefusedAsync("Join", new { token }));
        await using var again = await server.JoinStudentAsync(room.Code);

        var fresh = (await lecturer.DoneAsync("RevokeTokens", LectureRole.Lecturer)).GetString()!;
        Assert.Equal(LectureCodes.TokenRevoked, await lecturer.RefusedAsync("Close"));
        await using var anew = await server.JoinAsync(fresh);
    }

    [Fact]
    public async Task Removed_StudentIsOut_AndOthersAreNot()
    {
        await using var server = new LectureServer();
        var room = await server.OpenAsync();
        await using var eve = await server.JoinStudentAsync(room.Code);
        await using var ana = await server.JoinStudentAsync(room.Code);
        await using var lecturer = await server.JoinAsync(room.Lecturer);
        await eve.DoneAsync("Ask", new { text = "Something rude?" });
        var member = (await lecturer.NextQuestionAsync(1, "pending")).GetProperty("members")[0].GetString();

        await lecturer.DoneAsync("RemoveMember", member);
        await eve.NextAsync("removed");
        Assert.Equal(LectureCodes.TokenRevoked, await eve.RefusedAsync("Ask", new { text = "Something else?" }));
        await ana.DoneAsync("Ask", new { text = "Something polite?" });
    }

    [Fact]
    public async Task Token_EndsWithTheLecture()
    {
        await using var server = new LectureServer();
        var room = await server.OpenAsync(new { hours = 1, keepDays = 2 });
        await using var student = await server.JoinStudentAsync(room.Code);
        server.Time.Advance(TimeSpan.FromMinutes(61));

        Assert.Equal(LectureCodes.TokenInvalid, await student.RefusedAsync("Ask", new { text = "Too late?" }));
        using var http = server.Http();
        Assert.Equal(HttpStatusCode.NotFound, (await http.PostAsync($"/api/lectures/codes/{room.Code}/join", null)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, await SendAsync(http, "GET /api/lectures/{room}/export", room.Room, room.Lecturer));
    }

    [Fact]
    public async Task Codes_CannotBeTriedForEver()
    {
        await using var server = new LectureServer(("Lectures:WrongCodesPerMinute", "3"));
        using var http = server.Http();
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal(HttpStatusCode.NotFound, (await http.GetAsync("/api/lectures/codes/AAA-AAA")).StatusCode);
        }

        Assert.Equal(HttpStatusCode.TooManyRequests, (await http.GetAsync("/api/lectures/codes/AAA-AAA")).StatusCode);
    }

    private static async Task<HttpStatusCode> SendAsync(HttpClient http, string endpoint, string room, string? token)
    {
        var parts = endpoint.Split(' ');
        using var request = new HttpRequestMessage(new HttpMethod(parts[0]), parts[1].Replace("{room}", room, StringComparison.Ordinal));
        request.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        request.Content = parts[0] == "POST" ? new StringContent("{}", Encoding.UTF8, "application/json") : null;
        using var response = await http.SendAsync(request);
        return response.StatusCode;
    }

    /// <summary>The same signature under a ticket of the lecturer.</summary>
    private static string Forge(string token)
    {
        var parts = token.Split('.');
        var ticket = Encoding.UTF8.GetString(System.Buffers.Text.Base64Url.DecodeFromChars(parts[0])).Replace("student", "lecturer", StringComparison.Ordinal);
        return $"{System.Buffers.Text.Base64Url.EncodeToString(Encoding.UTF8.GetBytes(ticket))}.{parts[1]}";
    }
}
