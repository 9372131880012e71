namespace VirtualTA.EndToEnd.Tests;

/// <summary>The whole way: a recording as microphone, the real server with its engines, and what the page shows and plays.</summary>
[Collection(VoiceChatGroup.Name)]
public sealed class VoiceChatTests(VoiceChatFixture fixture)
{
    private const string Denied = """
        navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('denied', 'NotAllowedError'));
        """;

    /// <summary>Length of the recorded question with the silence around it.</summary>
    private static readonly TimeSpan QuestionLength = WavLength.Of(VoiceChatFixture.Recording);

    [ChromiumFact]
    public async Task Hold_TurnsSpeechIntoTranscriptCitationAndSound()
    {
        await using var chat = await fixture.OpenAsync();

        await chat.TalkButton.HoverAsync();
        await chat.Page.Mouse.DownAsync();
        await chat.UntilRecordedAsync(QuestionLength);
        await chat.Page.Mouse.UpAsync();
        await chat.UntilAudibleAsync(samples: 8_000);
        await chat.UntilCompleteAsync();

        var question = await chat.Turns.Last.Locator(".question").InnerTextAsync();
        Assert.Contains("vector", question, StringComparison.OrdinalIgnoreCase);
        Assert.Equal("answered", await chat.EndReasonAsync());
        Assert.NotEqual(0, await chat.Turns.Last.Locator(".chip").CountAsync());
        Assert.Contains("vector", await chat.Turns.Last.Locator(".source").First.InnerTextAsync(), StringComparison.OrdinalIgnoreCase);
        Assert.Matches(@"\d ms", await chat.Turns.Last.Locator(".latency-total").InnerTextAsync());
        Assert.Empty(chat.Errors);
    }

    [ChromiumFact]
    public async Task SpaceBar_TalksLikeTheButton()
    {
        await using var chat = await fixture.OpenAsync();

        await chat.Page.Keyboard.DownAsync("Space");
        await chat.UntilRecordedAsync(QuestionLength);
        await chat.Page.Keyboard.UpAsync("Space");
        await chat.UntilAudibleAsync(samples: 1_000);

        Assert.Contains("vector", await chat.Turns.Last.Locator(".question").InnerTextAsync(), StringComparison.OrdinalIgnoreCase);
    }

    [ChromiumFact]
    public async Task TypedQuestion_IsAnsweredAloud_AndItsSourceOpens()
    {
        await using var chat = await fixture.OpenAsync();

        await chat.AskAsync("What is residual vector quantisation?");
        await chat.UntilAsync("turn?.querySelector('.answer .now') !== null");
        await chat.UntilCompleteAsync();
        await chat.Turns.Last.Locator(".chip").First.ClickAsync();
        await chat.Page.WaitForSelectorAsync("dialog[open] .passage mark");

        Assert.True(await chat.SamplesAsync("audible") > 1_000);
        var quote = await chat.Page.Locator("dialog .passage mark").InnerTextAsync();
        var answer = await chat.Turns.Last.Locator(".answer").InnerTextAsync();
        var drawer = await chat.Page.Locator("dialog").InnerTextAsync();
        Assert.Contains(string.Join(' ', quote.Split(' ').Take(5)), answer, StringComparison.Ordinal);
        Assert.Contains("Residual vector quantisation", drawer, StringComparison.Ordinal);
        await chat.Page.Keyboard.PressAsync("Escape");
        await chat.UntilAsync("document.querySelector('dialog') === null");
        Assert.Empty(chat.Errors);
    }

    [ChromiumFact]
    public async Task Escape_SilencesTheAnswer_AndMarksWhatWasNotHeard()
    {
        await using var chat = await fixture.OpenAsync();

        await chat.AskAsync("What is residual vector quantisation?");
        await chat.UntilAudibleAsync(samples: 4_000);
        await chat.Page.Keyboard.PressAsync("Escape");
        await chat.UntilAsync("page.dataset.playback === 'stopped'");
        var played = await chat.SamplesAsync("played");
        await chat.UntilAsync("turn.dataset.phase === 'over' && turn.querySelector('.unsaid') !== null");

        Assert.Equal("", await chat.Page.Locator(".page").GetAttributeAsync("data-playing"));
        Assert.Equal(played, await chat.SamplesAsync("played"));
        await chat.AskAsync("What is a vocoder?");
        await chat.UntilAsync("document.querySelectorAll('.turn').length === 2");
        await chat.UntilAudibleAsync(samples: 1_000);
    }

    [ChromiumFact]
    public async Task RefusedMicrophone_SaysWhatToDo_AndTypedQuestionsStillWork()
    {
        await using var chat = await fixture.OpenAsync(script: Denied);

        await chat.TalkButton.HoverAsync();
        await chat.Page.Mouse.DownAsync();
        await chat.Notices.WaitForAsync();
        await chat.Page.Mouse.UpAsync();
        Assert.Contains("Allow it", await chat.Notices.InnerTextAsync(), StringComparison.Ordinal);

        await chat.AskAsync("What is a vocoder?");
        await chat.UntilAudibleAsync(samples: 1_000);
        Assert.Equal(0, await chat.Notices.CountAsync());
    }

    [ChromiumFact]
    public async Task UnanswerableQuestion_IsSaidToBe()
    {
        await using var chat = await fixture.OpenAsync();

        await chat.AskAsync("Who won the football match yesterday?");
        await chat.UntilAsync("turn?.dataset.phase === 'over'");

        Assert.Equal("abstained", await chat.EndReasonAsync());
        Assert.Equal(0, await chat.Turns.Last.Locator(".chip").CountAsync());
    }
}
