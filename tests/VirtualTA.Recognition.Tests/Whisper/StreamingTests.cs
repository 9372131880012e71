using System.Runtime.CompilerServices;
using VirtualTA.Audio;
using VirtualTA.Audio.Wav;
using VirtualTA.Core.Contracts;
using VirtualTA.Recognition.Tests.Presence;
using VirtualTA.Recognition.Whisper;
using VirtualTA.Recognition.Whisper.Streaming;

namespace VirtualTA.Recognition.Tests.Whisper;

public sealed class StreamingTests(SharedModel shared) : IClassFixture<SharedModel>
{
    private static readonly WhisperOptions Quick = new() { ShortestAudioContext = 50, LongestText = 6, Temperatures = [0], LogProbabilityLimit = -100, CompressionLimit = 100 };

    [Fact]
    public async Task SilenceAndSteadyNoise_GiveNoWords()
    {
        var random = new Random(2);
        foreach (var sound in new[] { new float[32000], [.. Enumerable.Range(0, 32000).Select(_ => (random.NextSingle() - 0.5f) * 0.3f)] })
        {
            var transcripts = await Listen(sound);
            Assert.Equal("", Assert.Single(transcripts).Text);
            Assert.True(transcripts[0].IsFinal);
        }
    }

    [Theory]
    [MemberData(nameof(Sounds.Kinds), MemberType = typeof(Sounds))]
    public async Task MusicAndApplause_GiveNoWords_ThoughTheModelWouldSaySome(string kind)
    {
        // The first half second of a chord cannot be told from a voice: a partial may say something, what counts may not.
        Assert.Equal("", (await Listen(Sounds.Make(kind, 4)))[^1].Text);
        Assert.NotEqual("", (await Listen(Sounds.Make("voice", 4)))[^1].Text);
    }

    [Fact]
    public void WordsOfAnEarlyPartial_AreNotKept_WhenTheWholeTurnsOutToBeNoSpeech()
    {
        var listener = new WindowedListener(shared.Model, Quick, RecognitionContext.None);
        var voice = Sounds.Make("voice", 1);
        listener.Listen(voice, TimeSpan.Zero, false, CancellationToken.None);
        listener.Listen(voice, TimeSpan.Zero, false, CancellationToken.None);
        Assert.NotEmpty(listener.Settled);

        Assert.Equal("", listener.Listen(Sounds.Make("applause", 4), TimeSpan.Zero, true, CancellationToken.None).Text);
    }

    [Fact]
    public void PartialsOfARealClip_NeverRewriteSettledWords()
    {
        var clip = WavFile.Read(Path.Combine(AppContext.BaseDirectory, "question.wav")).Samples;
        var listener = new WindowedListener(shared.Model, Quick with { LongestText = 8 }, RecognitionContext.None);
        List<string> settled = [];
        for (var end = 6400; end < clip.Length; end += 4800)
        {
            var words = listener.Listen(clip.AsSpan(0, end), TimeSpan.Zero, false, CancellationToken.None).Text.Split(' ');
            Assert.Equal(settled, words.Take(settled.Count));
            Assert.Equal(settled, listener.Settled.Take(settled.Count));
            settled = [.. listener.Settled];
        }

        Assert.NotEmpty(settled);
        var last = listener.Listen(clip, TimeSpan.Zero, true, CancellationToken.None);
        Assert.Equal(settled, last.Text.Split(' ').Take(settled.Count));
    }

    [Fact]
    public async Task Speech_GivesOneFinalTranscriptAtTheEnd_WhoseWordsLieInTheAudio()
    {
        var transcripts = await Listen(Sounds.Make("voice", 2));
        Assert.True(transcripts[^1].IsFinal);
        Assert.NotEqual("", transcripts[^1].Text);
        Assert.All(transcripts.SkipLast(1), static partial => Assert.False(partial.IsFinal));
        Assert.All(transcripts[^1].Words, static word => Assert.InRange(word.End, word.Start, TimeSpan.FromSeconds(2.1)));
    }

    [Fact]
    public async Task AudioLongerThanAWindow_IsTakenToItsEnd()
    {
        var transcripts = await Listen([.. Enumerable.Range(0, 9).SelectMany(static _ => Sounds.Make("voice", 4))]);
        Assert.True(Assert.Single(transcripts, static transcript => transcript.IsFinal).Confidence is >= 0 and <= 1);
    }

    [Fact]
    public async Task Nothing_IsAnEmptyTranscript() => Assert.Equal("", Assert.Single(await Listen([])).Text);

    [Fact]
    public async Task Abandoning_EndsQuietly()
    {
        using var abandon = new CancellationTokenSource();
        var recognizer = new WhisperRecognizer(shared.Model, Quick);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var _ in recognizer.TranscribeAsync(Frames(Sounds.Make("voice", 2), abandon), RecognitionContext.None, abandon.Token))
            {
            }
        });
    }

    [Fact]
    public void Agreement_SettlesWhatTwoHypothesesShare_ButNotTheLastWord()
    {
        var agreement = new LocalAgreement();
        agreement.Take(["what", "is", "a", "codec"]);
        Assert.Empty(agreement.Settled);
        agreement.Take(["what", "is", "the"]);
        Assert.Equal(["what", "is"], agreement.Settled);
        agreement.Take(["what", "is", "the", "codec", "for"]);
        Assert.Equal(["what", "is", "the"], agreement.Settled);
    }

    [Theory]
    [InlineData("[Music]", 0.1, "")]
    [InlineData("(applause) ♪ la la ♪", 0.1, "")]
    [InlineData("Thanks for watching!", 0.5, "")]
    [InlineData("Thanks for watching!", 0.01, "Thanks for watching!")]
    [InlineData("...", 0.01, "")]
    [InlineData("so so so so so so so what", 0.01, "so what")]
    [InlineData("What is a codec?", 0.3, "What is a codec?")]
    public void Guard_TakesOutInventions(string text, double noSpeech, string expected) =>
        Assert.Equal(expected, HallucinationGuard.Clean(text, noSpeech, TimeSpan.FromSeconds(3)));

    [Fact]
    public void Guard_TakesOutMoreWordsThanTheTimeHolds() =>
        Assert.Equal("", HallucinationGuard.Clean("one two three four five six seven eight", 0, TimeSpan.FromSeconds(0.5)));

    [Fact]
    public void CoursePrompt_HoldsTheCoursesOwnWords() =>
        Assert.Equal(" quantiser, RVQ, vector.", CoursePrompt.From(["A vector quantiser is small.", "RVQ is a quantiser."]).Replace("residual, ", "", StringComparison.Ordinal));

    private async Task<List<Transcript>> Listen(float[] samples)
    {
        var transcripts = new List<Transcript>();
        await foreach (var transcript in new WhisperRecognizer(shared.Model, Quick).TranscribeAsync(Frames(samples), RecognitionContext.None))
        {
            transcripts.Add(transcript);
        }

        return transcripts;
    }

    private static async IAsyncEnumerable<AudioFrame> Frames(
        float[] samples, CancellationTokenSource? abandon = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        for (var at = 0; at < samples.Length; at += 1600)
        {
            var frame = samples.AsSpan(at, Math.Min(1600, samples.Length - at));
            var pcm = new short[frame.Length];
            Pcm16.FromFloat(frame, pcm);
            await Task.Yield();
            if (at > samples.Length / 2 && abandon is not null)
            {
                await abandon.CancelAsync();
            }

            cancellationToken.ThrowIfCancellationRequested();
            yield return new AudioFrame(pcm);
        }
    }
}
