using Microsoft.Playwright;

namespace VirtualTA.EndToEnd.Tests;

/// <summary>One server and one browser for all tests; every test opens a page of its own.</summary>
public sealed class VoiceChatFixture : IAsyncLifetime
{
    private ServerProcess? _server;
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    /// <summary>Root of the source tree.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>The question that the microphone hears: "What is residual vector quantization?"</summary>
    public static string Recording { get; } = Path.Combine(Root, "tests", "assets", "question.wav");

    public async Task InitializeAsync()
    {
        if (Chromium.FindProgram() is null)
        {
            return; // every test is skipped
        }

        _server = await ServerProcess.StartAsync();
        _playwright = await Playwright.CreateAsync();
        _browser = await Chromium.LaunchAsync(_playwright, Recording);
    }

    public async Task DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        _playwright?.Dispose();
        _server?.Dispose();
    }

    /// <summary>Opens the chat in a fresh profile and waits until questions can be asked.</summary>
    internal async Task<VoiceChatPage> OpenAsync(
        BrowserNewContextOptions? options = null, string? script = null, Func<IBrowserContext, Task>? prepare = null)
    {
        var page = await NewPageAsync(options, script, prepare);
        return await VoiceChatPage.OpenAsync(page);
    }

    /// <summary>An empty page in a fresh profile.</summary>
    internal async Task<IPage> NewPageAsync(
        BrowserNewContextOptions? options = null, string? script = null, Func<IBrowserContext, Task>? prepare = null)
    {
        options ??= new BrowserNewContextOptions();
        options.BaseURL = _server!.Address.ToString();
        options.ReducedMotion ??= ReducedMotion.Reduce;
        var context = await _browser!.NewContextAsync(options);
        if (script is not null)
        {
            await context.AddInitScriptAsync(script);
        }

        if (prepare is not null)
        {
            await prepare(context);
        }

        return await context.NewPageAsync();
    }

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "VirtualTA.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("The tests run outside the source tree.");
    }
}

[CollectionDefinition(Name)]
public sealed class VoiceChatGroup : ICollectionFixture<VoiceChatFixture>
{
    public const string Name = "voice chat";
}
