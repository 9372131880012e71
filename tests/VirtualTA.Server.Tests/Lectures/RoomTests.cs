using System.Text.Json;
using VirtualTA.Core.Contracts;
using VirtualTA.Core.Lectures;
using VirtualTA.TestKit;
using Xunit;

namespace VirtualTA.Server.Tests.Lectures;

/// <summary>The lecturer stays in command; everybody gets what is meant for them.</summary>
public sealed class RoomTests
{
    private static readonly object Free = new { rules = new { isModerated = false }, course = LectureServer.Course };
    private static readonly object Automatic = new { rules = new { isModerated = false, mode = "auto" }, course = LectureServer.Course };

    [Fact]
    public async Task Automatic_AnswersStrongEvidenceByItself_AndLeavesTheRest()
    {
        await using var server = new LectureServer();
        server.Answerer.OnAnswer = (question, _) => question.Text.Contains("weather", StringComparison.Ordinal) ? Abstain() : FakeAnswerer.Say("Yes.");
        var room = await server.OpenAsync(Automatic);
        await using var lecturer = await server.JoinAsync(room.Lecturer);
        await using var ana = await server.JoinStudentAsync(room.Code);
        await ana.DoneAsync("Ask", new { text = "How is the weather?" });
        Assert.True((await lecturer.NextAsync("questions", Weak)).GetProperty("changed")[0].GetProperty("isWeak").GetBoolean());

        await ana.DoneAsync("Ask", new { text = "Is a codec lossy?" });
        await ana.NextTurnAsync("turnEnded");
        server.Time.Advance(TimeSpan.FromSeconds(5)); // no projector is there: the time of the answer frees the floor
        var answer = await ana.NextAsync("answer", message => message.GetProperty("answer").GetProperty("status").GetString() == "spoken");
        Assert.Equal((2, "Yes."), (answer.GetProperty("answer").GetProperty("question").GetInt32(), answer.GetProperty("answer").GetProperty("text").GetString()));

        static bool Weak(JsonElement message) => message.GetProperty("changed").EnumerateArray().Any(question => question.GetProperty("isWeak").GetBoolean());
    }

    [Fact]
    public async Task Stop_SilencesTheAnswer_AndFreesTheFloor()
    {
        await using var server = new LectureServer();
        var gate = new TaskCompletionSource();
        server.Answerer.OnAnswer = (_, token) => FakeAnswerer.SayGated(gate.Task, token);
        var room = await server.OpenAsync(Free);
        await using var lecturer = await server.JoinAsync(room.Lecturer);
        await using var ana = await server.JoinStudentAsync(room.Code);
        await ana.DoneAsync("Ask", new { text = "What is a codec?" });
        await ana.DoneAsync("Ask", new { text = "Why are mel bands used?" });
        await lecturer.DoneAsync("Speak", 1, null);
        await ana.NextTurnAsync("audioChunk");
        Assert.Equal(LectureCodes.Busy, await lecturer.RefusedAsync("Speak", 2, null));

        await lecturer.DoneAsync("Stop");
        await ana.NextAsync("answer", message => message.GetProperty("answer").GetProperty("status").GetString() == "stopped");
        Assert.Equal((0, 0), (server.Synthesizer.Running, server.Answerer.Running));
        gate.SetResult();
        await lecturer.DoneAsync("Speak", 2, null);
    }

    [Fact]
    public async Task Panic_SilencesEverything_UntilItIsLifted()
    {
        await using var server = new LectureServer();
        server.Answerer.OnAnswer = (_, token) => FakeAnswerer.SayGated(Task.Delay(Timeout.Infinite, token), token);
        var room = await server.OpenAsync(Automatic);
        await using var lecturer = await server.JoinAsync(room.Lecturer);
        await using var ana = await server.JoinStudentAsync(room.Code);
        await lecturer.DoneAsync("SetRules", new LectureRules { IsModerated = false });
        await ana.DoneAsync("Ask", new { text = "What is a codec?" });
        await lecturer.DoneAsync("Speak", 1, null);
        await ana.NextTurnAsync("audioChunk");

        await lecturer.DoneAsync("Panic", true);
        await ana.NextAsync("room", message => message.GetProperty("room").GetProperty("isPaused").GetBoolean());
        Assert.Equal(0, server.Synthesizer.Running);
        Assert.Equal(LectureCodes.Paused, await lecturer.RefusedAsync("Speak", 1, null));
        await lecturer.DoneAsync("Panic", false);
        await lecturer.DoneAsync("Speak", 1, null);
    }

