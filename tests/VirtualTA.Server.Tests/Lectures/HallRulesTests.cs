using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using VirtualTA.Core.Lectures;
using VirtualTA.Knowledge.Approval;
using VirtualTA.TestKit;
using Xunit;

namespace VirtualTA.Server.Tests.Lectures;

/// <summary>What holds for everybody in a room: its voice, its language, its place in the course, its manners.</summary>
public sealed class HallRulesTests
{
    private const string Answer = FakeAnswerer.First + FakeAnswerer.Second;
    private static readonly object Free = new { rules = new { isModerated = false }, course = LectureServer.Course };

    [Fact]
    public async Task Automatic_IsQuiet_WhileTheLecturerAnswersInPerson()
    {
        await using var server = new LectureServer();
        var room = await server.OpenAsync(Free);
        await using var lecturer = await server.JoinAsync(room.Lecturer);
        await using var ana = await server.JoinStudentAsync(room.Code);
        await ana.DoneAsync("Ask", new { text = "What is a codec?" });
        await ana.DoneAsync("Ask", new { text = "Why are mel bands used?" });
        await lecturer.DoneAsync("Take", 1);
        await lecturer.DoneAsync("SetRules", new LectureRules { IsModerated = false, Mode = LectureMode.Auto });
        await ana.DoneAsync("Vote", 2, true);
        await ana.DoneAsync("Vote", 2, false);
        Assert.Empty(server.Answerer.Questions);

        await lecturer.DoneAsync("Settle", 1, null);
        var begun = await ana.NextAsync("answer");
        Assert.Equal(2, begun.GetProperty("answer").GetProperty("question").GetInt32());
    }

