using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using VirtualTA.TestKit;
using Xunit;

namespace VirtualTA.Server.Tests.Lectures;

/// <summary>What is kept, for how long, and what comes in as a file.</summary>
public sealed class KeepingTests
{
    [Fact]
    public async Task Room_ComesBack_AfterARestart_WithItsTokens()
    {
        var data = Directory.CreateTempSubdirectory("virtualta-restart-").FullName;
        LectureRoomLinks room;
        await using (var server = new LectureServer(data))
        {
            room = await server.OpenAsync();
            await using var ana = await server.JoinStudentAsync(room.Code);
            await ana.DoneAsync("Ask", new { text = "What is a codec?" });
        }

        await using (var server = new LectureServer(data))
        {
            await using var lecturer = await LectureClient.ConnectAsync(server.HubAddress);
            await lecturer.DoneAsync("Join", new { token = room.Lecturer });
            var snapshot = await lecturer.NextAsync("snapshot");
            Assert.Equal("What is a codec?", snapshot.GetProperty("questions")[0].GetProperty("text").GetString());
        }

        Directory.Delete(data, recursive: true);
    }

    [Fact]
    public async Task Deleted_MeansDeleted()
    {
        await using var server = new LectureServer();
        var room = await server.OpenAsync();
        await using var ana = await server.JoinStudentAsync(room.Code);
        await ana.DoneAsync("Ask", new { text = "A very peculiar question?" });
        using var http = server.Http();

        Assert.Equal(HttpStatusCode.NoContent, (await http.DeleteAsync($"/api/lectures/{room.Room}?token={room.Lecturer}")).StatusCode);
        await ana.NextAsync("removed");
        Assert.Equal(HttpStatusCode.NotFound, (await http.GetAsync($"/api/lectures/{room.Room}?token={room.Lecturer}")).StatusCode);
        Assert.DoesNotContain(
            Directory.EnumerateFiles(server.Data, "*", SearchOption.AllDirectories),
            file => File.ReadAllText(file).Contains("peculiar", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Room_IsClosedAtItsEnd_AndDeletedWhenItNeedNotBeKept()
    {
        await using var server = new LectureServer();
        var room = await server.OpenAsync(new { hours = 1, keepDays = 1 });
        await using var lecturer = await server.JoinAsync(room.Lecturer);
        server.Time.Advance(TimeSpan.FromMinutes(61));
        await lecturer.NextAsync("room", message => message.GetProperty("room").GetProperty("isClosed").GetBoolean());
        for (var hour = 0; hour < 25; hour++)
        {
            server.Time.Advance(TimeSpan.FromHours(1));
        }

        await lecturer.NextAsync("removed");
        await Waiting.UntilAsync(() => !Directory.EnumerateFiles(Path.Combine(server.Data, "lectures", "rooms")).Any());
    }

    [Fact]
    public async Task Upload_MakesFilesAnswerable_BesideWhatTheCourseHad()
    {
        await using var server = new LectureServer();
        var room = await server.OpenAsync();
        using var http = server.Http();
        var slides = $"/api/lectures/{room.Room}/slides?token={room.Lecturer}";
        var before = (await http.GetFromJsonAsync<JsonElement>(slides)).GetProperty("slides").GetArrayLength();

        var report = await UploadAsync(
            http,
            $"/api/lectures/{room.Room}/files?token={room.Lecturer}",
            ("../../evil.md", "# Zebras\n\nA zebra has stripes because of flies."),
            ("tool.exe", "MZ"),
            ("broken.pptx", "no archive at all"));

        var files = report.GetProperty("files").EnumerateArray().ToDictionary(file => file.GetProperty("file").GetString()!, file => file.GetProperty("result").GetString());
        Assert.Equal(("read", "ignored", "failed"), (files["evil.md"], files["tool.exe"], files["broken.pptx"]));
        var after = (await http.GetFromJsonAsync<JsonElement>(slides)).GetProperty("slides");
        Assert.Contains(after.EnumerateArray(), slide => slide.GetProperty("locator").GetString() == "Zebras");
        Assert.True(after.GetArrayLength() > before);
        Assert.False(File.Exists(Path.Combine(Path.GetTempPath(), "evil.md")));
    }

    [Fact]
    public async Task Upload_IsRefused_WhereItIsNoFormOrTooLarge()
    {
        await using var server = new LectureServer(("Lectures:MaximumUploadBytes", "2000"));
        var room = await server.OpenAsync();
        using var http = server.Http();
        var address = $"/api/lectures/{room.Room}/files?token={room.Lecturer}";

        Assert.Equal("file-refused", (await ReadAsync(await http.PostAsync(address, new StringContent("{}", Encoding.UTF8, "application/json")))).GetProperty("code").GetString());
        Assert.Equal("file-refused", (await UploadAsync(http, address, ("big.md", new string('a', 100_000)))).GetProperty("code").GetString());
        Assert.Equal("course-unknown", (await UploadAsync(http, "/api/courses/..%2F..%2Fetc/files", ("a.md", "# A"))).GetProperty("code").GetString());
    }

    [Fact]
    public async Task Upload_MakesANewCourse_WithoutALecture()
    {
        await using var server = new LectureServer();
        using var http = server.Http();

        var report = await UploadAsync(http, "/api/courses/zoology/files", ("zebra.md", "# Zebras\n\nA zebra has stripes."));
        Assert.Equal(("zoology", 1), (report.GetProperty("course").GetString(), report.GetProperty("documents").GetInt32()));
        await server.OpenAsync(new { course = "zoology" });
    }

    [Fact]
    public async Task Timeline_OfAFileWithoutTimes_IsRefused_WithTheRemedy()
    {
        await using var server = new LectureServer();
        var room = await server.OpenAsync();
        using var http = server.Http();

        var refused = await ReadAsync(await http.PostAsync($"/api/lectures/{room.Room}/timeline?token={room.Lecturer}", new StringContent("no slides")));
        Assert.Equal("file-refused", refused.GetProperty("code").GetString());
    }

    [RequiresProgramFact("poppler-utils", "pdftoppm")]
    public async Task UploadedPage_CanBeLookedAt()
    {
        await using var server = new LectureServer();
        var room = await server.OpenAsync();
        using var http = server.Http();
        using var form = new MultipartFormDataContent { { new ByteArrayContent(SmallPdf.Of("A zebra has stripes because of flies.")), "files", "zebra.pdf" } };
        await http.PostAsync($"/api/lectures/{room.Room}/files?token={room.Lecturer}", form);
        var index = JsonDocument.Parse(File.ReadAllText(Directory.EnumerateFiles(server.Data, "index.json", SearchOption.AllDirectories).Single()));
        var document = index.RootElement.GetProperty("documents").EnumerateArray().Single(one => one.GetProperty("path").GetString() == "zebra.pdf");
        var passage = document.GetProperty("passages")[0].GetProperty("id").GetString();

        using var page = await http.GetAsync($"/api/courses/{LectureServer.Course}/passages/{passage}/page.png");
        Assert.Equal("image/png", page.Content.Headers.ContentType!.MediaType);
        using var none = await http.GetAsync($"/api/courses/{LectureServer.Course}/passages/nothing/page.png");
        Assert.Equal(HttpStatusCode.NotFound, none.StatusCode);
    }

    [Fact]
    public async Task Qr_IsAPictureOfTheStudentLink()
    {
        await using var server = new LectureServer();
        var room = await server.OpenAsync();
        using var http = server.Http();
        using var response = await http.GetAsync($"/api/lectures/codes/{room.Code.ToLowerInvariant().Replace("-", "", StringComparison.Ordinal)}/qr.svg");

        Assert.Equal("image/svg+xml", response.Content.Headers.ContentType!.MediaType);
        Assert.Contains($"/lecture?code={room.Code}", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    private static async Task<JsonElement> UploadAsync(HttpClient http, string address, params (string Name, string Text)[] files)
    {
        using var form = new MultipartFormDataContent();
        foreach (var (name, text) in files)
        {
            form.Add(new StringContent(text), "files", name);
        }

        return await ReadAsync(await http.PostAsync(address, form));
    }

    private static async Task<JsonElement> ReadAsync(HttpResponseMessage response)
    {
        using (response)
        {
            return await response.Content.ReadFromJsonAsync<JsonElement>();
        }
    }
}
