using System.Globalization;
using System.Text.Json;
using Microsoft.Playwright;

namespace VirtualTA.EndToEnd.Tests;

/// <summary>The dashboard with as many turns as the server remembers.</summary>
[Collection(VoiceChatGroup.Name)]
public sealed class LatencyDashboardTests(VoiceChatFixture fixture)
{
    private const int Turns = 10_000;

    [ChromiumFact]
    public async Task TenThousandTurns_AreFilteredAndExported_WithoutAPageThatGrows()
    {
        await using var chat = await fixture.OpenAsync(prepare: context => context.RouteAsync("**/api/latency?**", FulfillAsync));

        await chat.Page.GotoAsync("/latency");
        await chat.UntilAsync("page.dataset.turns === '10000'");
        var elements = await CountElementsAsync(chat.Page);
        await chat.UntilAsync("document.querySelectorAll('.waterfall tbody tr').length === 24");
        await Filter(chat, "Page").SelectOptionAsync("student");
        await chat.UntilAsync("Number(page.dataset.turns) < 5010 && Number(page.dataset.turns) > 4990");
        await Filter(chat, "Rule").SelectOptionAsync("short-chunk");
        await chat.UntilAsync("Number(page.dataset.turns) < 1010");
        var download = await chat.Page.RunAndWaitForDownloadAsync(() => chat.Page.GetByText("Export CSV").ClickAsync());

        Assert.True(elements < 2_000, $"The page has {elements} elements.");
        Assert.True(await CountElementsAsync(chat.Page) <= elements + 50, "The page grows with the turns.");
        var lines = await File.ReadAllLinesAsync(await download.PathAsync());
        Assert.Equal(await chat.Page.Locator(".page").GetAttributeAsync("data-turns"), (lines.Length - 1).ToString(CultureInfo.InvariantCulture));
        Assert.All(lines.Skip(1), line => Assert.Contains("short-chunk", line, StringComparison.Ordinal));
        Assert.Empty(chat.Errors);
    }

    private static ILocator Filter(VoiceChatPage chat, string name) => chat.Page.Locator($".filters label:has(> span:text-is('{name}')) select");

    /// <summary>Ten thousand turns at first, then one more with every call, as from a busy server.</summary>
    private static Task FulfillAsync(IRoute route)
    {
        var after = int.Parse(route.Request.Url[(route.Request.Url.LastIndexOf('=') + 1)..], CultureInfo.InvariantCulture);
        var first = after == 0 ? 1 : after + 1;
        var last = Math.Max(Turns, first);
        return route.FulfillAsync(new RouteFulfillOptions
        {
            ContentType = "application/json",
            Body = JsonSerializer.Serialize(new
            {
                next = last,
                activeTurns = 3,
                conversations = 7,
                turns = Enumerable.Range(first, last - first + 1).Select(ToEntry),
            }),
        });
    }

    private static object ToEntry(int sequence) => new
    {
        sequence,
        conversation = $"c{sequence % 50}",
        turn = sequence,
        startedAt = DateTimeOffset.UnixEpoch.AddDays(20_000).AddSeconds(sequence),
        reason = "answered",
        course = "speech",
        voice = "house",
        page = sequence % 2 == 0 ? "student" : "chat",
        isSpoken = true,
        underruns = sequence % 100 == 0 ? 1 : 0,
        clockErrorMs = 1.5,
        rules = sequence % 10 == 0 ? new[] { "short-chunk" } : [],
        stagesMs = new Dictionary<string, double>
        {
            ["lastSpeech"] = 0,
            ["speechEnded"] = 30,
            ["turnCommitted"] = 280 + (sequence % 40),
            ["transcriptReady"] = 300 + (sequence % 40),
            ["firstAudible"] = 600 + (sequence % 300),
        },
    };

    private static Task<int> CountElementsAsync(IPage page) => page.EvaluateAsync<int>("document.querySelectorAll('*').length");
}