    [Fact]
    public async Task Dismissal_AndItsReason_AreSeenByThoseWhoVotedToo()
    {
        await using var server = new LectureServer();
        var room = await server.OpenAsync(Free);
        await using var lecturer = await server.JoinAsync(room.Lecturer);
        await using var ana = await server.JoinStudentAsync(room.Code);
        await using var ben = await server.JoinStudentAsync(room.Code);
        await using var eve = await server.JoinStudentAsync(room.Code);
        await ana.DoneAsync("Ask", new { text = "What is for lunch?" });
        await ben.DoneAsync("Vote", 1, true);
        await lecturer.DoneAsync("Dismiss", 1, "Ask the cook.");

        Assert.Equal("Ask the cook.", (await ben.NextQuestionAsync(1, "dismissed")).GetProperty("reason").GetString());
        var gone = await eve.NextAsync("questions", message => message.GetProperty("removed").GetArrayLength() > 0);
        Assert.Equal(0, gone.GetProperty("changed").GetArrayLength());
        await eve.DoneAsync("Listen", false);
        Assert.DoesNotContain(eve.Waiting(), message => message.ToString().Contains("cook", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Keep_MakesTheAnswerTheApprovedOne_WithItsSources()
    {
        await using var server = new LectureServer();
        var room = await server.OpenAsync(Free);
        await using var lecturer = await server.JoinAsync(room.Lecturer);
        await using var ana = await server.JoinStudentAsync(room.Code);
        await ana.DoneAsync("Ask", new { text = "What is a codec?" });
        await lecturer.DoneAsync("Speak", 1, null);
        Assert.Equal(LectureCodes.QuestionState, await lecturer.RefusedAsync("Keep", 1));
        await ana.NextTurnAsync("turnEnded");
        server.Time.Advance(TimeSpan.FromSeconds(5));
        await ana.NextQuestionAsync(1, "answered");
        await lecturer.DoneAsync("Keep", 1);

        await ana.DoneAsync("Ask", new { text = "Please explain what a codec is" });
        var draft = await lecturer.DoneAsync("Preview", 2);
        Assert.Equal((Answer, true), (draft.GetProperty("text").GetString(), draft.GetProperty("isApproved").GetBoolean()));
        Assert.Equal("Codecs", draft.GetProperty("citations")[0].GetProperty("source").GetString());
        Assert.Single(server.Answerer.Questions);
    }

    [Fact]
    public async Task Bank_PreparesWhatWasApprovedBeforeTheRoom_InTheVoiceOfTheRoom()
    {
        await using var server = new LectureServer();
        server.Services.GetRequiredService<ApprovedAnswers>().Approve(LectureServer.Course, "What is a codec?", "It packs sound.");
        var room = await server.OpenAsync(new { course = LectureServer.Course, voice = "anna", rules = new { isModerated = false } });
        await using var lecturer = await server.JoinAsync(room.Lecturer);
        await Waiting.UntilAsync(() => Directory.Exists(Path.Combine(server.Data, "lectures", "bank"))
            && Directory.EnumerateFiles(Path.Combine(server.Data, "lectures", "bank"), "*.sound", SearchOption.AllDirectories).Any());
        Assert.Equal("anna", server.Synthesizer.Options!.Voice);
        server.Synthesizer.OnWord = (_, _) => throw new InvalidOperationException("The voice must not be needed.");

        await lecturer.DoneAsync("Ask", new { text = "What is a codec?" });
        await lecturer.DoneAsync("Speak", 1, null);
        Assert.Equal("It", (await lecturer.NextTurnAsync("audioChunk")).GetProperty("words")[0].GetProperty("word").GetString());
    }

    [Fact]
    public async Task Language_OfTheRoom_HoldsForEveryQuestionAndAnswer()
    {
        await using var server = new LectureServer();
        var room = await server.OpenAsync(new { course = LectureServer.Course, language = "de-AT", rules = new { isModerated = false } });
        await using var lecturer = await server.JoinAsync(room.Lecturer);
        await using var ana = await server.JoinStudentAsync(room.Code);
        await ana.DoneAsync("Hear", TestAudio.WireFrames(TestAudio.Tone(0.5)).ToAsyncEnumerable());
        Assert.Equal("de-AT", server.Recognizer.LastContext!.Language);

        await ana.DoneAsync("Ask", new { text = "What is a codec?" });
        await ana.DoneAsync("Ask", new { text = "What is a vocoder?", isPrivate = true });
        await ana.NextTurnAsync("turnEnded");
        await lecturer.DoneAsync("Preview", 1);
        await ana.DoneAsync("Ask", new { text = "Why are mel bands used?" });
        await lecturer.DoneAsync("Speak", 2, null);
        await ana.NextTurnAsync("turnEnded");
        Assert.Equal(["de-AT", "de-AT", "de-AT"], server.Answerer.Questions.Select(question => question.Language));
    }

    [Fact]
    public async Task Search_IsToldThePlace_ThatTheTimelineHasReached()
    {
        await using var server = new LectureServer();
        var room = await server.OpenAsync(Free);
        await using var lecturer = await server.JoinAsync(room.Lecturer);
        await lecturer.DoneAsync("Ask", new { text = "What is a codec?" });
        await lecturer.DoneAsync("FollowTimeline", new List<TimelineCue> { new("Codecs, slide 1", 0), new("Codecs, slide 2", 60) });
        await lecturer.DoneAsync("Preview", 1);
        server.Time.Advance(TimeSpan.FromSeconds(61));
        await lecturer.DoneAsync("Preview", 1);

        Assert.Equal(["Codecs, slide 1", "Codecs, slide 2"], server.Answerer.Questions.Select(question => question.CurrentLocator));
    }

    [Fact]
    public async Task Device_ThatCallsTooOften_IsRefusedForAWhile_AndOthersAreNot()
    {
        await using var server = new LectureServer(("Lectures:CallsPerTenSeconds", "10"));
        var room = await server.OpenAsync(Free);
        await using var eve = await server.JoinStudentAsync(room.Code);
        await using var ana = await server.JoinStudentAsync(room.Code);
        for (var i = 0; i < 10; i++)
        {
            await eve.DoneAsync("Listen", false);
        }

        Assert.Equal(LectureCodes.TooFast, await eve.RefusedAsync("Ask", new { text = "What is a codec?" }));
        await ana.DoneAsync("Ask", new { text = "What is a codec?" });
        server.Time.Advance(TimeSpan.FromSeconds(11));
        await eve.DoneAsync("Ask", new { text = "What is a codec?" });
    }

    [Fact]
    public async Task MalformedRequests_AreRefusedWithAReason_AndNeverBreakTheServer()
    {
        await using var server = new LectureServer(("Lectures:WrongCodesPerMinute", "100000"));
        var room = await server.OpenAsync();
        using var http = server.Http();
        var random = new Random(20260102);
        string[] methods = ["GET", "POST", "DELETE", "PUT"];
        string[] paths =
        [
            "/api/lectures", "/api/lectures/codes/%00", "/api/lectures/codes/ZZZ-ZZZ/join", "/api/lectures/codes/..%2f/qr.svg", $"/api/lectures/{room.Room}/export?format=exe",
            $"/api/lectures/{room.Room}/slides?token=a.b", $"/api/lectures/{room.Room}/files", $"/api/lectures/{room.Room}/timeline", "/api/courses/%2e%2e/files", "/api/lectures/%F0%28%8C/export",
        ];
        string[] bodies = ["", "{", "null", "[]", "{\"hours\":1e999}", "{\"hours\":-1}", "{\"rules\":{\"mode\":7}}", "{\"rules\":{\"bannedWords\":[null]}}", "{\"language\":\"\\u0000\"}", new('[', 3_000)];
        for (var i = 0; i < 200; i++)
        {
            using var request = new HttpRequestMessage(new HttpMethod(methods[random.Next(methods.Length)]), paths[random.Next(paths.Length)]);
            request.Content = new StringContent(bodies[random.Next(bodies.Length)], Encoding.UTF8, random.Next(2) == 0 ? "application/json" : "multipart/form-data");
            request.Headers.Authorization = random.Next(2) == 0 || request.Method == HttpMethod.Delete ? null : new AuthenticationHeaderValue("Bearer", room.Lecturer);
            using var response = await http.SendAsync(request);
            Assert.True((int)response.StatusCode < 500, $"{request.Method} {request.RequestUri}: {(int)response.StatusCode}");
        }

        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync($"/api/lectures/{room.Room}?token={room.Lecturer}")).StatusCode);
    }
}
