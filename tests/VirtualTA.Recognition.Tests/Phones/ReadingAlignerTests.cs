using VirtualTA.Audio;
using VirtualTA.Audio.Wav;
using VirtualTA.Core.Pronunciation;
using VirtualTA.Recognition.Phones;
using VirtualTA.Recognition.Phones.Alignment;
using Xunit;

namespace VirtualTA.Recognition.Tests.Phones;

/// <summary>The question of the test assets, whole, cut and doubled, followed by the committed recogniser.</summary>
public class ReadingAlignerTests
{
    private static readonly string[] Words = ["what", "is", "residual", "vector", "quantization"];
    private static readonly Lazy<PhoneRecognizer> Recognizer = new(static () => PhoneRecognizer.Load());
    private static readonly Lazy<Pronouncer> Pronouncer = new(static () => VirtualTA.Core.Pronunciation.Pronouncer.LoadDefault());
    private static readonly Lazy<short[]> Speech = new(Read);

    [Fact]
    public void AWholeReading_HasNoSlips()
    {
        var reading = Follow(Speech.Value, Words);

        Assert.Equal((0, 0), (reading.Skipped, reading.Repeated));
        Assert.Equal([0, 1, 2, 3, 4], reading.Visits.Select(static visit => visit.Word));
        Assert.True(reading.Extra < TimeSpan.FromSeconds(0.2), $"{reading.Extra}");
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public void AWordCutOut_IsMissed(int word)
    {
        var (start, end) = SpanOf(word);

        var reading = Follow([.. Speech.Value[..start], .. Speech.Value[end..]], Words);

        Assert.Equal((1, 0), (reading.Skipped, reading.Repeated));
        Assert.DoesNotContain(word, reading.Visits.Select(static visit => visit.Word));
    }

    [Theory]
    [InlineData(2, 1)]
    [InlineData(3, 1)]
    [InlineData(2, 2)]
    public void WordsSaidAgain_AreCounted(int word, int count)
    {
        var (start, _) = SpanOf(word);
        var (_, end) = SpanOf(word + count - 1);

        var reading = Follow([.. Speech.Value[..end], .. Speech.Value[start..]], Words);

        Assert.Equal((0, count), (reading.Skipped, reading.Repeated));
    }

    [Fact]
    public void AnEarlyStop_LeavesOutTheRest()
    {
        var (start, _) = SpanOf(3);

        Assert.Equal(2, Follow(Speech.Value[..start], Words).Skipped);
    }

    [Fact]
    public void SpeechOfOtherWords_IsNoneOfTheText()
    {
        var reading = Follow(Speech.Value, ["what", "is", "quantization"]);

        Assert.Equal((0, 0), (reading.Skipped, reading.Repeated));
        Assert.True(reading.Extra > TimeSpan.FromSeconds(0.4), $"{reading.Extra}");
    }

    [Fact]
    public void Nothing_LeavesOutEverything() => Assert.Equal(5, Follow([], Words).Skipped);

    private static Reading Follow(short[] samples, string[] words) =>
        new ReadingAligner(Recognizer.Value).Follow(samples, [.. words.Select(static word => Pronouncer.Value.Pronounce(word, out _))]);

    private static (int Start, int End) SpanOf(int word)
    {
        var found = Recognizer.Value.Aligner.Align(Speech.Value, Words).Words[word];
        return ((int)(found.Start.TotalSeconds * 16_000), (int)(found.End.TotalSeconds * 16_000));
    }

    private static short[] Read()
    {
        DirectoryInfo folder = new(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "VirtualTA.sln")))
        {
            folder = folder.Parent ?? throw new DirectoryNotFoundException("The tests must run inside the repository.");
        }

        var samples = WavFile.Read(Path.Combine(folder.FullName, "tests", "assets", "question.wav")).Samples;
        var pcm = new short[samples.Length];
        Pcm16.FromFloat(samples, pcm);
        return pcm;
    }
}