    [Fact]
    public async Task Take_StopsTheAnswer_AndSettlingInWritingApprovesTheWords()
    {
        await using var server = new LectureServer();
        server.Answerer.OnAnswer = (_, token) => FakeAnswerer.SayGated(Task.Delay(Timeout.Infinite, token), token);
        var room = await server.OpenAsync(Free);
        await using var lecturer = await server.JoinAsync(room.Lecturer);
        await using var ana = await server.JoinStudentAsync(room.Code);
        await ana.DoneAsync("Ask", new { text = "What is a codec?" });
        await lecturer.DoneAsync("Speak", 1, null);
        await ana.NextTurnAsync("audioChunk");

        await lecturer.DoneAsync("Take", 1);
        await ana.NextQuestionAsync(1, "taken");
        await lecturer.DoneAsync("Settle", 1, "A pair of encoder and decoder.");
        Assert.Equal("A pair of encoder and decoder.", (await ana.NextQuestionAsync(1, "answered")).GetProperty("settlement").GetString());
        var approved = await lecturer.DoneAsync("ApprovedAnswers");
        Assert.Equal("A pair of encoder and decoder.", approved[0].GetProperty("answer").GetString());
        Assert.True((await lecturer.DoneAsync("ForgetAnswer", "what is a codec")).GetBoolean());
        Assert.Equal(0, (await lecturer.DoneAsync("ApprovedAnswers")).GetArrayLength());
    }

    [Fact]
    public async Task Preview_IsForTheLecturerAlone_AndIsWhatIsSpoken()
    {
        await using var server = new LectureServer();
        var room = await server.OpenAsync(Free);
        await using var lecturer = await server.JoinAsync(room.Lecturer);
        await using var ana = await server.JoinStudentAsync(room.Code);
        await ana.DoneAsync("Ask", new { text = "What is a codec?" });
        await lecturer.DoneAsync("SetSlide", "slide 12");

        var draft = await lecturer.DoneAsync("Preview", 1);
        Assert.Equal(("answered", 1), (draft.GetProperty("outcome").GetString(), draft.GetProperty("citations").GetArrayLength()));
        await lecturer.DoneAsync("Speak", 1, null);
        await ana.NextTurnAsync("turnEnded");
        Assert.Equal("slide 12", Assert.Single(server.Answerer.Questions).CurrentLocator);
        server.Time.Advance(TimeSpan.FromSeconds(5));
        await ana.NextQuestionAsync(1, "answered");

        await lecturer.DoneAsync("Speak", 1, "In other words: it packs sound.");
        Assert.Equal("In other words: it packs sound.", (await ana.NextTurnAsync("answerDelta")).GetProperty("text").GetString());
        Assert.Single(server.Answerer.Questions);
    }

    [Fact]
    public async Task Private_AnswersGoToTheAskerAlone_AndAreKeptNowhere()
    {
        await using var server = new LectureServer();
        var room = await server.OpenAsync(Free);
        await using var lecturer = await server.JoinAsync(room.Lecturer);
        await using var ana = await server.JoinStudentAsync(room.Code);
        await using var ben = await server.JoinStudentAsync(room.Code, listens: true);
        var reply = await ana.DoneAsync("Ask", new { text = "What is a zebra codec?", isPrivate = true, speaks = true });
        Assert.True(reply.GetProperty("answer").GetInt32() > 1_000_000);
        Assert.NotEmpty((await ana.NextTurnAsync("audioChunk")).GetProperty("pcm").GetString()!);
        await ana.NextTurnAsync("turnEnded");
        await ben.DoneAsync("Listen", true);

        Assert.DoesNotContain(ben.Waiting().Concat(lecturer.Waiting()), message => message.GetProperty("type").GetString() == "turn");
        using var http = server.Http();
        Assert.DoesNotContain("zebra", await http.GetStringAsync($"/api/lectures/{room.Room}/export?format=json&token={room.Lecturer}"), StringComparison.Ordinal);
        await lecturer.DoneAsync("SetRules", new LectureRules { AllowsPrivate = false });
        Assert.Equal(LectureCodes.PrivateOff, await ana.RefusedAsync("Ask", new { text = "And now?", isPrivate = true }));
    }

