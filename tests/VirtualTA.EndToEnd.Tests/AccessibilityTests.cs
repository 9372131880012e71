using Microsoft.Playwright;

namespace VirtualTA.EndToEnd.Tests;

/// <summary>The rules of WCAG 2.2 AA that a program can check, on every state of the page, in both colour schemes and on a phone.</summary>
[Collection(VoiceChatGroup.Name)]
public sealed class AccessibilityTests(VoiceChatFixture fixture)
{
    [ChromiumFact]
    public Task Page_IsAccessible_InLightColours() => CheckEveryStateAsync(ColorScheme.Light, new ViewportSize { Width = 1280, Height = 860 });

    [ChromiumFact]
    public Task Page_IsAccessible_InDarkColoursOnAPhone() => CheckEveryStateAsync(ColorScheme.Dark, new ViewportSize { Width = 390, Height = 844 });

    private async Task CheckEveryStateAsync(ColorScheme colours, ViewportSize size)
    {
        await using var chat = await fixture.OpenAsync(new BrowserNewContextOptions { ColorScheme = colours, ViewportSize = size });
        await Axe.AssertCleanAsync(chat.Page, "before the first question");
        await chat.AskAsync("What is residual vector quantisation?");
        await chat.UntilAsync("turn?.querySelector('.chip') !== null");
        await Axe.AssertCleanAsync(chat.Page, "while answering");
        await chat.UntilAsync("turn.dataset.phase === 'over'");
        await chat.Turns.Last.Locator(".chip").First.ClickAsync();
        await chat.Page.WaitForSelectorAsync("dialog[open] .passage mark");
        await Axe.AssertCleanAsync(chat.Page, "with an open passage");
    }

    [ChromiumFact]
    public async Task LatencyDashboard_ShowsTheTurn_AndIsAccessible()
    {
        await using var chat = await fixture.OpenAsync(new BrowserNewContextOptions { ColorScheme = ColorScheme.Dark });

        await chat.AskAsync("What is a vocoder?");
        await chat.UntilAudibleAsync(samples: 1_000);
        await chat.UntilCompleteAsync();
        await chat.Page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = "Latency" }).ClickAsync();
        await chat.UntilAsync("document.querySelector('.waterfall .stage.delivery') !== null && document.querySelector('.chart canvas') !== null");

        Assert.Matches(@"Mouth to ear\s+[\d,.]+ m?s", await chat.Page.Locator(".figures tbody tr").First.InnerTextAsync());
        await Axe.AssertCleanAsync(chat.Page, "of the latency dashboard");
        Assert.Empty(chat.Errors);
    }
}
