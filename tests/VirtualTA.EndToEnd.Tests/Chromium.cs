using Microsoft.Playwright;

namespace VirtualTA.EndToEnd.Tests;

/// <summary>The system's Chromium with a recording in place of a microphone.</summary>
internal static class Chromium
{
    private static readonly string[] UsualPlaces = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

    private static readonly string[] Arguments =
    [
        "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
        "--disable-component-update", "--disable-sync", "--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream",
    ];

    public static string? FindProgram() =>
        Environment.GetEnvironmentVariable("CHROMIUM_PATH") is { Length: > 0 } chosen
            ? File.Exists(chosen) ? chosen : null
            : Array.Find(UsualPlaces, File.Exists);

    /// <param name="playwright">The driver.</param>
    /// <param name="recording">WAV that every opened microphone plays once.</param>
    public static Task<IBrowser> LaunchAsync(IPlaywright playwright, string recording) =>
        playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = FindProgram(),
            Args = [.. Arguments, $"--use-file-for-fake-audio-capture={recording}%noloop"],
        });
}
