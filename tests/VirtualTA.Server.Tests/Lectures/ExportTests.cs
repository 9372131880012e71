using System.Text.Json;
using VirtualTA.Core.Contracts;
using VirtualTA.Core.Conversation;
using VirtualTA.Core.Lectures;
using VirtualTA.Core.Lectures.Journal;
using VirtualTA.Core.Lectures.Queue;
using VirtualTA.Server.Lectures.Export;
using Xunit;

namespace VirtualTA.Server.Tests.Lectures;

public sealed class ExportTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Captions_HaveTheTimesOfTheWords_OnTheClockOfTheLecture()
    {
        var vtt = Export("vtt");

        Assert.StartsWith("WEBVTT - Acoustics <3\n\n1\n00:01:00.000 --> 00:01:00.100\n[Question: =What is a codec?]\n", vtt, StringComparison.Ordinal);
        Assert.Contains("2\n00:01:00.100 --> 00:01:00.500\nA codec.\n", vtt, StringComparison.Ordinal);
        Assert.Contains("[Corrected by the lecturer: An encoder and a decoder.]", vtt, StringComparison.Ordinal);
        Assert.Contains("00:01:00,100 --> 00:01:00,500", Export("srt"), StringComparison.Ordinal);
    }

    [Fact]
    public void Captions_CannotBeBrokenByWhatStudentsWrote()
    {
        const string Question = "Is A&B --> <b>C</b>?";

        Assert.Contains("[Question: Is A&amp;B --&gt; &lt;b&gt;C&lt;/b&gt;?]", Export("vtt", Question), StringComparison.Ordinal);
        Assert.Contains("[Question: Is A&B → ‹b›C‹/b›?]", Export("srt", Question), StringComparison.Ordinal);
    }

    [Fact]
    public void Table_RunsNoFormula()
    {
        var lines = Export("csv").Split("\r\n");

        Assert.StartsWith("1,0:00:30,'=What is a codec?,Ana,2,2,answered,", lines[1], StringComparison.Ordinal);
        Assert.Contains("\"Codecs, slide 3\"", lines[1], StringComparison.Ordinal);
    }

    [Fact]
    public void Page_EscapesWhatStudentsWrote_AndSaysItsLanguage()
    {
        var html = Export("html");

        Assert.Contains("<html lang=\"en\">", html, StringComparison.Ordinal);
        Assert.Contains("&lt;script&gt;", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", html, StringComparison.Ordinal);
        Assert.Contains("<del>A codec.</del>", html, StringComparison.Ordinal);
        Assert.Contains("Not answered: Off topic", html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("md")]
    [InlineData("vtt")]
    [InlineData("srt")]
    [InlineData("csv")]
    [InlineData("json")]
    [InlineData("html")]
    public void Names_AppearOnlyOfThoseWhoWantedIt_AndKeysNever(string format)
    {
        var text = Export(format);

        Assert.DoesNotContain("Ben", text, StringComparison.Ordinal);
        Assert.DoesNotContain("m-ana", text, StringComparison.Ordinal);
        Assert.Contains("An encoder and a decoder.", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Json_HasCitationsAndTimes()
    {
        var entry = JsonDocument.Parse(Export("json")).RootElement.GetProperty("entries")[0];

        Assert.Equal("Ana", entry.GetProperty("names")[0].GetString());
        Assert.Equal("slide 3", entry.GetProperty("answers")[0].GetProperty("citations")[0].GetProperty("locator").GetString());
        Assert.Equal("00:01:00.1000000", entry.GetProperty("answers")[0].GetProperty("words")[0].GetProperty("start").GetString());
    }

    private static string Export(string format, string question = "=What is a codec?") =>
        System.Text.Encoding.UTF8.GetString(LectureExport.Write(LectureDocument.Of(Room(question)), format).Content);

    private static LectureRoom Room(string question)
    {
        var room = new LectureRoom();
        var settings = new LectureSettings("r1", "ABC-DEF", "Acoustics <3", "course", null, "en", Start, Start.AddHours(6), Start.AddDays(30));
        LectureRecord[] records =
        [
            new RoomOpened(Start, settings, new LectureRules()),
            new QuestionAsked(Start.AddSeconds(30), 1, new QuestionAsker("m-ana", "Ana", true, question, Start.AddSeconds(30)), QuestionStatus.Open),
            new QuestionAskedAgain(Start.AddSeconds(40), 1, new QuestionAsker("m-ben", "Ben", false, "codec?", Start.AddSeconds(40))),
            new QuestionAsked(Start.AddSeconds(50), 2, new QuestionAsker("m-ben", "Ben", false, "<script>alert(1)</script>?", Start.AddSeconds(50)), QuestionStatus.Pending),
            new QuestionMoved(Start.AddSeconds(55), 2, QuestionStatus.Dismissed, "Off topic"),
            new AnswerBegun(Start.AddSeconds(60), 1, 1, IsApproved: false),
            new AnswerEnded(
                Start.AddSeconds(61),
                1,
                AnswerStatus.Spoken,
                "A codec.",
                "A codec.",
                [new Citation(1, "Codecs", "slide 3", "turns sound", "p1", 0, 8)],
                [new SpokenWord("A", 1_600, 3_200, 0), new SpokenWord("codec.", 3_200, 8_000, 2)]),
            new AnswerCorrected(Start.AddSeconds(70), 1, "An encoder and a decoder."),
        ];
        foreach (var record in records)
        {
            room.Apply(record);
        }

        return room;
    }
}
