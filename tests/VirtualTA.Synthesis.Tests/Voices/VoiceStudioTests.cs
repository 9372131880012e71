using VirtualTA.Audio.Wav;
using VirtualTA.Core.Contracts;
using VirtualTA.Core.Models;
using VirtualTA.Core.Pronunciation;
using VirtualTA.Synthesis.Autoregressive;
using VirtualTA.Synthesis.Codec;
using VirtualTA.Synthesis.Refinement;
using VirtualTA.Synthesis.Streaming;
using VirtualTA.Synthesis.Text;
using VirtualTA.Synthesis.Voices;
using VirtualTA.TestKit;

namespace VirtualTA.Synthesis.Tests.Voices;

/// <summary>Enrolment with the shipped codec and speaker encoder, random voice weights, and an aligner that divides time evenly.</summary>
public sealed class VoiceStudioTests : IDisposable
{
    private const string Text = "Good morning, everybody. Today we hear about codecs.";
    private const int Rate = RecordingCheck.SampleRate;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("studio-");
    private readonly EvenAligner _aligner = new();
    private readonly VoiceFolder _voices;
    private readonly VoiceStudio _studio;

    public VoiceStudioTests()
    {
        (string model, string refinement) = RandomVoice.Write(_folder.FullName, VoiceSizes.Tiny);
        AudioCodec codec = AudioCodec.Load(ModelFolder.PathOf("codec", "vta-16-50.safetensors"));
        SpeakerEncoder speakers = SpeakerEncoder.Load(ModelFolder.PathOf("speaker", "encoder.safetensors"));
        _voices = new VoiceFolder(Path.Combine(_folder.FullName, "voices"), AutoregressiveModel.Load(model), RefinementModel.Load(refinement), codec.Digest);
        _studio = new VoiceStudio(new VoiceEnroller(codec, speakers), _aligner, new TextFrontEnd(Pronouncer.LoadDefault()), _voices);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Enrol_KeepsAVoice_ThatCanBeFound()
    {
        EnrolledVoice enrolled = _studio.Enrol("ann-2", [new VoiceRecording("a.wav", Buzz(6, 120), Text)]);

        Assert.Equal(("ann-2", "a.wav"), (enrolled.Name, enrolled.Recording));
        Assert.InRange(enrolled.Seconds, 3, 5.1);
        VoicePrompt prompt = _voices.Find("ann-2").Prompt;
        Assert.StartsWith("G UH1 D | M AO1 R N", new Phones(prompt.Symbols).ToString(), StringComparison.Ordinal);
        Assert.Contains((byte)PhoneSet.Comma, prompt.Symbols);
        Assert.NotEqual("", prompt.Codec);
    }

    [Fact]
    public void Enrol_TakesTheVectorOfAllRecordings_AndTheWordsOfTheBest()
    {
        _aligner.Score = samples => samples > 5 * Rate ? -0.5 : -1.5;
        EnrolledVoice one = _studio.Enrol("one", [new VoiceRecording("long.wav", Buzz(6, 120), Text)]);
        EnrolledVoice both = _studio.Enrol("both", [new VoiceRecording("short.wav", Buzz(4.5, 121), Text), new VoiceRecording("long.wav", Buzz(6, 120), Text)]);

        Assert.Equal(("long.wav", one.Seconds), (both.Recording, both.Seconds));
        Assert.Equal(_voices.Find("one").Prompt.Codes, _voices.Find("both").Prompt.Codes);
        Assert.NotEqual(_voices.Find("one").Prompt.Speaker, _voices.Find("both").Prompt.Speaker);
        Assert.Equal(1, SpeakerEncoder.Score(_voices.Find("both").Prompt.Speaker, _voices.Find("both").Prompt.Speaker), 3);
    }

    [Fact]
    public void Enrol_RefusesATextThatDoesNotFit_AndNamesTheRecording()
    {
        _aligner.Score = _ => -3.5;

        UserInputException refusal = Assert.Throws<UserInputException>(() => _studio.Enrol("ann", [new VoiceRecording("a.wav", Buzz(6, 120), Text)]));

        Assert.Equal(VoiceEnroller.RecordingUnsuitable, refusal.Code);
        Assert.Contains("'a.wav'", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("does not fit", refusal.Message, StringComparison.Ordinal);
        Assert.Empty(_voices.Descriptions);
    }

    [Theory]
    [InlineData(1.0, Text, "too short")]
    [InlineData(6.0, "...", "No words")]
    public void Enrol_RefusesWhatHoldsTooLittle(double seconds, string text, string problem) =>
        Assert.Contains(problem, Assert.Throws<UserInputException>(() => _studio.Enrol("ann", [new VoiceRecording("a.wav", Buzz(seconds, 120), text)])).Message, StringComparison.Ordinal);

    [Fact]
    public void Enrol_RefusesTwoSpeakersInOneRecording_AndInTwo()
    {
        float[] person = Question(1);
        float[] other = Question(1.6)[..person.Length]; // slower and deeper: to the encoder another person

        Assert.Contains("two speakers", Assert.Throws<UserInputException>(() => _studio.Enrol("ann", [new VoiceRecording("a.wav", (float[])[.. person, .. other], Text)])).Message, StringComparison.Ordinal);
        Assert.Contains(
            "another person",
            Assert.Throws<UserInputException>(() => _studio.Enrol("ann", [new VoiceRecording("a.wav", person, Text), new VoiceRecording("b.wav", other, Text)])).Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("../ann")]
    [InlineData("ann lee")]
    [InlineData(".hidden")]
    public void Enrol_RefusesNames_ThatAreNoNames(string name) =>
        Assert.Equal(NoticeCodes.VoiceUnknown, Assert.Throws<UserInputException>(() => _studio.Enrol(name, [])).Code);

    [Fact]
    public void AVoiceOfAnotherCodec_IsRefused_WhenItIsToSpeak()
    {
        _studio.Enrol("ann", [new VoiceRecording("a.wav", Buzz(6, 120), Text)]);
        VoiceFolder other = new(Path.Combine(_folder.FullName, "voices"), TinyModel(), TinyRefinement(), "another codec");

        Assert.Contains("another codec", Assert.Throws<UserInputException>(() => other.Find("ann")).Message, StringComparison.Ordinal);
    }

    private AutoregressiveModel TinyModel() => AutoregressiveModel.Load(Path.Combine(_folder.FullName, "autoregressive.safetensors"));

    private RefinementModel TinyRefinement() => RefinementModel.Load(Path.Combine(_folder.FullName, "refinement.safetensors"));

    // Bursts of a buzz rich in harmonics with short pauses.
    private static ReadOnlyMemory<float> Buzz(double seconds, double hertz) => Sound(seconds, time => ((time * hertz % 1) - 0.5) * 0.8);

    // The question of the test assets twice, read so many times slower.
    private static float[] Question(double slower)
    {
        float[] samples = WavFile.Read(VoiceFiles.Golden("../assets/question.wav")).Samples;
        float[] twice = [.. samples, .. samples];
        return [.. Enumerable.Range(0, (int)((twice.Length - 1) * slower)).Select(index => At(index / slower))];

        float At(double place) => (float)(twice[(int)place] + ((place % 1) * (twice[(int)place + 1] - twice[(int)place])));
    }

    private static float[] Sound(double seconds, Func<double, double> at)
    {
        Random random = new(1);
        float[] samples = new float[(int)(seconds * Rate)];
        for (int index = 0; index < samples.Length; index++)
        {
            double time = index / (double)Rate;
            samples[index] = (float)((time % 0.5 < 0.4 ? at(time) : 0) + (0.001 * random.NextDouble()));
        }

        return samples;
    }

    private sealed class EvenAligner : IPhoneAligner
    {
        public Func<int, double> Score { get; set; } = static _ => -0.8;

        public PhoneAlignment? TryAlignPhones(ReadOnlySpan<short> samples, IReadOnlyList<Phones> words)
        {
            double step = samples.Length / (double)Rate / words.Sum(static word => word.Length);
            List<PhoneTimes> times = [];
            int place = 0;
            foreach (Phones word in words)
            {
                times.Add(new PhoneTimes([.. Enumerable.Range(place, word.Length).Select(phone => TimeSpan.FromSeconds(phone * step))], TimeSpan.FromSeconds((place + word.Length) * step)));
                place += word.Length;
            }

            return new PhoneAlignment(times, Score(samples.Length));
        }
    }
}
