using System.Globalization;
using Microsoft.Playwright;

namespace VirtualTA.EndToEnd.Tests;

/// <summary>A lecture as its people have it: the lecturer's desk, the projector and a student's phone, each in a profile of its own.</summary>
internal sealed class LectureHallPages : IAsyncDisposable
{
    private const float Patience = 60_000;
    private const string Title = "Speech synthesis, lecture 3";

    private readonly VoiceChatFixture _fixture;
    private readonly List<IPage> _pages = [];
    private readonly List<string> _errors = [];

    private LectureHallPages(VoiceChatFixture fixture) => _fixture = fixture;

    public IPage Lecturer { get; private set; } = null!;

    public IPage Projector { get; private set; } = null!;

    public IPage Student { get; private set; } = null!;

    /// <summary>Address by which phones join.</summary>
    public string StudentLink { get; private set; } = "";

    /// <summary>Errors that no code on a page caught.</summary>
    public IReadOnlyList<string> Errors => _errors;

    /// <summary>Opens a room as a lecturer does, puts the projector on the screen, and joins with a phone.</summary>
    public static async Task<LectureHallPages> OpenAsync(
        VoiceChatFixture fixture, BrowserNewContextOptions? screen = null, BrowserNewContextOptions? phone = null)
    {
        var hall = new LectureHallPages(fixture);
        hall.Lecturer = await hall.NewPageAsync(Copy(screen));
        await hall.Lecturer.GotoAsync("/lecturer");
        await hall.Lecturer.GetByLabel("Title, as the hall will see it").FillAsync(Title);
        await Button(hall.Lecturer, "Open the room").ClickAsync();
        await Button(hall.Lecturer, "Make the projector link").ClickAsync();
        var projectorLink = await hall.Lecturer.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = "Open the projector" }).GetAttributeAsync("href");
        hall.StudentLink = (await hall.Lecturer.Locator(".share a").GetAttributeAsync("href"))!;

        hall.Projector = await hall.NewPageAsync(Copy(screen));
        await hall.Projector.GotoAsync(projectorLink!);
        await hall.Projector.Locator(".unlock").WaitForAsync();
        await hall.Projector.Keyboard.PressAsync("Enter");
        await UntilAsync(hall.Projector, "document.querySelector('.projector')?.dataset.listens === 'true'");
        hall.Student = await hall.JoinAsync(Copy(phone));
        return hall;
    }

    /// <summary>Another phone.</summary>
    public async Task<IPage> JoinAsync(BrowserNewContextOptions? options = null, string? script = null)
    {
        var page = await NewPageAsync(options, script);
        await page.GotoAsync(StudentLink);
        await page.Locator("#ask-text").WaitForAsync();
        return page;
    }

    public static async Task AskAsync(IPage student, string question)
    {
        await student.FillAsync("#ask-text", question);
        await student.Keyboard.PressAsync("Enter");
        await UntilAsync(student, "document.querySelector('#ask-text').value === '' && document.querySelector('.outcome').innerText !== ''");
    }

    /// <summary>A question in the lecturer's queue.</summary>
    public ILocator Row(string question) => Lecturer.Locator(".desk-queue .queue-item", new PageLocatorOptions { HasText = question });

    /// <summary>Lets a question in and has it answered aloud.</summary>
    public async Task ApproveAndSpeakAsync(string question)
    {
        await Button(Row(question), "Approve").ClickAsync();
        await Button(Row(question), "Answer aloud").ClickAsync();
    }

    /// <summary>Waits until an answer has made this many samples of sound in the hall, silence not counted.</summary>
    public Task UntilHeardAsync(int answer, int samples) =>
        UntilAsync(Projector, string.Create(
            CultureInfo.InvariantCulture,
            $"(d => d.playedAnswer === '{answer}' && Number(d.audibleSamples) >= {samples})(document.querySelector('.projector').dataset)"));

    public static ILocator Button(IPage page, string name) => page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = name, Exact = true });

    public static ILocator Button(ILocator part, string name) => part.GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = name, Exact = true });

    /// <summary>Waits for a condition in JavaScript.</summary>
    public static Task UntilAsync(IPage page, string condition) => page.WaitForFunctionAsync($"() => {condition}");

    public async ValueTask DisposeAsync()
    {
        foreach (var page in _pages)
        {
            await page.Context.DisposeAsync();
        }
    }

    private async Task<IPage> NewPageAsync(BrowserNewContextOptions? options, string? script = null)
    {
        var page = await _fixture.NewPageAsync(options, script);
        page.SetDefaultTimeout(Patience);
        page.PageError += (_, error) => _errors.Add(error);
        _pages.Add(page);
        return page;
    }

    private static BrowserNewContextOptions? Copy(BrowserNewContextOptions? options) => options is null ? null : new BrowserNewContextOptions(options);
}
