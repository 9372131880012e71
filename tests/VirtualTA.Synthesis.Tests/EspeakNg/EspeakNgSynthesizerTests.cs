using VirtualTA.Core.Contracts;
using VirtualTA.Synthesis.EspeakNg;
using VirtualTA.TestKit;

namespace VirtualTA.Synthesis.Tests.EspeakNg;

public sealed class EspeakNgSynthesizerTests
{
    private const string Package = "espeak-ng";
    private const string Text = "A codec compresses speech. It keeps what can be heard, and 2 more things!";

    [RequiresProgramFact(Package, "espeak-ng")]
    public async Task Speak_GivesTheSameSamples_HoweverTheTextIsSplit()
    {
        var whole = await SpeakAsync(Text);
        var letters = await SpeakAsync([.. Text.Select(letter => letter.ToString())]);

        Assert.Equal(whole.Samples, letters.Samples);
        Assert.Equal(whole.Words, letters.Words);
        Assert.InRange(whole.Samples.Length, 3 * 16_000, 8 * 16_000);
        Assert.True(whole.Samples.Max() > 3_000);
    }

    [RequiresProgramFact(Package, "espeak-ng")]
    public async Task Speak_TimesEveryWord_WithinTheSound()
    {
        var (samples, words) = await SpeakAsync(Text);

        Assert.Equal(Text.Split(' '), words.Select(word => word.Word));
        Assert.All(words, word => Assert.Equal(word.Word, Text.Substring(word.TextStart, word.Word.Length)));
        Assert.All(words.Zip(words.Skip(1)), pair => Assert.True(pair.First.End <= pair.Second.Start));
        Assert.True(words[^1].End.TotalSeconds <= samples.Length / 16_000d);
    }

    [RequiresProgramFact(Package, "espeak-ng")]
    public async Task Speak_SoundsDifferent_InAnotherVoice() =>
        Assert.NotEqual((await SpeakAsync("Hello.")).Samples, (await SpeakAsync(["Hello."], "en-gb-high")).Samples);

    [RequiresProgramFact(Package, "espeak-ng")]
    public async Task Speak_SpeaksTheFirstSentence_BeforeTheSecondExists()
    {
        var second = new TaskCompletionSource<string>();
        await using var speaking = Create().SpeakAsync(TwoAsync("First one.", second.Task), new SpeechOptions()).GetAsyncEnumerator();

        Assert.True(await speaking.MoveNextAsync());
        Assert.NotEmpty(speaking.Current.Samples.ToArray());
        second.SetResult("Second one.");
    }

    [Fact]
    public async Task Speak_EndsTheChildProcess_WhenAbandoned()
    {
        using var fake = new FakeProgram("espeak-ng", "announce; exec sleep 600");
        using var cancellation = new CancellationTokenSource();
        var speaking = new EspeakNgSynthesizer(fake.Path, new EspeakNgOptions())
            .SpeakAsync(TwoAsync("Hello."), new SpeechOptions(), cancellation.Token).GetAsyncEnumerator();
        var next = speaking.MoveNextAsync();
        var child = await fake.WaitUntilStartedAsync();

        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await next);
        await speaking.DisposeAsync();
        Assert.False(FakeProgram.IsRunning(child));
    }

    [Fact]
    public async Task Speak_RefusesAnUnknownVoice_AndNamesTheKnownOnes()
    {
        var refused = await Assert.ThrowsAsync<UserInputException>(async () => await SpeakAsync(["Hello."], "opera", new EspeakNgSynthesizer("none", new EspeakNgOptions())));

        Assert.Equal(NoticeCodes.VoiceUnknown, refused.Code);
        Assert.Contains("en-us", refused.Message, StringComparison.Ordinal);
    }

    private static ISpeechSynthesizer Create() => SpeechSynthesizers.CreateDefault(out var remedy, "espeak-ng") ?? throw new InvalidOperationException(remedy);

    private static Task<(short[] Samples, List<WordTiming> Words)> SpeakAsync(params string[] pieces) => SpeakAsync(pieces, null);

    private static async Task<(short[] Samples, List<WordTiming> Words)> SpeakAsync(string[] pieces, string? voice, ISpeechSynthesizer? synthesizer = null)
    {
        var samples = new List<short>();
        var words = new List<WordTiming>();
        await foreach (var chunk in (synthesizer ?? Create()).SpeakAsync(AllAsync(pieces), new SpeechOptions(voice)))
        {
            samples.AddRange(chunk.Samples.Span);
            words.AddRange(chunk.Words);
        }

        return ([.. samples], words);
    }

    private static async IAsyncEnumerable<string> AllAsync(string[] pieces)
    {
        await Task.CompletedTask;
        foreach (var piece in pieces)
        {
            yield return piece;
        }
    }

    private static async IAsyncEnumerable<string> TwoAsync(string first, Task<string>? second = null)
    {
        yield return first;
        if (second is not null)
        {
            yield return await second;
        }
    }
}
