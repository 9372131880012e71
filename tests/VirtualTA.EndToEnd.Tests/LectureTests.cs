using System.Globalization;
using System.Text.Json;
using Microsoft.Playwright;
using VirtualTA.TestKit;

namespace VirtualTA.EndToEnd.Tests;

/// <summary>A lecture from the first question to the record: lecturer, projector and phones over the real server.</summary>
[Collection(VoiceChatGroup.Name)]
public sealed class LectureTests(VoiceChatFixture fixture)
{
    private const string Question = "What is prosody?";
    private const string Correction = "Prosody is melody and rhythm.";

    private const string Denied = """
        navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('denied', 'NotAllowedError'));
        """;

    [ChromiumFact]
    public async Task Question_IsMergedApprovedSpokenOnceCorrected_AndComesBackFromTheBank()
    {
        await using var hall = await LectureHallPages.OpenAsync(fixture);
        var other = await hall.JoinAsync();

        // Asked twice, counted once; seen by nobody else before the lecturer lets it in.
        await LectureHallPages.AskAsync(hall.Student, Question);
        await LectureHallPages.AskAsync(other, "what is prosody");
        Assert.Contains("already", await other.Locator(".outcome").InnerTextAsync(), StringComparison.Ordinal);
        await hall.Row(Question).GetByText("asked 2 times").WaitForAsync();
        Assert.Equal(0, await hall.Projector.GetByText(Question).CountAsync());

        // Looked at before it is spoken.
        await LectureHallPages.Button(hall.Row(Question), "Approve").ClickAsync();
        await hall.Projector.Locator(".stage-queue").GetByText(Question).WaitForAsync();
        await LectureHallPages.Button(hall.Row(Question), "Preview").ClickAsync();
        await hall.Lecturer.Locator("[data-draft] .answer .chip").First.WaitForAsync();
        Assert.Equal(0, await hall.Student.Locator("[data-answer]").CountAsync());
        await LectureHallPages.Button(hall.Lecturer.Locator("[data-draft]"), "Answer aloud").ClickAsync();

        // Spoken once, in the hall; captions run on the silent phone too.
        await hall.UntilHeardAsync(answer: 1, samples: 8_000);
        await hall.Projector.Locator(".stage-answer .answer .now").WaitForAsync();
        await hall.Projector.Locator(".captions .now").WaitForAsync();
        await hall.Student.Locator(".room-now .answer .now").WaitForAsync();
        Assert.Equal("0", await hall.Student.Locator(".student").GetAttributeAsync("data-audible-samples"));
        Assert.NotEqual(0, await hall.Projector.Locator(".stage-source").CountAsync());

        // The lecturer interrupts and puts it right; every screen shows the correction.
        await hall.Lecturer.Keyboard.PressAsync("Escape");
        await LectureHallPages.UntilAsync(hall.Projector, "document.querySelector('.projector').dataset.playing === ''");
        await LectureHallPages.Button(hall.Lecturer.Locator(".said[data-answer='1']"), "Correct").ClickAsync();
        await hall.Lecturer.Locator(".said textarea").FillAsync(Correction);
        await LectureHallPages.Button(hall.Lecturer.Locator(".said .inline-form"), "Correct").ClickAsync();
        await hall.Student.Locator(".answer.corrected").GetByText(Correction).WaitForAsync();
        await hall.Projector.Locator(".answer.corrected").GetByText(Correction).WaitForAsync();
        await UntilPreparedAsync(hall.Lecturer);

        // Asked again: the approved answer, as it was prepared.
        await LectureHallPages.AskAsync(other, "Please, what is prosody?");
        var again = hall.Lecturer.Locator(".desk-queue .queue-item[data-status='pending']");
        await again.GetByText("approved answer ready").WaitForAsync();
        await LectureHallPages.Button(again, "Approve").ClickAsync();
        await hall.Lecturer.Locator(".desk-queue .queue-item[data-status='open'] .button.primary").ClickAsync();
        await hall.UntilHeardAsync(answer: 2, samples: 2_000);
        Assert.Equal("true", await hall.Projector.Locator(".stage").GetAttributeAsync("data-approved"));
        await hall.Student.Locator(".room-now .answer").GetByText(Correction).WaitForAsync();

        // The record has it all.
        await LectureHallPages.UntilAsync(hall.Projector, "document.querySelector('.stage').dataset.status === 'spoken'");
        var markdown = await DownloadAsync(hall.Lecturer, "md");
        Assert.Contains(Question, markdown, StringComparison.Ordinal);
        Assert.Contains(Correction, markdown, StringComparison.Ordinal);
        Assert.StartsWith("WEBVTT", await DownloadAsync(hall.Lecturer, "vtt"), StringComparison.Ordinal);
        Assert.NotEmpty(JsonDocument.Parse(await DownloadAsync(hall.Lecturer, "json")).RootElement.EnumerateObject());
        Assert.Empty(hall.Errors);
    }

