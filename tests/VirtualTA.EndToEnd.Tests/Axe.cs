using System.Text.Json;
using Microsoft.Playwright;

namespace VirtualTA.EndToEnd.Tests;

/// <summary>axe-core, from the packages of web/.</summary>
internal static class Axe
{
    private const string Check = """
        async () => {
          const found = await axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] });
          return found.violations.map(rule => `${rule.id}: ${rule.help}: ${rule.nodes.map(node => node.target.join(' ')).join(', ')}`);
        }
        """;

    public static async Task AssertCleanAsync(IPage page, string state)
    {
        await page.AddScriptTagAsync(new PageAddScriptTagOptions { Path = FindProgram() });
        var violations = await page.EvaluateAsync<JsonElement>(Check);
        Assert.True(violations.GetArrayLength() == 0, $"Accessibility {state}:\n{string.Join('\n', violations.EnumerateArray())}");
    }

    private static string FindProgram()
    {
        var path = Path.Combine(VoiceChatFixture.Root, "web", "node_modules", "axe-core", "axe.min.js");
        return File.Exists(path) ? path : throw new FileNotFoundException("Run 'npm ci' in web/ first: axe-core is missing.", path);
    }
}
