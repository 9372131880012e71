using VirtualTA.Core.Contracts;
using VirtualTA.Recognition.Phones;
using VirtualTA.Recognition.Tests.Presence;
using Xunit;

namespace VirtualTA.Recognition.Tests.Phones;

/// <summary>The recogniser with the committed weights.</summary>
public class PhoneRecognizerTests
{
    private static readonly Lazy<PhoneRecognizer> Recognizer = new(static () => PhoneRecognizer.Load());

    [Theory]
    [InlineData("silence")]
    [InlineData("white noise")]
    [InlineData("loud noise")]
    [InlineData("hum")]
    public void SixtySecondsWithoutSpeech_HaveNoWords(string kind)
    {
        var transcript = Transcribe(Signal(kind, 60 * 16_000), 3200);
        Assert.Equal(string.Empty, transcript.Text);
        Assert.Empty(transcript.Words);
    }

    [Theory]
    [MemberData(nameof(Sounds.Kinds), MemberType = typeof(Sounds))]
    public void MusicAndApplause_HaveNoWords(string kind) => Assert.Equal(string.Empty, Transcribe(Sounds.Pcm(Sounds.Make(kind, 4)), 3200).Text);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(700)]
    public void AlmostNothing_HasNoWords(int samples) => Assert.Equal(string.Empty, Transcribe(new short[samples], 160).Text);

    [Fact]
    public void Transcript_DoesNotDependOnTheSizeOfFrames()
    {
        var speech = Golden.Samples();
        var whole = Transcribe(speech, speech.Length);
        foreach (var size in new[] { 160, 1111 })
        {
            var cut = Transcribe(speech, size);
            Assert.Equal(whole.Text, cut.Text);
            Assert.Equal(whole.Words, cut.Words);
        }
    }

    [Fact]
    public async Task Transcription_GivesExactlyOneFinalTranscript_AndStopsWhenCancelled()
    {
        var transcripts = new List<Transcript>();
        await foreach (var transcript in Recognizer.Value.TranscribeAsync(Frames(Golden.Samples(), 320), RecognitionContext.None))
        {
            transcripts.Add(transcript);
        }

        Assert.Single(transcripts, static transcript => transcript.IsFinal);
        Assert.True(transcripts[^1].IsFinal);
        using var cancellation = new CancellationTokenSource();
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var _ in Recognizer.Value.TranscribeAsync(Frames(Golden.Samples(), 320), RecognitionContext.None, cancellation.Token))
            {
            }
        });
    }

    [Fact]
    public void ReadingAPause_GivesTheWordsSoFar_AndChangesNothingAfterwards()
    {
        var question = RecognitionFigures.ReadClip(Path.Combine(AppContext.BaseDirectory, "question.wav"));
        short[] paused = [.. question, .. new short[6_400], .. question[..16_000]];
        var reader = Recognizer.Value.Start(RecognitionContext.None with { ReadPauses = true });
        var plain = Recognizer.Value.Start(RecognitionContext.None);
        var readings = new List<PauseReading>();
        foreach (var window in paused.Chunk(320))
        {
            var (read, partial) = (reader.Accept(window), plain.Accept(window));
            Assert.Equal(partial?.Text ?? read?.Text, read?.Text);
            if (read?.AtPause is { } reading)
            {
                readings.Add(reading);
            }
        }

        var (first, second) = (reader.Finish(), plain.Finish());
        Assert.Equal((second.Text, second.Confidence), (first.Text, first.Confidence));
        Assert.Equal(second.Words, first.Words);
        Assert.Contains(readings, static reading => reading.Text.Contains(' ', StringComparison.Ordinal));
        foreach (var reading in readings)
        {
            var heard = (int)(reading.At.TotalSeconds * AudioFrame.SampleRate);
            var words = reading.Text.Split(' ');
            Assert.All(Transcribe(paused[..heard], 320).Words, word => Assert.Contains(word.Word, words)); // the end leaves out what may be noise
            Assert.InRange(reading.LogEnd, -30, 0);
        }
    }

    [Fact]
    public void Alignment_RefusesTextThatTheSoundCannotHold()
    {
        var error = Assert.Throws<ArgumentException>(() => Recognizer.Value.Aligner.Align(new short[3200], ["internationalisation", "everywhere"]));
        Assert.Contains("0.20 s", error.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => Recognizer.Value.Aligner.Align(new short[32000], ["1908"]));
    }

    private static Transcript Transcribe(short[] samples, int size)
    {
        var decoder = Recognizer.Value.Start(RecognitionContext.None);
        for (var at = 0; at < samples.Length; at += size)
        {
            decoder.Accept(samples.AsSpan(at, Math.Min(size, samples.Length - at)));
        }

        return decoder.Finish();
    }

    private static async IAsyncEnumerable<AudioFrame> Frames(short[] samples, int size)
    {
        for (var at = 0; at < samples.Length; at += size)
        {
            await Task.Yield();
            yield return new AudioFrame(samples.AsMemory(at, Math.Min(size, samples.Length - at)));
        }
    }

    private static short[] Signal(string kind, int samples)
    {
        var random = new Random(4);
        double Noise() => random.NextDouble() + random.NextDouble() + random.NextDouble() - 1.5;
        return [.. Enumerable.Range(0, samples).Select(i => (short)(kind switch
        {
            "white noise" => 300 * Noise(),
            "loud noise" => 6000 * Noise(),
            "hum" => 2000 * Math.Sin(2 * Math.PI * 100 * i / 16_000.0),
            _ => 0,
        }))];
    }
}
