using System.Globalization;
using Microsoft.Playwright;

namespace VirtualTA.EndToEnd.Tests;

/// <summary>What a person does on the chat page and sees there.</summary>
internal sealed class VoiceChatPage : IAsyncDisposable
{
    private const float Patience = 60_000;

    private readonly List<string> _errors = [];

    private VoiceChatPage(IPage page)
    {
        Page = page;
        page.SetDefaultTimeout(Patience);
        page.PageError += (_, error) => _errors.Add(error);
    }

    public IPage Page { get; }

    public ILocator TalkButton => Page.Locator(".talk-button");

    public ILocator Turns => Page.Locator(".turn");

    public ILocator Notices => Page.Locator(".notice");

    /// <summary>Errors that no code on the page caught.</summary>
    public IReadOnlyList<string> Errors => _errors;

    public static async Task<VoiceChatPage> OpenAsync(IPage page)
    {
        var chat = new VoiceChatPage(page);
        await page.GotoAsync("/");
        await chat.UntilAsync("page.dataset.connection === 'connected' && document.querySelector('.choice select') !== null");
        return chat;
    }

    public async Task AskAsync(string question)
    {
        await Page.FillAsync("#question", question);
        await Page.Keyboard.PressAsync("Enter");
    }

    /// <summary>Waits for a condition in JavaScript; <c>page</c> is the page's element, <c>turn</c> the newest turn's.</summary>
    public Task UntilAsync(string condition) =>
        Page.WaitForFunctionAsync(
            $$"""
            () => {
              const page = document.querySelector('.page');
              const turn = [...document.querySelectorAll('.turn')].at(-1);
              return page !== null && ({{condition}});
            }
            """);

    /// <summary>Chooses the open microphone and opens it.</summary>
    public async Task OpenMicrophoneAsync()
    {
        await Page.GetByLabel("Open microphone").CheckAsync();
        await TalkButton.ClickAsync();
        await UntilAsync("page.dataset.microphone === 'open'");
    }

    /// <summary>Waits until the microphone has delivered this much of the question.</summary>
    public Task UntilRecordedAsync(TimeSpan length) =>
        UntilAsync(string.Create(CultureInfo.InvariantCulture, $"Number(page.dataset.recordedMs) >= {length.TotalMilliseconds}"));

    /// <summary>Waits until the newest answer has made this many samples of sound, silence not counted, leave the playback worklet.</summary>
    public Task UntilAudibleAsync(int samples) =>
        UntilAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"page.dataset.playedTurn === turn?.dataset.turn && Number(page.dataset.audibleSamples) >= {samples}"));

    /// <summary>Waits until the server has nothing more to say to the newest question; its sound may still be playing.</summary>
    public Task UntilCompleteAsync() => UntilAsync("turn?.dataset.phase === 'over'");

    /// <summary>Waits until the newest turn is over and its sound has been played.</summary>
    public Task UntilOverAsync() => UntilAsync("turn?.dataset.phase === 'over' && page.dataset.playing === ''");

    public Task<string?> EndReasonAsync() => Turns.Last.GetAttributeAsync("data-end");

    public async Task<long> SamplesAsync(string name) =>
        long.Parse(await Page.Locator(".page").GetAttributeAsync($"data-{name}-samples") ?? "0", CultureInfo.InvariantCulture);

    public async ValueTask DisposeAsync() => await Page.Context.DisposeAsync();
}
