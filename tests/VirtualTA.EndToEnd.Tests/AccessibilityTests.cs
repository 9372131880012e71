using System.Text.Json;
using Microsoft.Playwright;

namespace VirtualTA.EndToEnd.Tests;

/// <summary>The rules of WCAG 2.2 AA that a program can check, on every state of the page, in both colour schemes and on a phone.</summary>
[Collection(VoiceChatGroup.Name)]
public sealed class AccessibilityTests(VoiceChatFixture fixture)
{
    private const string Check = """
        async () => {
          const found = await axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] });
          return found.violations.map(rule => `${rule.id}: ${rule.help}: ${rule.nodes.map(node => node.target.join(' ')).join(', ')}`);
        }
        """;

    [ChromiumFact]
    public Task Page_IsAccessible_InLightColours() => CheckEveryStateAsync(ColorScheme.Light, new ViewportSize { Width = 1280, Height = 860 });

    [ChromiumFact]
    public Task Page_IsAccessible_InDarkColoursOnAPhone() => CheckEveryStateAsync(ColorScheme.Dark, new ViewportSize { Width = 390, Height = 844 });

    private async Task CheckEveryStateAsync(ColorScheme colours, ViewportSize size)
    {
        await using var chat = await fixture.OpenAsync(new BrowserNewContextOptions { ColorScheme = colours, ViewportSize = size });
        await chat.Page.AddScriptTagAsync(new PageAddScriptTagOptions { Path = AxePath() });

        await AssertCleanAsync(chat, "before the first question");
        await chat.AskAsync("What is residual vector quantisation?");
        await chat.UntilAsync("turn?.querySelector('.chip') !== null");
        await AssertCleanAsync(chat, "while answering");
        await chat.UntilAsync("turn.dataset.phase === 'over'");
        await chat.Turns.Last.Locator(".chip").First.ClickAsync();
        await chat.Page.WaitForSelectorAsync("dialog[open] .passage mark");
        await AssertCleanAsync(chat, "with an open passage");
    }

    private static async Task AssertCleanAsync(VoiceChatPage chat, string state)
    {
        var violations = await chat.Page.EvaluateAsync<JsonElement>(Check);
        Assert.True(violations.GetArrayLength() == 0, $"Accessibility {state}:\n{string.Join('\n', violations.EnumerateArray())}");
    }

    private static string AxePath()
    {
        var path = Path.Combine(VoiceChatFixture.Root, "web", "node_modules", "axe-core", "axe.min.js");
        return File.Exists(path) ? path : throw new FileNotFoundException("Run 'npm ci' in web/ first: axe-core is missing.", path);
    }
}
