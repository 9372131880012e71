using VirtualTA.Core.Contracts;
using VirtualTA.Synthesis.Streaming;
using VirtualTA.TestKit;
using Xunit;

namespace VirtualTA.Synthesis.Tests.Streaming;

public class EmbeddedSynthesizerTests
{
    private const string Text = "A codec turns sound into tokens, and a model speaks them. It needs 3 s of audio! Really? Yes, it does, because the rest is known.";

    [Fact]
    public async Task Speak_GivesTheSameSamples_HoweverTheyAreHandedOut()
    {
        using EmbeddedSynthesizer single = TinyVoice.Synthesizer(1);
        (short[] samples, WordTiming[] words, int chunks) = await TinyVoice.SpeakAsync(single, TinyVoice.Pieces(Text));
        Assert.True(samples.Length > 16_000);
        foreach (int framesPerChunk in new[] { 4, 16, int.MaxValue })
        {
            using EmbeddedSynthesizer other = TinyVoice.Synthesizer(framesPerChunk);
            (short[] otherSamples, WordTiming[] otherWords, int otherChunks) = await TinyVoice.SpeakAsync(other, TinyVoice.Pieces(Text));

            Assert.Equal(samples, otherSamples);
            Assert.Equal(words, otherWords);
            Assert.InRange(otherChunks, 1, framesPerChunk == int.MaxValue ? 1 : chunks);
        }
    }

    [Fact]
    public async Task Speak_GivesTheSameSamples_HoweverTheTextArrives()
    {
        using EmbeddedSynthesizer synthesizer = TinyVoice.Synthesizer();
        (short[] samples, WordTiming[] words, _) = await TinyVoice.SpeakAsync(synthesizer, TinyVoice.Pieces(Text));
        foreach (int size in new[] { 1, 7, 40 })
        {
            (short[] pieceSamples, WordTiming[] pieceWords, _) = await TinyVoice.SpeakAsync(synthesizer, TinyVoice.Pieces(Text, size));

            Assert.Equal(samples, pieceSamples);
            Assert.Equal(words, pieceWords);
        }
    }

    [Fact]
    public async Task Speak_GivesTheSameSamples_AloneAndBesideSevenOthers()
    {
        using EmbeddedSynthesizer synthesizer = TinyVoice.Synthesizer();
        (short[] alone, _, _) = await TinyVoice.SpeakAsync(synthesizer, TinyVoice.Pieces(Text), seed: 3, "bob");
        Task<(short[] Samples, WordTiming[] Words, int Chunks)>[] together =
        [
            .. Enumerable.Range(0, 8).Select(index => Task.Run(() => TinyVoice.SpeakAsync(synthesizer, TinyVoice.Pieces(Text, 1 + index), (ulong)index, index % 2 == 0 ? "ann" : "bob"))),
        ];
        (short[] Samples, WordTiming[] Words, int Chunks)[] spoken = await Task.WhenAll(together);

        Assert.Equal(alone, spoken[3].Samples);
        Assert.Equal(8, spoken.Select(one => string.Join(',', one.Samples.Take(16000).Where((_, index) => index % 320 == 0))).Distinct().Count());
    }

    [Fact]
    public async Task Speak_RepeatsItself_WithTheSameSeedOnly()
    {
        using EmbeddedSynthesizer synthesizer = TinyVoice.Synthesizer();
        (short[] first, _, _) = await TinyVoice.SpeakAsync(synthesizer, TinyVoice.Pieces("One two three."), 5);
        (short[] again, _, _) = await TinyVoice.SpeakAsync(synthesizer, TinyVoice.Pieces("One two three."), 5);
        (short[] other, _, _) = await TinyVoice.SpeakAsync(synthesizer, TinyVoice.Pieces("One two three."), 6);

        Assert.Equal(first, again);
        Assert.NotEqual(first, other);
    }

    [Fact]
    public async Task Speak_MeasuresItsSteps_AndCountsStretchesThatDoNotEnd()
    {
        using InstrumentReader durations = new("virtualta.speech.step_duration");
        using InstrumentReader runaways = new("virtualta.speech.runaway");
        EmbeddedSynthesizer synthesizer = TinyVoice.Synthesizer();
        await TinyVoice.SpeakAsync(synthesizer, TinyVoice.Pieces(Text));
        await Waiting.UntilAsync(() => synthesizer.Scheduler.Streams == 0);
        (long steps, long failures) = (synthesizer.Scheduler.Steps, synthesizer.Scheduler.Failures);
        synthesizer.Dispose();

        Assert.True(steps > 0);
        Assert.True(durations.Count >= steps, $"{durations.Count} of {steps} steps were measured.");
        Assert.True(runaways.Total >= failures, $"{runaways.Total} of {failures} were counted.");
    }

