using System.Globalization;
using Microsoft.Playwright;

namespace VirtualTA.EndToEnd.Tests;

/// <summary>Speaking without a button: questions are found, and answers interrupted, by speaking.</summary>
[Collection(VoiceChatGroup.Name)]
public sealed class OpenMicrophoneTests(VoiceChatFixture fixture)
{
    private static readonly byte[] Question = File.ReadAllBytes(VoiceChatFixture.Recording);

    [ChromiumFact]
    public async Task Speaking_IsAnswered_WithoutAButton()
    {
        await using var chat = await fixture.OpenAsync(prepare: WithoutNetworkAsync);

        await chat.OpenMicrophoneAsync(); // the fake device plays the question from here on
        await chat.UntilAsync("page.dataset.ta === 'hearing'");
        await chat.UntilAudibleAsync(samples: 8_000);
        await chat.UntilAsync("page.dataset.ta === 'speaking'");

        Assert.Contains("vector", await chat.Turns.Last.Locator(".question").InnerTextAsync(), StringComparison.OrdinalIgnoreCase);
        Assert.Matches(@"\d ms", await chat.Turns.Last.Locator(".latency-total").InnerTextAsync());
        await chat.Page.Keyboard.PressAsync("Escape");
        await chat.UntilAsync("turn.dataset.phase === 'over' && page.dataset.ta === 'listening'");
        await chat.TalkButton.ClickAsync();
        await chat.UntilAsync("page.dataset.microphone === 'off'");
        Assert.Empty(chat.Errors);
    }

    [ChromiumFact]
    public async Task SpeakingOverTheAnswer_SilencesIt_AndIsAnsweredItself()
    {
        await using var chat = await fixture.OpenAsync(script: StudentVoice.Script);
        var student = new StudentVoice(chat);

        await chat.OpenMicrophoneAsync();
        await student.SayAsync(Question);
        await chat.UntilAudibleAsync(samples: 4_000);
        await student.SayAsync(Question);
        await chat.UntilAsync("page.dataset.silentAt !== ''");
        var played = await chat.SamplesAsync("played");
        await chat.UntilAsync("document.querySelectorAll('.turn').length === 2 && turn.dataset.audibleAt !== ''");

        Assert.NotEqual(0, await chat.Turns.First.Locator(".unsaid").CountAsync());
        Assert.True(played < long.Parse(await chat.Turns.First.GetAttributeAsync("data-samples") ?? "", CultureInfo.InvariantCulture), "The answer was played to its end.");
        Assert.Contains("vector", await chat.Turns.Last.Locator(".question").InnerTextAsync(), StringComparison.OrdinalIgnoreCase);
        Assert.Empty(chat.Errors);
    }

    [ChromiumFact]
    public async Task Cough_LetsTheAnswerGoOnWhereItWas()
    {
        await using var chat = await fixture.OpenAsync(script: StudentVoice.Script);
        var student = new StudentVoice(chat);

        await chat.OpenMicrophoneAsync();
        await chat.AskAsync("What is residual vector quantisation?");
        await chat.UntilAudibleAsync(samples: 4_000);
        var played = await chat.SamplesAsync("played");
        await student.SayAsync(Recordings.Noise(TimeSpan.FromMilliseconds(110)));
        await chat.UntilAsync($"Number(page.dataset.playedSamples) > {played + 32_000}");

        Assert.Contains(await chat.EndReasonAsync(), new[] { "", "answered" });
        Assert.Equal(1, await chat.Turns.CountAsync());
        Assert.Empty(chat.Errors);
    }

    [ChromiumFact]
    public async Task LostConnection_ResumesTheAnswer_AndListensAgain()
    {
        await using var chat = await AskOverAsync(new Cable("\"audioChunk\"", count: 3));

        await chat.Page.Keyboard.PressAsync("Escape");
        await new StudentVoice(chat).SayAsync(Question);
        await chat.UntilAsync("document.querySelectorAll('.turn').length === 2 && turn.dataset.audibleAt !== ''");
        Assert.Empty(chat.Errors);
    }

    [ChromiumFact]
    public async Task LostConnection_WhileThePageTakesTheStudentToBeSpeaking_KeepsTheAnswer()
    {
        await using var chat = await AskOverAsync(new Cable("\"isSpeaking\":false"));
        Assert.Empty(chat.Errors);
    }

    [ChromiumFact]
    public async Task LostConnection_BeforeTheQuestionIsKnown_KeepsTheAnswer()
    {
        await using var chat = await AskOverAsync(new Cable("\"finalTranscript\""));
        Assert.Empty(chat.Errors);
    }

    /// <summary>Asks over a connection that breaks, until all of the answer has come.</summary>
    private async Task<VoiceChatPage> AskOverAsync(Cable cable)
    {
        var chat = await fixture.OpenAsync(script: StudentVoice.Script, prepare: context => Task.WhenAll(WithoutNetworkAsync(context), cable.AttachAsync(context)));
        await chat.OpenMicrophoneAsync();
        await new StudentVoice(chat).SayAsync(Question);
        await chat.UntilAsync("turn?.dataset.phase === 'over'");
        Assert.True(cable.IsCut);
        Assert.Equal(2, cable.Connections);
        Assert.Equal("answered", await chat.Turns.Last.GetAttributeAsync("data-end"));
        Assert.Equal(1, await chat.Turns.CountAsync());
        Assert.Contains("vector", await chat.Turns.Last.Locator(".question").InnerTextAsync(), StringComparison.OrdinalIgnoreCase);
        return chat;
    }

    /// <summary>A browser that cannot load the network which tells speech from noise: then the level decides alone.</summary>
    private static Task WithoutNetworkAsync(IBrowserContext context) => context.RouteAsync("**/vad/**", route => route.AbortAsync());
}
