using Xunit;

namespace VirtualTA.Server.Tests.Lectures.Postgres;

/// <summary>Two real servers on one database serve one room.</summary>
[Collection(PostgresGroup.Name)]
public sealed class TwoServersTests(PostgresCluster cluster)
{
    [PostgresFact]
    public async Task Room_IsOne_ThoughItsPeopleAreAtTwoServers_AndConnectionsAreCut()
    {
        var database = await cluster.CreateAsync();
        await using var north = LectureServer.OnDatabase(database);
        await using var south = LectureServer.OnDatabase(database);
        var room = await north.OpenAsync();
        await using var lecturer = await south.JoinAsync(room.Lecturer);
        await using var projector = await north.JoinAsync(room.Projector, listens: true);
        await using var other = await south.JoinAsync(room.Projector, listens: true);
        await using var ana = await north.JoinStudentAsync(room.Code, listens: true);
        await using var ben = await south.JoinStudentAsync(room.Code);
        await lecturer.NextAsync("room", message => message.GetProperty("room") is var view
            && (view.GetProperty("students").GetInt32(), view.GetProperty("projectors").GetInt32()) == (2, 2));

        // Asked on one, merged and approved on the other.
        await ana.DoneAsync("Ask", new { text = "What is a codec?" });
        await lecturer.NextQuestionAsync(1, "pending");
        var again = await ben.DoneAsync("Ask", new { text = "what is a codec" });
        Assert.True(again.GetProperty("isMerged").GetBoolean());
        await cluster.CutConnectionsAsync(database);
        await lecturer.DoneAsync("Approve", 1);
        Assert.Equal(2, (await projector.NextQuestionAsync(1, "open")).GetProperty("votes").GetInt32());
        Assert.Equal(2, (await other.NextQuestionAsync(1, "open")).GetProperty("votes").GetInt32());
        await cluster.CutConnectionsAsync(database);
        await ben.DoneAsync("Ask", new { text = "Who wrote this course?" });
        await lecturer.DoneAsync("Approve", 2);
        await ana.NextQuestionAsync(2, "open");
        await ana.DoneAsync("Vote", 2, true);
        await other.NextAsync("questions", message => message.GetProperty("changed").EnumerateArray().Any(question => question.GetProperty("votes").GetInt32() == 2));

        // Spoken once, at the server of the lecturer; heard at both.
        await lecturer.DoneAsync("Speak", 1, null);
        var here = await other.NextTurnAsync("audioChunk");
        var there = await projector.NextTurnAsync("audioChunk");
        Assert.Equal(here.GetProperty("pcm").GetString(), there.GetProperty("pcm").GetString());
        Assert.NotEmpty((await ana.NextTurnAsync("audioChunk")).GetProperty("pcm").GetString()!);
        Assert.Equal(here.GetProperty("words").ToString(), (await ben.NextTurnAsync("audioChunk")).GetProperty("words").ToString());
        await projector.NextTurnAsync("turnEnded");
        await projector.DoneAsync("Heard", 1, 8_000, false);
        Assert.Equal(8_000, (await ben.NextAsync("position")).GetProperty("sample").GetInt32());
        await projector.DoneAsync("Heard", 1, 17_600, true);
        foreach (var device in new[] { ana, ben, lecturer, projector, other })
        {
            await device.NextAsync("answer", message => message.GetProperty("answer").GetProperty("status").GetString() == "spoken");
        }

        Assert.Equal(1, north.Answerer.Questions.Count + south.Answerer.Questions.Count);

        // Corrected at one, known at the other.
        await lecturer.DoneAsync("Correct", 1, "A codec turns sound into numbers and back.");
        await ana.NextAsync("answer", message => message.GetProperty("answer").GetProperty("correction").ValueKind != System.Text.Json.JsonValueKind.Null);
        await using var desk = await north.JoinAsync(room.Lecturer);
        await ana.DoneAsync("Ask", new { text = "What is a codec?" });
        await desk.NextAsync("questions", message => message.GetProperty("changed").EnumerateArray()
            .Any(question => question.GetProperty("number").GetInt32() == 3 && question.GetProperty("isApproved").GetBoolean()));

        // Whoever is sent out at one server is out at the other, and so is everybody when the room goes.
        await lecturer.DoneAsync("RevokeTokens", "projector");
        await projector.NextAsync("removed");
        using var http = south.Http();
        await http.DeleteAsync($"/api/lectures/{room.Room}?token={room.Lecturer}");
        await ana.NextAsync("removed");
    }

    [PostgresFact]
    public async Task Answer_IsStopped_FromTheOtherServer()
    {
        var database = await cluster.CreateAsync();
        await using var north = LectureServer.OnDatabase(database);
        await using var south = LectureServer.OnDatabase(database);
        var room = await north.OpenAsync();
        await using var lecturer = await south.JoinAsync(room.Lecturer);
        await using var desk = await north.JoinAsync(room.Lecturer);
        await using var projector = await north.JoinAsync(room.Projector, listens: true);
        await desk.DoneAsync("Ask", new { text = "What is a codec?" });
        await lecturer.NextQuestionAsync(1, "pending");

        await desk.DoneAsync("Speak", 1, null);
        await projector.NextTurnAsync("audioChunk");
        Assert.Equal("busy", await lecturer.RefusedAsync("Speak", 1, null));
        await lecturer.DoneAsync("Stop");

        await desk.NextAsync("answer", message => message.GetProperty("answer").GetProperty("status").GetString() == "stopped");
        await lecturer.NextAsync("answer", message => message.GetProperty("answer").GetProperty("status").GetString() == "stopped");
        await lecturer.DoneAsync("Speak", 1, null);
        await projector.NextTurnAsync("audioChunk");
    }
}