    [ChromiumFact]
    public async Task Student_WithoutMicrophone_AsksForThemselvesAlone_AndHearsItOnTheirDevice()
    {
        await using var hall = await LectureHallPages.OpenAsync(fixture);
        var student = await hall.JoinAsync(script: Denied);

        await student.Locator(".talk-button").FocusAsync();
        await student.Keyboard.PressAsync("Enter");
        await student.GetByText("Allow it").WaitForAsync();
        await student.GetByLabel("Listen on this device").CheckAsync();
        await student.GetByLabel("Answer only me").CheckAsync();
        await LectureHallPages.AskAsync(student, "What is a vocoder?");
        await LectureHallPages.UntilAsync(student, "Number(document.querySelector('.student').dataset.audibleSamples) >= 2_000");
        await student.Locator(".room-now.private .chip").First.WaitForAsync();
        await LectureHallPages.Button(student.Locator(".room-now.private"), "Stop").ClickAsync();

        Assert.Equal(0, await hall.Lecturer.GetByText("What is a vocoder?").CountAsync());
        Assert.Equal(0, await hall.Projector.GetByText("What is a vocoder?").CountAsync());
        Assert.Empty(hall.Errors);
    }

    [ChromiumFact]
    public async Task Lecturer_ModeratesUploadsAndSilences_AndEveryoneSeesIt()
    {
        await using var hall = await LectureHallPages.OpenAsync(fixture);

        await LectureHallPages.AskAsync(hall.Student, "When is lunch?");
        await LectureHallPages.Button(hall.Row("When is lunch?"), "Dismiss").ClickAsync();
        await hall.Lecturer.GetByLabel("Reason, which those who asked or voted will see").FillAsync("Ask the cook.");
        await LectureHallPages.Button(hall.Row("When is lunch?").Locator(".inline-form"), "Dismiss").ClickAsync();
        await hall.Student.Locator(".declined").GetByText("Ask the cook.").WaitForAsync();

        await LectureHallPages.AskAsync(hall.Student, "How does a vocoder wrok?");
        var row = hall.Lecturer.Locator(".desk-queue .queue-item");
        await LectureHallPages.Button(row, "Edit").ClickAsync();
        await row.Locator("input").FillAsync("How does a vocoder work?");
        await hall.Lecturer.Keyboard.PressAsync("Enter");
        await LectureHallPages.Button(hall.Row("How does a vocoder work?"), "I take this one").ClickAsync();
        await hall.Student.GetByText("The lecturer takes this one").WaitForAsync();
        await hall.Projector.GetByText("The lecturer answers this one.").WaitForAsync();

        await hall.Lecturer.Locator("summary", new PageLocatorOptions { HasText = "Course files" }).ClickAsync();
        await hall.Lecturer.Locator(".drop input").SetInputFilesAsync(
        [
            new FilePayload { Name = "extra.md", MimeType = "text/markdown", Buffer = "# Lip sync\n\nLip sync aligns the mouth of a face with the sounds of speech."u8.ToArray() },
            new FilePayload { Name = "broken.pptx", MimeType = "application/octet-stream", Buffer = "no slides"u8.ToArray() },
        ]);
        await hall.Lecturer.Locator(".file-report li").Nth(1).WaitForAsync();
        Assert.Contains("broken.pptx", await hall.Lecturer.Locator(".file-report").InnerTextAsync(), StringComparison.Ordinal);

        await hall.Lecturer.Keyboard.PressAsync("Shift+Escape");
        await hall.Lecturer.GetByText("The assistant is silent.").WaitForAsync();
        Assert.Equal("true", await hall.Lecturer.Locator(".lecturer").GetAttributeAsync("data-paused"));
        Assert.Empty(hall.Errors);
    }

    [ChromiumFact]
    public async Task Lecturer_MergesByHand_AndTheStudentSeesCountAndText()
    {
        const string Asked = "What does a vocoder do?";
        const string Same = "Who makes the waveform in the end?";
        await using var hall = await LectureHallPages.OpenAsync(fixture);
        var other = await hall.JoinAsync();
        await LectureHallPages.AskAsync(hall.Student, Asked);
        await LectureHallPages.AskAsync(other, Same);
        await LectureHallPages.Button(hall.Row(Asked), "Approve").ClickAsync();
        var queued = hall.Student.Locator(".queue-item", new PageLocatorOptions { HasText = Asked });
        await queued.WaitForAsync();

        await LectureHallPages.Button(hall.Row(Same), "Merge").ClickAsync();
        await hall.Row(Same).GetByLabel("Count it with").SelectOptionAsync(new SelectOptionValue { Label = Asked });
        await LectureHallPages.Button(hall.Row(Same).Locator(".inline-form"), "Merge").ClickAsync();

        await hall.Row(Asked).GetByText("asked 2 times").WaitForAsync();
        await hall.Row(Asked).GetByText("Also asked as").ClickAsync();
        await hall.Row(Asked).GetByText(Same).WaitForAsync();
        await queued.GetByText("2 asked this").WaitForAsync();
        Assert.Equal("2", (await queued.Locator(".vote").InnerTextAsync()).Trim());
        await hall.Projector.Locator(".stage-queue").GetByText(Asked).WaitForAsync();

        // Whoever asked in other words sees with which question theirs is counted, and that both want it.
        var merged = other.Locator(".queue-item", new PageLocatorOptions { HasText = Asked });
        await merged.GetByText("Yours").WaitForAsync();
        await other.GetByText($"Counted with “{Asked}”").WaitForAsync();
        Assert.Empty(hall.Errors);
    }

