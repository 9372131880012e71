using VirtualTA.Audio.Wav;
using VirtualTA.Core.Models;
using VirtualTA.TestKit;

namespace VirtualTA.Cli.Tests;

/// <summary>Making a voice and speaking with it, with random weights: what is said is noise, everything around it is real.</summary>
public sealed class VoiceTests : IDisposable
{
    private const string Question = "What is residual vector quantization?";

    private readonly CommandLine _virtualta;

    public VoiceTests()
    {
        _virtualta = new CommandLine { Models = Path.Combine(Path.GetTempPath(), $"virtualta-models-{Guid.NewGuid():N}") };
        RandomVoice.WriteModels(_virtualta.Models, ModelFolder.Find(), VoiceSizes.Tiny, ShippedManifest.Experimental);

        // The question twice: long enough to make a voice of.
        var samples = WavFile.Read(Path.Combine(AppContext.BaseDirectory, "question.wav")).Samples;
        _virtualta.WriteWav("clip.wav", [.. samples, .. samples]);
        _virtualta.WriteWav("short.wav", samples[..16_000]);
    }

    public void Dispose()
    {
        Directory.Delete(_virtualta.Models!, recursive: true);
        _virtualta.Dispose();
    }

    [Fact]
    public async Task AVoice_IsMade_Listed_Heard_AndRemoved()
    {
        var made = await _virtualta.RunAsync("voices", "enroll", "rms", "clip.wav", "--text", $"{Question} {Question}", "--json");
        var listed = await _virtualta.RunAsync("voices", "list", "--json");
        var said = await _virtualta.RunAsync("say", "Good morning.", "--voice", "rms", "--seed", "7", "--out", "a.wav", "--json");
        await _virtualta.RunAsync("say", "Good morning.", "--voice", "rms", "--seed", "7", "--out", "b.wav", "--json");
        var plain = await _virtualta.RunAsync("say", "Good morning.", "--out", "c.wav", "--json");
        var removed = await _virtualta.RunAsync("voices", "remove", "rms", "--json");
        var again = await _virtualta.RunAsync("voices", "remove", "rms", "--json");

        Assert.Equal((0, "rms", "clip.wav"), (made.ExitCode, made.Line.GetProperty("name").GetString(), made.Line.GetProperty("recording").GetString()));
        Assert.True(made.Line.GetProperty("score").GetDouble() > -2.6, made.Output);
        Assert.Contains(listed.Lines, static line => line.GetProperty("name").GetString() == "rms" && line.GetProperty("engine").GetString() == "embedded" && line.GetProperty("default").GetBoolean());
        Assert.Equal((0, "embedded"), (said.ExitCode, said.Line.GetProperty("synthesizer").GetString()));
        Assert.Equal(["Good", "morning"], said.Line.GetProperty("words").EnumerateArray().Select(static word => word.GetProperty("text").GetString()?.TrimEnd('.')));
        Assert.True(said.Line.GetProperty("seconds").GetDouble() > 0.2);
        Assert.True(said.Line.TryGetProperty("rtf", out _) && said.Line.TryGetProperty("ttfaMs", out _));
        Assert.Equal(File.ReadAllBytes(_virtualta.PathOf("a.wav")), File.ReadAllBytes(_virtualta.PathOf("b.wav")));
        Assert.Equal(("embedded", "rms"), (plain.Line.GetProperty("synthesizer").GetString(), plain.Line.GetProperty("voice").GetString()));
        Assert.Equal((0, 2), (removed.ExitCode, again.ExitCode));
    }

