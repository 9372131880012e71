using System.Runtime.CompilerServices;
using VirtualTA.Audio;
using VirtualTA.Audio.Wav;
using VirtualTA.Core.Contracts;
using VirtualTA.Recognition.PocketSphinx;
using VirtualTA.Recognition.Tests.Presence;
using VirtualTA.TestKit;

namespace VirtualTA.Recognition.Tests.PocketSphinx;

public sealed class PocketSphinxRecognizerTests
{
    private const string Package = "pocketsphinx pocketsphinx-en-us";
    private const string Program = "pocketsphinx_batch";

    private static readonly RecognitionContext Course = new()
    {
        Course = "codecs",
        CourseText = ["Residual vector quantisation works in levels.", "Vector quantisation replaces a vector by the nearest entry of a codebook."],
    };

    [RequiresProgramFact(Package, Program)]
    public async Task Transcribe_HearsTheWordsOfTheCourse_WithTheirTimes()
    {
        var transcripts = await TranscribeAsync(Question(), Course);

        var final = Assert.Single(transcripts, transcript => transcript.IsFinal);
        Assert.Same(final, transcripts[^1]);
        Assert.Equal("what is residual vector quantisation", final.Text);
        Assert.Equal(final.Text, string.Join(' ', final.Words.Select(word => word.Word)));
        Assert.InRange(final.Words[^1].End.TotalSeconds, 2.2, 2.8);
    }

    [RequiresProgramFact(Package, Program)]
    public async Task Transcribe_FindsNoWords_InSilenceAndNoise()
    {
        var random = new Random(1);
        short[] noise = [.. Enumerable.Range(0, 16_000).Select(_ => (short)random.Next(-1500, 1500))];

        Assert.Equal([""], (await TranscribeAsync(new short[16_000], RecognitionContext.None)).Select(transcript => transcript.Text));
        Assert.Equal([""], (await TranscribeAsync(noise, Course)).Select(transcript => transcript.Text));
        Assert.Equal([""], (await TranscribeAsync([], Course)).Select(transcript => transcript.Text));
        foreach (var kind in Sounds.WithoutSpeech)
        {
            Assert.Equal([""], (await TranscribeAsync(Sounds.Pcm(Sounds.Make(kind, 3)), RecognitionContext.None)).Select(transcript => transcript.Text));
        }
    }

    [Fact]
    public async Task Transcribe_GivesPartials_WhileSpeechArrives()
    {
        // The partial is made after the first second, and this speaker waits for it before going on.
        using var fake = new FakeProgram(Program, "n=0; while read -r line; do n=$((n+1)); echo \"u S 0 T 0 A 0 L 0 0 0 0 word$n 50 0 0 </s> 60\"; done");
        var heard = new TaskCompletionSource();
        var texts = new List<string>();

        await foreach (var transcript in Create(fake).TranscribeAsync(SpeechAsync(heard.Task), RecognitionContext.None))
        {
            texts.Add($"{transcript.Text} {transcript.IsFinal}");
            heard.TrySetResult();
        }

        Assert.Equal("word1 False", texts[0]);
        Assert.EndsWith("True", texts[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Transcribe_EndsTheChildProcess_WhenAbandoned()
    {
        using var fake = new FakeProgram(Program, "announce; exec sleep 600");
        using var cancellation = new CancellationTokenSource();
        var before = TemporaryFolders();
        var transcribing = Create(fake).TranscribeAsync(QuestionAsync(), RecognitionContext.None, cancellation.Token).GetAsyncEnumerator();
        var next = transcribing.MoveNextAsync();
        var child = await fake.WaitUntilStartedAsync();

        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await next);
        await transcribing.DisposeAsync();
        Assert.False(FakeProgram.IsRunning(child));
        Assert.DoesNotContain(TemporaryFolders().Except(before), folder => File.Exists(Path.Combine(folder, "utterance.raw")));
    }

    [Fact]
    public async Task Transcribe_SaysWhatTheChildSaid_WhenItFails()
    {
        using var fake = new FakeProgram(Program, "echo 'ERROR: \"mdef.c\", line 1: no model' >&2; exit 1");

        var failure = await Assert.ThrowsAsync<InvalidOperationException>(async () => await CollectAsync(Create(fake).TranscribeAsync(QuestionAsync(), RecognitionContext.None)));

        Assert.Contains("no model", failure.Message, StringComparison.Ordinal);
        Assert.Contains("apt install", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Offer_NamesThePackages_WhenTheProgramIsMissing()
    {
        var offer = PocketSphinxOffer.Create(new PocketSphinxOptions { Program = "/nowhere/pocketsphinx_batch" });

        Assert.False(offer.IsAvailable);
        Assert.Contains("apt install pocketsphinx pocketsphinx-en-us", offer.Remedy, StringComparison.Ordinal);
    }

    private static PocketSphinxRecognizer Create(FakeProgram fake) =>
        new(fake.Path, new GeneralLanguage("/nowhere"), new PocketSphinxOptions());

    private static short[] Question()
    {
        var clip = WavFile.Read(Path.Combine(AppContext.BaseDirectory, "question.wav"));
        var pcm = new short[clip.Samples.Length];
        Pcm16.FromFloat(clip.Samples, pcm);
        return pcm;
    }

    private static async Task<List<Transcript>> TranscribeAsync(short[] samples, RecognitionContext context)
    {
        var recognizer = SpeechRecognizers.CreateDefault(out var remedy, "pocketsphinx");
        Assert.True(recognizer is not null, remedy);
        return await CollectAsync(recognizer.TranscribeAsync(FramesAsync(samples), context));
    }

    private static async Task<List<Transcript>> CollectAsync(IAsyncEnumerable<Transcript> transcripts)
    {
        var collected = new List<Transcript>();
        await foreach (var transcript in transcripts)
        {
            collected.Add(transcript);
        }

        return collected;
    }

    private static IAsyncEnumerable<AudioFrame> QuestionAsync() => FramesAsync(Question());

    private static async IAsyncEnumerable<AudioFrame> SpeechAsync(Task heard, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await foreach (var frame in QuestionAsync().WithCancellation(cancellationToken))
        {
            yield return frame;
        }

        // Short frames, each giving the recogniser the occasion to hand out its partial.
        while (!heard.IsCompleted)
        {
            yield return new AudioFrame(new short[1]);
            await Task.Yield();
        }
    }

    private static async IAsyncEnumerable<AudioFrame> FramesAsync(short[] samples)
    {
        for (var at = 0; at < samples.Length; at += 1_600)
        {
            yield return new AudioFrame(samples.AsMemory(at, Math.Min(1_600, samples.Length - at)));
            await Task.Yield();
        }
    }

    private static string[] TemporaryFolders() => Directory.GetDirectories(Path.GetTempPath(), "virtualta-*");
}