    [Fact]
    public async Task Words_ComeInOrder_WithTheirPlaceInTheText()
    {
        using EmbeddedSynthesizer synthesizer = TinyVoice.Synthesizer();
        (short[] samples, WordTiming[] words, _) = await TinyVoice.SpeakAsync(synthesizer, TinyVoice.Pieces(Text));

        Assert.Equal(TinyVoice.FrontEnd.Read(Text).SelectMany(clause => clause.Words).Select(word => word.Written), words.Select(word => word.Word));
        Assert.All(words, word => Assert.Equal(word.Word, Text.Substring(word.TextStart, word.Word.Length)));
        Assert.All(words.Zip(words.Skip(1)), pair => Assert.True(pair.First.Start <= pair.First.End && pair.First.End <= pair.Second.Start));
        Assert.True(words[^1].End <= TimeSpan.FromSeconds((samples.Length / 16000.0) + 0.04));
    }

    [Fact]
    public async Task Speak_StopsWithinOneStep_WhenAbandoned()
    {
        using EmbeddedSynthesizer synthesizer = TinyVoice.Synthesizer();
        await foreach (AudioChunk chunk in synthesizer.SpeakAsync(TinyVoice.Pieces(string.Concat(Enumerable.Repeat(Text, 20))), new SpeechOptions()))
        {
            Assert.NotEqual(0, chunk.Samples.Length);
            break;
        }

        SpinWait.SpinUntil(() => synthesizer.Scheduler.Streams == 0, TimeSpan.FromSeconds(20));
        long steps = synthesizer.Scheduler.Steps;
        (short[] samples, _, _) = await TinyVoice.SpeakAsync(synthesizer, TinyVoice.Pieces("Yes."));

        // The first chunk needs 3 steps; the backlog, and the step under way when the listener left, are all that may follow.
        Assert.InRange(steps, 3, 3 + (2 * SpeechStream.StepBacklog));
        Assert.True(samples.Length > 0);
    }

    [Fact]
    public async Task Speak_StopsWhenCancelled_AlsoWhileTheTextIsStillAwaited()
    {
        using EmbeddedSynthesizer synthesizer = TinyVoice.Synthesizer();
        using CancellationTokenSource cancellation = new();
        TaskCompletionSource never = new(TaskCreationOptions.RunContinuationsAsynchronously);
        IAsyncEnumerator<AudioChunk> chunks = synthesizer.SpeakAsync(Endless(never.Task, cancellation.Token), new SpeechOptions(), cancellation.Token).GetAsyncEnumerator(cancellation.Token);
        Assert.True(await chunks.MoveNextAsync());
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            while (await chunks.MoveNextAsync())
            {
            }
        });
        await chunks.DisposeAsync();
        Assert.True(SpinWait.SpinUntil(() => synthesizer.Scheduler.Streams == 0, TimeSpan.FromSeconds(20)));
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ... !!! ")]
    [InlineData("🙂 日本")]
    public async Task Speak_RefusesText_InWhichNothingCanBeSpoken(string text)
    {
        using EmbeddedSynthesizer synthesizer = TinyVoice.Synthesizer();
        UserInputException refusal = await Assert.ThrowsAsync<UserInputException>(() => TinyVoice.SpeakAsync(synthesizer, TinyVoice.Pieces(text)));

        Assert.Equal(EmbeddedSynthesizer.TextInvalid, refusal.Code);
    }

    [Fact]
    public async Task Speak_RefusesOneTooMany()
    {
        using EmbeddedSynthesizer synthesizer = TinyVoice.Synthesizer(mostStreams: 1);
        IAsyncEnumerator<AudioChunk> first = synthesizer.SpeakAsync(TinyVoice.Pieces(Text), new SpeechOptions()).GetAsyncEnumerator();
        Assert.True(await first.MoveNextAsync());

        Assert.Equal(NoticeCodes.Overloaded, (await Assert.ThrowsAsync<UserInputException>(() => TinyVoice.SpeakAsync(synthesizer, TinyVoice.Pieces("No.")))).Code);
        await first.DisposeAsync();
    }

    [Fact]
    public async Task Speak_PassesOnTheFailureOfTheText_AfterWhatCameBefore()
    {
        using EmbeddedSynthesizer synthesizer = TinyVoice.Synthesizer();
        int samples = 0;
        await Assert.ThrowsAsync<InvalidOperationException>(async () =>
        {
            await foreach (AudioChunk chunk in synthesizer.SpeakAsync(Failing(), new SpeechOptions()))
            {
                samples += chunk.Samples.Length;
            }
        });

        Assert.True(samples > 0);
    }

    [Theory]
    [InlineData(" word", 400)]
    [InlineData("9", 500)]
    [InlineData("x", 1000)]
    [InlineData("Yes. ", 150)]
    public async Task Speak_EndsWhateverTheText_AndStaysBounded(string unit, int count)
    {
        using EmbeddedSynthesizer synthesizer = TinyVoice.Synthesizer(int.MaxValue);
        (short[] samples, WordTiming[] words, _) = await TinyVoice.SpeakAsync(synthesizer, TinyVoice.Pieces(string.Concat(Enumerable.Repeat(unit, count))));

        Assert.NotEmpty(samples);
        Assert.NotEmpty(words);
    }

    private static async IAsyncEnumerable<string> Failing()
    {
        yield return "One sentence. And ";
        await Task.Yield();
        throw new InvalidOperationException("the writer failed");
    }

    private static async IAsyncEnumerable<string> Endless(Task never, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        yield return "One sentence of several words. ";
        await never.WaitAsync(cancellationToken);
    }
}