    [Fact]
    public async Task WithoutAVoice_SayAndDoctor_TellHowToMakeOne()
    {
        var said = await _virtualta.RunAsync("say", "Good morning.", "--json");
        var examined = await _virtualta.RunAsync("doctor");

        Assert.Equal(1, said.ExitCode);
        Assert.Contains("virtualta voices enroll NAME clip.wav", said.Error, StringComparison.Ordinal);
        Assert.Contains("MISSING embedded", examined.Output, StringComparison.Ordinal);
        Assert.Contains("virtualta voices enroll NAME clip.wav", examined.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Say_LeavesTheOldFileAlone_WhenTheVoiceFails()
    {
        await _virtualta.RunAsync("voices", "enroll", "rms", "clip.wav", "--text", $"{Question} {Question}");
        File.WriteAllText(Path.Combine(_virtualta.Models!, "voice", "refinement.safetensors"), "torn");
        File.WriteAllText(_virtualta.PathOf("speech.wav"), "precious");

        var outcome = await _virtualta.RunAsync("say", "Hello there.", "--json");

        Assert.Equal(1, outcome.ExitCode);
        Assert.Contains("refinement.safetensors", outcome.Error, StringComparison.Ordinal);
        Assert.Equal("precious", File.ReadAllText(_virtualta.PathOf("speech.wav")));
    }

    [Fact]
    public async Task ATooShortClip_IsRefused_WithWhatToDo()
    {
        var outcome = await _virtualta.RunAsync("voices", "enroll", "rms", "short.wav", "--text", "What is", "--json");

        Assert.Equal((2, "recording-unsuitable"), (outcome.ExitCode, outcome.ErrorCode));
        Assert.Contains("'short.wav'", outcome.Error, StringComparison.Ordinal);
        Assert.Contains("at least 3 seconds", outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task EvaluationAndBench_RunOnARandomVoice_AndWriteWhatAJudgeNeeds()
    {
        await _virtualta.RunAsync("voices", "enroll", "rms", "clip.wav", "--text", $"{Question} {Question}");
        File.WriteAllText(_virtualta.PathOf("texts.txt"), "# two\nThe first sentence is short.\n\nThe second, too.\n...\n");

        var judged = await _virtualta.RunAsync("eval", "voice", "--list", "texts.txt", "--voice", "rms", "--out", "judged", "--reference", "clip.wav", "--json");
        var timed = await _virtualta.RunAsync("bench", "say", "--voice", "rms", "--runs", "2", "--longest", "1", "--streams", "2", "--json");

        Assert.True(judged.ExitCode == 0, judged.Error);
        Assert.Equal((3, 1), (judged.Line.GetProperty("texts").GetInt32(), judged.Line.GetProperty("refused").GetInt32()));
        Assert.True(judged.Line.GetProperty("skipped").GetDouble() + judged.Line.GetProperty("extraSeconds").GetDouble() > 0, "noise is no reading");
        Assert.Equal(
            ["wav\ttext\treference", "001.wav\tThe first sentence is short.\t../clip.wav", "002.wav\tThe second, too.\t../clip.wav"],
            File.ReadAllLines(_virtualta.PathOf("judged/list.tsv")));
        Assert.Equal(16_000, WavFile.Read(_virtualta.PathOf("judged/002.wav")).SampleRate);
        Assert.True(timed.ExitCode == 0, timed.Error);
        Assert.True(timed.Line.GetProperty("firstSamplesMs").GetProperty("p50").GetDouble() > 0);
        Assert.Equal(2, timed.Line.GetProperty("together").GetProperty("streams").GetInt32());
    }

    [Fact]
    public async Task SeveralTexts_AreSpokenIntoAFolder_AndABadOneDoesNotStopTheOthers()
    {
        await _virtualta.RunAsync("voices", "enroll", "rms", "clip.wav", "--text", $"{Question} {Question}");
        File.WriteAllText(_virtualta.PathOf("texts.txt"), "One.\n🙂\nTwo.\n");

        var outcome = await _virtualta.RunAsync("say", "--file", "texts.txt", "--out", "spoken", "--engine", "embedded", "--temperature", "0.7", "--json");

        Assert.Equal(2, outcome.ExitCode);
        Assert.Equal("text-invalid", outcome.Lines[1].GetProperty("error").GetProperty("code").GetString());
        Assert.Equal(["001.wav", "003.wav"], Directory.GetFiles(_virtualta.PathOf("spoken")).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }
}
