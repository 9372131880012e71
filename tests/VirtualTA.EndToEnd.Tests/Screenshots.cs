using Microsoft.Playwright;

namespace VirtualTA.EndToEnd.Tests;

/// <summary>Takes the pictures of the README; only where VIRTUALTA_SCREENSHOTS names a folder, usually web/screenshots.</summary>
[Collection(VoiceChatGroup.Name)]
public sealed class Screenshots(VoiceChatFixture fixture)
{
    private static readonly TimeSpan QuestionLength = WavLength.Of(VoiceChatFixture.Recording);

    [ScreenshotFact]
    public async Task VoiceChat_OnADesktop()
    {
        await using var chat = await OpenAsync(1280, 800, ColorScheme.Light);
        await SpeakAsync(chat);
        await chat.UntilAudibleAsync(samples: 24_000);
        await chat.UntilAsync("turn?.querySelector('.answer .now') !== null");
        await TakeAsync(chat, "voice-chat");

        await chat.UntilOverAsync();
        await chat.Turns.Last.Locator(".chip").First.ClickAsync();
        await chat.Page.WaitForSelectorAsync("dialog[open] .passage mark");
        await chat.Page.Locator("dialog[open]").ScreenshotAsync(new LocatorScreenshotOptions { Path = PathOf("passage") }); // without the figures of this machine
    }

    [ScreenshotFact]
    public async Task VoiceChat_OnAPhone()
    {
        await using var chat = await OpenAsync(390, 844, ColorScheme.Dark);
        await SpeakAsync(chat);
        await chat.UntilAudibleAsync(samples: 24_000);
        await chat.UntilAsync("turn?.querySelector('.answer .now') !== null");
        await TakeAsync(chat, "voice-chat-phone");
    }

    [ScreenshotFact]
    public async Task LatencyDashboard()
    {
        await using var chat = await OpenAsync(1280, 800, ColorScheme.Light);
        foreach (var question in new[] { "What is a vocoder?", "What is a phoneme?", "How does flow matching work?", "What does a speaker encoder do?" })
        {
            await chat.AskAsync(question);
            await chat.UntilAudibleAsync(samples: 4_000);
            await chat.Page.Keyboard.PressAsync("Escape");
            await chat.UntilOverAsync();
        }

        await chat.Page.GotoAsync("/latency");
        await chat.UntilAsync("document.querySelectorAll('.waterfall .stage.delivery').length >= 4");
        await TakeAsync(chat, "latency");
        await chat.Page.SetViewportSizeAsync(390, 844);
        await TakeAsync(chat, "latency-phone");
    }

    private Task<VoiceChatPage> OpenAsync(int width, int height, ColorScheme colours) =>
        fixture.OpenAsync(new BrowserNewContextOptions
        {
            ViewportSize = new ViewportSize { Width = width, Height = height },
            ColorScheme = colours,
            DeviceScaleFactor = 2,
            HasTouch = width < 500,
            ReducedMotion = ReducedMotion.NoPreference,
        });

    private static async Task SpeakAsync(VoiceChatPage chat)
    {
        await chat.TalkButton.HoverAsync();
        await chat.Page.Mouse.DownAsync();
        await chat.UntilRecordedAsync(QuestionLength);
        await chat.Page.Mouse.UpAsync();
    }

    private static async Task TakeAsync(VoiceChatPage chat, string name) =>
        await chat.Page.ScreenshotAsync(new PageScreenshotOptions { Path = PathOf(name) });

    private static string PathOf(string name) => Path.Combine(ScreenshotFactAttribute.Folder!, name + ".png");
}

[AttributeUsage(AttributeTargets.Method)]
internal sealed class ScreenshotFactAttribute : FactAttribute
{
    public ScreenshotFactAttribute()
    {
        if (string.IsNullOrEmpty(Folder))
        {
            Skip = "Pictures are taken only where VIRTUALTA_SCREENSHOTS names a folder.";
        }
    }

    public static string? Folder => Environment.GetEnvironmentVariable("VIRTUALTA_SCREENSHOTS");
}