    [ChromiumFact]
    public async Task Student_HearsTheHallInOpus()
    {
        await using var hall = await LectureHallPages.OpenAsync(fixture);
        await hall.Student.GetByLabel("Listen on this device").CheckAsync();
        await LectureHallPages.AskAsync(hall.Student, Question);
        await hall.ApproveAndSpeakAsync(Question);

        await LectureHallPages.UntilAsync(hall.Student, "Number(document.querySelector('.student').dataset.audibleSamples) >= 8_000");
        Assert.Equal("opus", await hall.Student.Locator(".student").GetAttributeAsync("data-codec"));
        Assert.Equal("pcm", await hall.Projector.Locator(".projector").GetAttributeAsync("data-codec"));
        Assert.Empty(hall.Errors);
    }

    [ChromiumFact]
    public async Task Projector_ShowsThePage_ThatSupportsTheAnswer()
    {
        const string Fact = "Lyrebird notation writes the melody of speech as coloured ribbons.";
        await using var hall = await LectureHallPages.OpenAsync(fixture);
        await hall.Lecturer.Locator("summary", new PageLocatorOptions { HasText = "Course files" }).ClickAsync();
        await hall.Lecturer.Locator(".drop input").SetInputFilesAsync(
            new FilePayload { Name = "notation.pdf", MimeType = "application/pdf", Buffer = SmallPdf.Of(Fact) });
        await hall.Lecturer.Locator(".file-report li").First.WaitForAsync();
        await LectureHallPages.AskAsync(hall.Student, "What is lyrebird notation?");
        await hall.ApproveAndSpeakAsync("What is lyrebird notation?");

        await LectureHallPages.UntilAsync(hall.Projector, "document.querySelector('.stage-page')?.naturalHeight === 1_400");
        await hall.Projector.Locator(".stage-source mark").GetByText("Lyrebird").WaitForAsync();
        Assert.Empty(hall.Errors);
    }

    [ChromiumFact]
    public Task Pages_AreAccessible_InLightColours() => CheckPagesAsync(ColorScheme.Light, new ViewportSize { Width = 1440, Height = 900 });

    [ChromiumFact]
    public Task Pages_AreAccessible_InDarkColoursOnAPhone() => CheckPagesAsync(ColorScheme.Dark, new ViewportSize { Width = 390, Height = 844 });

    private async Task CheckPagesAsync(ColorScheme colours, ViewportSize size)
    {
        var options = new BrowserNewContextOptions { ColorScheme = colours, ViewportSize = size };
        await using var hall = await LectureHallPages.OpenAsync(fixture, options, options);
        await Axe.AssertCleanAsync(hall.Projector, "of the waiting projector");
        await LectureHallPages.AskAsync(hall.Student, "What is a phoneme?");
        await LectureHallPages.AskAsync(hall.Student, "Who wrote this course?");
        await hall.ApproveAndSpeakAsync("What is a phoneme?");
        await hall.Student.Locator(".room-now .chip").First.WaitForAsync();
        await hall.Projector.Locator(".stage-source mark").First.WaitForAsync();
        await hall.Lecturer.EvaluateAsync("document.querySelectorAll('details.panel').forEach(panel => panel.open = true)");
        await LectureHallPages.Button(hall.Row("Who wrote this course?"), "Dismiss").ClickAsync();
        await Axe.AssertCleanAsync(hall.Student, "of the student's page");
        await Axe.AssertCleanAsync(hall.Projector, "of the projector");
        await Axe.AssertCleanAsync(hall.Lecturer, "of the lecturer's desk");
        await hall.Lecturer.GotoAsync("/lecture");
        await hall.Lecturer.GetByLabel("Code, as the projector shows it").WaitForAsync();
        await Axe.AssertCleanAsync(hall.Lecturer, "of the door");
    }

    private static async Task UntilPreparedAsync(IPage lecturer)
    {
        var panel = lecturer.Locator("details.panel", new PageLocatorOptions { HasText = "Approved answers" });
        await panel.Locator("summary").ClickAsync();
        await panel.Locator("[data-prepared='true']").WaitForAsync();
    }

    private static async Task<string> DownloadAsync(IPage lecturer, string format)
    {
        var link = await lecturer.Locator(string.Create(CultureInfo.InvariantCulture, $".downloads a[href*='format={format}']")).GetAttributeAsync("href");
        var response = await lecturer.APIRequest.GetAsync(link!);
        Assert.True(response.Ok, $"{format}: {response.Status} {await response.TextAsync()}");
        return await response.TextAsync();
    }
}
