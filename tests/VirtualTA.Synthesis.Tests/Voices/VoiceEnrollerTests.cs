using VirtualTA.Core.Contracts;
using VirtualTA.Core.Pronunciation;
using VirtualTA.Synthesis.Codec;
using VirtualTA.Synthesis.Voices;
using Xunit;

namespace VirtualTA.Synthesis.Tests.Voices;

public class VoiceEnrollerTests
{
    private const int Rate = RecordingCheck.SampleRate;

    private static readonly Lazy<VoiceEnroller> Enroller = new(() => new VoiceEnroller(
        AudioCodec.Load(VoiceFiles.Golden("codec-test.safetensors")), SpeakerEncoder.Load(VoiceFiles.Golden("speaker-test.safetensors"))));

    [Theory]
    [InlineData(5.0, 0.5, 0.001, null)]
    [InlineData(1.0, 0.5, 0.001, "too short")]
    [InlineData(5.0, 0.005, 0.00001, "too quiet")]
    [InlineData(5.0, 0.3, 0.2, "too noisy")]
    [InlineData(5.0, 1.6, 0.001, "clipped")]
    [InlineData(0.0, 0.5, 0.001, "too quiet")]
    public void FindProblem_SaysWhatIsWrong(double seconds, double loudness, double noise, string? problem)
    {
        string? found = RecordingCheck.FindProblem(Speech(seconds, loudness, noise));

        if (problem is null)
        {
            Assert.Null(found);
        }
        else
        {
            Assert.Contains(problem, found, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void FindProblem_NoticesAPauseWithHardlyAnySpeech()
    {
        float[] samples = Speech(10, 0.5, 0.001);
        Speech(10, 0, 0.001).AsSpan(Rate).CopyTo(samples.AsSpan(Rate));

        Assert.Contains("too little speech", RecordingCheck.FindProblem(samples), StringComparison.Ordinal);
    }

    [Fact]
    public void Enrol_PointsEveryFrameAtItsPhone()
    {
        VoicePrompt prompt = Enroller.Value.Enrol("ann", Speech(5, 0.5, 0.001), [Word("HH AH0 L OW1", 0.5, 1.5, PhoneSet.Comma), Word("W ER1 L D", 2, 4)]);

        Assert.Equal("HH AH0 L OW1 , W ER1 L D .", new Phones(prompt.Symbols).ToString());
        Assert.Equal(0, prompt.Places[0]);
        Assert.Equal(prompt.Symbols.Length - 1, prompt.Places[^1]);
        Assert.Equal(4, prompt.Places[(int)(1.7 * 50) - 23]); // in the pause after the first word: the comma
        Assert.Equal(5, prompt.Places[(int)(2.2 * 50) - 23]);
        Assert.Equal(206 - 23, prompt.Places.Length);
        Assert.Equal(prompt.Places.Length * 3, prompt.Codes.Length); // the golden codec has three levels
        Assert.Equal(16, prompt.Speaker.Length);
    }

    [Fact]
    public void Enrol_TakesNoMoreThanFiveSeconds_AndEndsWithAWord()
    {
        AlignedWord[] words = [.. Enumerable.Range(0, 14).Select(second => Word("Y EH1 S", second + 0.2, second + 0.9))];

        VoicePrompt prompt = Enroller.Value.Enrol("ann", Speech(15, 0.5, 0.001), words);

        Assert.InRange(prompt.Places.Length, 225, 250);
        Assert.Equal(PhoneSet.WordBoundary, prompt.Symbols[^1]); // the sentence goes on
    }

    [Fact]
    public void Enrol_RefusesBadRecordings_AndRecordingsWithoutWords()
    {
        Assert.Equal(VoiceEnroller.RecordingUnsuitable, Assert.Throws<UserInputException>(() => Enroller.Value.Enrol("a", Speech(1, 0.5, 0.001), [Word("Y EH1 S", 0, 1)])).Code);
        Assert.Contains("No words", Assert.Throws<UserInputException>(() => Enroller.Value.Enrol("a", Speech(5, 0.5, 0.001), [])).Message, StringComparison.Ordinal);
    }

    private static AlignedWord Word(string phones, double start, double end, byte mark = PhoneSet.WordBoundary)
    {
        Phones said = Phones.Parse(phones);
        double step = (end - start) / said.Length;
        return new AlignedWord(said, [.. Enumerable.Range(0, said.Length).Select(phone => TimeSpan.FromSeconds(start + (phone * step)))], TimeSpan.FromSeconds(end), mark);
    }

    // Bursts of a buzz with short pauses, over noise.
    private static float[] Speech(double seconds, double loudness, double noise)
    {
        Random random = new(1);
        float[] samples = new float[(int)(seconds * Rate)];
        for (int index = 0; index < samples.Length; index++)
        {
            double time = index / (double)Rate;
            double buzz = time % 0.5 < 0.4 ? Math.Sin(2 * Math.PI * 120 * time) * loudness : 0;
            samples[index] = (float)Math.Clamp(buzz + (noise * ((2 * random.NextDouble()) - 1)), -1, 1);
        }

        return samples;
    }
}
