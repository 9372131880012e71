using Microsoft.Playwright;

namespace VirtualTA.EndToEnd.Tests;

/// <summary>A connection that breaks in the middle of an answer.</summary>
[Collection(VoiceChatGroup.Name)]
public sealed class ReconnectionTests(VoiceChatFixture fixture)
{
    private const string Question = "What is residual vector quantisation?";

    [ChromiumFact]
    public async Task LostConnection_LosesAndRepeatsNeitherSoundNorText()
    {
        var cable = new Cable("\"audioChunk\"", count: 3);
        await using var chat = await fixture.OpenAsync(prepare: cable.AttachAsync);

        await chat.AskAsync(Question);
        await chat.UntilCompleteAsync();
        await chat.UntilAudibleAsync(samples: 1_000);
        await chat.AskAsync(Question);
        await chat.UntilAsync("document.querySelectorAll('.turn').length === 2 && turn.dataset.phase === 'over'");

        Assert.True(cable.IsCut);
        Assert.Equal(2, cable.Connections);
        Assert.Equal("answered", await chat.Turns.First.GetAttributeAsync("data-end"));
        Assert.Equal(await TextAsync(chat.Turns.Last), await TextAsync(chat.Turns.First));
        Assert.Equal(await chat.Turns.Last.GetAttributeAsync("data-samples"), await chat.Turns.First.GetAttributeAsync("data-samples"));
        Assert.Empty(chat.Errors);
    }

    private static Task<string> TextAsync(ILocator turn) => turn.Locator(".answer").InnerTextAsync();
}
