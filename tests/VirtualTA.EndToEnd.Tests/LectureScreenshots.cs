using Microsoft.Playwright;

namespace VirtualTA.EndToEnd.Tests;

/// <summary>Takes the pictures of a live lecture for the README; only where VIRTUALTA_SCREENSHOTS names a folder.</summary>
[Collection(VoiceChatGroup.Name)]
public sealed class LectureScreenshots(VoiceChatFixture fixture)
{
    private static readonly string[] Waiting =
    [
        "How does flow matching differ from diffusion?",
        "Do vocoders work in real time?",
        "How is a cloned voice told from a real one?",
        "Which codec has the lowest bit rate?",
    ];

    [ScreenshotFact]
    public async Task Lecture_OnEveryScreen()
    {
        await using var hall = await LectureHallPages.OpenAsync(
            fixture, Screen(1440, 900, ColorScheme.Light), Screen(390, 844, ColorScheme.Dark));
        await TakeAsync(hall.Projector, "lecture-waiting");
        for (var i = 0; i < Waiting.Length; i++)
        {
            var phone = await hall.JoinAsync();
            await LectureHallPages.AskAsync(phone, Waiting[i]);
            if (i < 3)
            {
                await LectureHallPages.Button(hall.Row(Waiting[i]), "Approve").ClickAsync();
            }
        }

        foreach (var question in Waiting.Take(2))
        {
            await hall.Student.Locator(".queue-item", new PageLocatorOptions { HasText = question }).Locator("button.vote").ClickAsync();
        }

        const string Question = "What is residual vector quantisation?";
        await LectureHallPages.AskAsync(hall.Student, Question);
        await LectureHallPages.Button(hall.Row(Question), "Approve").ClickAsync();
        await LectureHallPages.Button(hall.Row(Waiting[1]), "Preview").ClickAsync();
        await hall.Lecturer.Locator("[data-draft] .answer .chip").First.WaitForAsync();
        await LectureHallPages.Button(hall.Row(Question), "Answer aloud").ClickAsync();
        await hall.UntilHeardAsync(answer: 1, samples: 40_000);
        await hall.Projector.Locator(".captions .now").WaitForAsync();
        await TakeAsync(hall.Projector, "lecture-projector");
        await hall.Student.Locator(".room-now .answer .now").WaitForAsync();
        await TakeAsync(hall.Student, "lecture-student-phone");
        await hall.Lecturer.Locator(".said .answer .now").WaitForAsync();
        await TakeAsync(hall.Lecturer, "lecture-lecturer");
    }

    private static BrowserNewContextOptions Screen(int width, int height, ColorScheme colours) => new()
    {
        ViewportSize = new ViewportSize { Width = width, Height = height },
        ColorScheme = colours,
        DeviceScaleFactor = width < 500 ? 2 : 1.5f,
        HasTouch = width < 500,
        ReducedMotion = ReducedMotion.NoPreference,
    };

    private static async Task TakeAsync(IPage page, string name) =>
        await page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(ScreenshotFactAttribute.Folder!, name + ".png") });
}
