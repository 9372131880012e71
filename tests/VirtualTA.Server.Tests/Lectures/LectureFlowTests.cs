using VirtualTA.Core.Conversation;
using VirtualTA.TestKit;
using Xunit;

namespace VirtualTA.Server.Tests.Lectures;

/// <summary>A lecture from opening to export, over real sockets.</summary>
public sealed class LectureFlowTests
{
    private const string Correction = "A codec turns sound into numbers and back.";

    [Fact]
    public async Task Lecture_RunsFromQuestionToExport()
    {
        await using var server = new LectureServer();
        var apology = OverloadApology.Text.Split(' ').Length; // spoken beside the start, a chunk a word
        await Waiting.UntilAsync(() => server.Synthesizer.Chunks == apology && server.Synthesizer.Running == 0);
        var room = await server.OpenAsync();
        await using var lecturer = await server.JoinAsync(room.Lecturer);
        await using var projector = await server.JoinAsync(room.Projector, listens: true);
        await using var ana = await server.JoinStudentAsync(room.Code);
        await using var ben = await server.JoinStudentAsync(room.Code, listens: true);

        // Asked twice in other words, merged, approved.
        var first = await ana.DoneAsync("Ask", new { text = "What is a codec?", name = "Ana", keepsName = true });
        var again = await ben.DoneAsync("Ask", new { text = "Please explain what a codec is", name = "Ben" });
        Assert.Equal(("pending", false), (first.GetProperty("status").GetString(), first.GetProperty("isMerged").GetBoolean()));
        Assert.Equal((1, true), (again.GetProperty("question").GetInt32(), again.GetProperty("isMerged").GetBoolean()));
        await lecturer.NextQuestionAsync(1, "pending");
        await lecturer.DoneAsync("Approve", 1);
        Assert.Equal(2, (await projector.NextQuestionAsync(1, "open")).GetProperty("votes").GetInt32());

        // Spoken once, to the projector and whoever listens; words to all.
        await lecturer.DoneAsync("Speak", 1, null);
        var chunk = await projector.NextTurnAsync("audioChunk");
        Assert.NotEmpty(chunk.GetProperty("pcm").GetString()!);
        Assert.NotEmpty((await ben.NextTurnAsync("audioChunk")).GetProperty("pcm").GetString()!);
        var silent = await ana.NextTurnAsync("audioChunk");
        Assert.Empty(silent.GetProperty("pcm").GetString()!);
        Assert.Equal("A", silent.GetProperty("words")[0].GetProperty("word").GetString());
        await projector.NextTurnAsync("turnEnded");
        await projector.DoneAsync("Heard", 1, 8_000, false);
        Assert.Equal(8_000, (await ana.NextAsync("position")).GetProperty("sample").GetInt32());
        await projector.DoneAsync("Heard", 1, 17_600, true);
        var ended = await ana.NextAsync("answer", message => message.GetProperty("answer").GetProperty("status").GetString() == "spoken");
        Assert.Equal(FakeAnswerer.First + FakeAnswerer.Second, ended.GetProperty("answer").GetProperty("text").GetString());
        Assert.Equal(apology + 11, server.Synthesizer.Chunks);

        // Corrected: from now on this is the answer, and its sound lies ready.
        await lecturer.DoneAsync("Correct", 1, Correction);
        await ana.NextAsync("answer", message => message.GetProperty("answer").GetProperty("correction").GetString() == Correction);
        await Waiting.UntilAsync(() => server.Synthesizer.Chunks == apology + 19 && server.Synthesizer.Running == 0);
        await PreparedAsync(lecturer);

        var third = await ana.DoneAsync("Ask", new { text = "what is a codec" });
        Assert.Equal((2, 1), (third.GetProperty("question").GetInt32(), third.GetProperty("earlierAnswer").GetInt32()));
        Assert.True((await lecturer.NextQuestionAsync(2, "pending")).GetProperty("isApproved").GetBoolean());
        await lecturer.DoneAsync("Approve", 2);
        await lecturer.DoneAsync("Speak", 2, null);
        Assert.Equal(Correction, (await projector.NextTurnAsync("answerDelta")).GetProperty("text").GetString());
        await projector.NextTurnAsync("turnEnded");
        await projector.DoneAsync("Heard", 2, 1, true);
        await ana.NextAsync("answer", message => message.GetProperty("answer").GetProperty("number").GetInt32() == 2 && message.GetProperty("answer").GetProperty("status").GetString() == "spoken");
        Assert.Equal(apology + 19, server.Synthesizer.Chunks); // nothing was synthesised again

        var markdown = await ExportAsync(server, room, "md");
        Assert.Contains(Correction, markdown, StringComparison.Ordinal);
        Assert.Contains("Ana", markdown, StringComparison.Ordinal);
        Assert.DoesNotContain("Ben", markdown, StringComparison.Ordinal);
    }

    private static async Task PreparedAsync(LectureClient lecturer)
    {
        for (var attempt = 0; attempt < 1_000; attempt++)
        {
            var answers = await lecturer.DoneAsync("ApprovedAnswers");
            if (answers.EnumerateArray().Any(answer => answer.GetProperty("isPrepared").GetBoolean()))
            {
                return;
            }
        }

        Assert.Fail("The sound of the approved answer was never prepared.");
    }

    private static async Task<string> ExportAsync(LectureServer server, LectureRoomLinks room, string format)
    {
        using var http = server.Http();
        return await http.GetStringAsync($"/api/lectures/{room.Room}/export?format={format}&token={room.Lecturer}");
    }
}