    [Fact]
    public async Task Newcomer_GetsTheAnswerSoFar_AndALostProjectorTheSoundItMissed()
    {
        await using var server = new LectureServer();
        var gate = new TaskCompletionSource();
        server.Answerer.OnAnswer = (_, token) => FakeAnswerer.SayGated(gate.Task, token);
        var room = await server.OpenAsync(Free);
        await using var lecturer = await server.JoinAsync(room.Lecturer);
        await using var projector = await server.JoinAsync(room.Projector, listens: true);
        await using var ana = await server.JoinStudentAsync(room.Code);
        await ana.DoneAsync("Ask", new { text = "What is a codec?" });
        await lecturer.DoneAsync("Speak", 1, null);
        var first = await projector.NextTurnAsync("audioChunk");
        await projector.NextTurnAsync("audioChunk");
        projector.Vanish();

        await using var back = await LectureClient.ConnectAsync(server.HubAddress);
        await back.DoneAsync("Join", new { token = room.Projector, listens = true, answer = 1, chunk = first.GetProperty("chunk").GetInt32() });
        var current = (await back.NextAsync("snapshot")).GetProperty("current");
        Assert.Equal(1, current.GetProperty("answer").GetInt32());
        Assert.Contains(current.GetProperty("events").EnumerateArray(), step => step.GetProperty("type").GetString() == "answerDelta");
        var resumed = await back.NextTurnAsync("audioChunk");
        Assert.Equal(1, resumed.GetProperty("chunk").GetInt32());
        Assert.NotEmpty(resumed.GetProperty("pcm").GetString()!);
        Assert.Equal(0, resumed.GetProperty("words").GetArrayLength());
        gate.SetResult();
        await back.NextTurnAsync("turnEnded");
    }

    [Fact]
    public async Task Hear_GivesTheWordsBack_ToBeChecked()
    {
        await using var server = new LectureServer();
        var room = await server.OpenAsync(Free);
        await using var ana = await server.JoinStudentAsync(room.Code);

        var heard = await ana.DoneAsync("Hear", TestAudio.WireFrames(TestAudio.Tone(0.5)).ToAsyncEnumerable());
        Assert.Equal(FakeRecognizer.Heard, heard.GetProperty("text").GetString());
        Assert.Equal(NoticeCodes.AudioSilent, await ana.RefusedAsync("Hear", TestAudio.WireFrames(new short[8_000]).ToAsyncEnumerable()));
        Assert.Empty(server.Answerer.Questions);
    }

    [Fact]
    public async Task Timeline_MovesThePlaceForAll()
    {
        await using var server = new LectureServer();
        var room = await server.OpenAsync(Free);
        await using var lecturer = await server.JoinAsync(room.Lecturer);
        await using var ana = await server.JoinStudentAsync(room.Code);
        await lecturer.DoneAsync("FollowTimeline", new List<TimelineCue> { new("slide 1", 0), new("slide 2", 60) });
        await ana.NextAsync("room", message => message.GetProperty("room").GetProperty("place").GetString() == "slide 1");
        server.Time.Advance(TimeSpan.FromSeconds(61));

        await ana.NextAsync("room", message => message.GetProperty("room").GetProperty("place").GetString() == "slide 2");
    }

    [Fact]
    public async Task Approved_AnswerStartsFromTheBank_WithoutTheVoiceAtAll()
    {
        await using var server = new LectureServer();
        var room = await server.OpenAsync(Free);
        await using var lecturer = await server.JoinAsync(room.Lecturer);
        await using var ana = await server.JoinStudentAsync(room.Code);
        await ana.DoneAsync("Ask", new { text = "What is a codec?" });
        await lecturer.DoneAsync("Settle", 1, "It packs sound.");
        await lecturer.NextAsync("questions");
        await Waiting.UntilAsync(() => Directory.Exists(Path.Combine(server.Data, "lectures", "bank")) && Directory.EnumerateFiles(Path.Combine(server.Data, "lectures", "bank"), "*.sound", SearchOption.AllDirectories).Any());
        server.Synthesizer.OnWord = (_, _) => throw new InvalidOperationException("The voice must not be needed.");

        await ana.DoneAsync("Ask", new { text = "Please explain what a codec is" });
        await lecturer.DoneAsync("Speak", 2, null);
        var words = new List<string>();
        while (words.Count < 3)
        {
            words.AddRange((await ana.NextTurnAsync("audioChunk")).GetProperty("words").EnumerateArray().Select(word => word.GetProperty("word").GetString()!));
        }

        Assert.Equal(["It", "packs", "sound."], words);
    }

    private static async IAsyncEnumerable<AnswerPart> Abstain()
    {
        await Task.Yield();
        yield return new SourcesFound(0);
        yield return new AnswerText("I find nothing on that.", "I find nothing on that.");
        yield return new AnswerCompleted(AnswerOutcome.Abstained);
    }
}
