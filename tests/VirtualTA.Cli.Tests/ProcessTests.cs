using System.Diagnostics;
using System.Text.Json;
using VirtualTA.Audio.Loudness;
using VirtualTA.Audio.Wav;
using VirtualTA.Neural.Formats;
using VirtualTA.TestKit;

namespace VirtualTA.Cli.Tests;

/// <summary>The program as a person runs it.</summary>
public sealed class ProcessTests
{
    private static string Question => Path.Combine(AppContext.BaseDirectory, "question.wav");

    [Fact]
    public async Task TypedQuestion_IsAnsweredWithCitations()
    {
        using var virtualta = new CommandLine();

        var outcome = await virtualta.RunAsync("ask", "What is a phoneme?", "--no-audio", "--json");

        Assert.Equal(0, outcome.ExitCode);
        Assert.Equal("What is a phoneme?", outcome.Line.GetProperty("question").GetString());
        Assert.Contains("phoneme", outcome.Line.GetProperty("answer").GetString(), StringComparison.OrdinalIgnoreCase);
        Assert.All(outcome.Line.GetProperty("citations").EnumerateArray(), AssertCitation);
        Assert.NotEmpty(outcome.Line.GetProperty("citations").EnumerateArray());
        Assert.False(outcome.Line.TryGetProperty("audio", out _));
        Assert.All(outcome.Line.GetProperty("timeline").EnumerateObject(), stage => Assert.EndsWith("Ms", stage.Name, StringComparison.Ordinal));
        Assert.Equal([], Directory.GetFiles(virtualta.Folder, "*.wav"));
    }

    [Fact]
    public async Task SpokenQuestion_IsAnsweredAloud()
    {
        using var virtualta = new CommandLine();

        var outcome = await virtualta.RunAsync("ask", Question, "--json", "--out", "answer.wav");

        Assert.Equal(0, outcome.ExitCode);
        Assert.Contains("residual vector", outcome.Line.GetProperty("question").GetString(), StringComparison.Ordinal);
        Assert.Contains("residual", outcome.Line.GetProperty("answer").GetString(), StringComparison.OrdinalIgnoreCase);
        Assert.Equal("answer.wav", outcome.Line.GetProperty("audio").GetString());
        Assert.True(outcome.Line.GetProperty("timeline").TryGetProperty("firstAudioMs", out _));
        var answer = WavFile.Read(virtualta.PathOf("answer.wav"));
        Assert.Equal(16_000, answer.SampleRate);
        Assert.InRange(answer.Duration.TotalSeconds, 1, 120);
        Assert.InRange(Level.Decibels(Level.Rms(answer.Samples)), -40, -3);
    }

    [Fact]
    public async Task Transcribe_GoesOnAfterABadFile_AndReportsBoth()
    {
        using var virtualta = new CommandLine();

        var outcome = await virtualta.RunAsync("transcribe", "nowhere.wav", Question, "--json", "--course", "speech-synthesis");

        Assert.Equal(2, outcome.ExitCode);
        Assert.Equal("nowhere.wav", outcome.Lines[0].GetProperty("file").GetString());
        Assert.Equal("file-missing", outcome.Lines[0].GetProperty("error").GetProperty("code").GetString());
        Assert.Contains("vector", outcome.Lines[1].GetProperty("text").GetString(), StringComparison.Ordinal);
        var words = outcome.Lines[1].GetProperty("words").EnumerateArray().ToArray();
        Assert.All(words, word => Assert.True(word.GetProperty("startMs").GetDouble() < word.GetProperty("endMs").GetDouble()));
    }

    [Fact]
    public async Task Ingest_MakesACourseThatAnswers()
    {
        using var virtualta = new CommandLine();
        Directory.CreateDirectory(virtualta.PathOf("notes"));
        File.WriteAllText(virtualta.PathOf("notes/bees.md"), "# Bees\n\n## Dance\n\nA honeybee tells the others where the flowers are with a waggle dance.\n");

        var ingested = await virtualta.RunAsync("ingest", "notes", "--course", "biology", "--json");
        var asked = await virtualta.RunAsync("ask", "How does a honeybee tell the others where the flowers are?", "--course", "biology", "--no-audio", "--json");

        Assert.Equal((0, 1), (ingested.ExitCode, ingested.Line.GetProperty("documents").GetInt32()));
        Assert.Contains("waggle", asked.Line.GetProperty("answer").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ApprovedAnswer_IsGivenWordForWord_UntilTheQuestionIsBanned()
    {
        using var virtualta = new CommandLine();

        var approved = await virtualta.RunAsync("approve", "What is a phoneme?", "--answer", "Ask me on Thursday.", "--course", "speech-synthesis", "--json");
        var asked = await virtualta.RunAsync("ask", "So what is a phoneme", "--course", "speech-synthesis", "--no-audio", "--json");
        var banned = await virtualta.RunAsync("ban", "What is a phoneme?", "--course", "speech-synthesis", "--json");
        var refused = await virtualta.RunAsync("ask", "What is a phoneme?", "--course", "speech-synthesis", "--no-audio", "--json");
        var listed = await virtualta.RunAsync("approved", "--course", "speech-synthesis", "--json");

        Assert.Equal((0, 0, 0), (approved.ExitCode, banned.ExitCode, listed.ExitCode));
        Assert.Equal("Ask me on Thursday.", asked.Line.GetProperty("answer").GetString());
        Assert.Equal("abstained", refused.Line.GetProperty("outcome").GetString());
        var decision = Assert.Single(listed.Line.GetProperty("decisions").EnumerateArray());
        Assert.Equal("What is a phoneme?", decision.GetProperty("question").GetString());
        Assert.True(decision.GetProperty("banned").GetBoolean());
    }

    [Fact]
    public async Task Doctor_NamesThePackage_WhenTheProgramIsMissing()
    {
        using var nothing = new FakeProgram("nothing", "exit 0");
        using var virtualta = new CommandLine { SearchPath = nothing.Folder };

        var outcome = await virtualta.RunAsync("doctor", "--json");

        Assert.Equal(0, outcome.ExitCode);
        Assert.Contains("apt install poppler-utils", outcome.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Doctor_FindsDamagedModels()
    {
        using var folder = new CommandLine();
        var models = folder.PathOf("models");
        using var virtualta = new CommandLine { Models = models };
        Directory.CreateDirectory(models);
        File.WriteAllText(Path.Combine(models, "good.bin"), "abc");
        File.WriteAllText(Path.Combine(models, "bad.bin"), "abd");
        const string Abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        File.WriteAllText(
            Path.Combine(models, "manifest.json"),
            $$"""
            {"models":[{"name":"good","kind":"codec","file":"good.bin","bytes":3,"sha256":"{{Abc}}"},
                       {"name":"bad","kind":"codec","file":"bad.bin","bytes":3,"sha256":"{{Abc}}"},
                       {"name":"gone","kind":"codec","file":"gone.bin","bytes":3,"sha256":"{{Abc}}"}]}
            """);

        Directory.CreateDirectory(Path.Combine(models, "voices"));
        new SafetensorsWriter().Metadata("kind", "voice").Save(Path.Combine(models, "voices", "ann.voice.safetensors"));
        File.WriteAllText(Path.Combine(models, "voices", "bob.voice.safetensors"), "not a voice");

        var outcome = await virtualta.RunAsync("doctor", "--json");

        Assert.Equal(0, outcome.ExitCode);
        var files = outcome.Line.GetProperty("modelFiles").EnumerateArray().ToArray();
        Assert.Equal([true, false, false, true, false], files.Select(model => model.GetProperty("valid").GetBoolean()));
        Assert.Contains("not in the manifest", files[3].GetProperty("kind").GetString(), StringComparison.Ordinal);
        Assert.Contains("voices enroll", files[4].GetProperty("remedy").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ControlC_StopsTheChildProcess_AndLeavesNoCourse()
    {
        using var reader = new FakeProgram("pdftotext", "announce; exec sleep 600");
        using var virtualta = new CommandLine { SearchPath = $"{reader.Folder}:/usr/bin:/bin" };
        File.WriteAllText(virtualta.PathOf("slides.pdf"), "%PDF-1.4");
        using var process = virtualta.Start("ingest", "slides.pdf", "--course", "acoustics", "--json");
        var child = await reader.WaitUntilStartedAsync();

        using (var kill = Process.Start("kill", ["-INT", $"{process.Id}"]))
        {
            kill.WaitForExit();
        }

        var outcome = await CommandLine.FinishAsync(process);
        Assert.Equal((130, ""), (outcome.ExitCode, outcome.Error.Replace("virtualta: Stopped.\n", "", StringComparison.Ordinal)));
        Assert.Equal("interrupted", outcome.ErrorCode);
        Assert.False(FakeProgram.IsRunning(child));
        Assert.Equal([], Directory.GetFiles(virtualta.PathOf("data"), "*acoustics*", SearchOption.AllDirectories));
    }

    private static void AssertCitation(JsonElement citation)
    {
        Assert.NotEqual("", citation.GetProperty("source").GetString());
        Assert.NotEqual("", citation.GetProperty("locator").GetString());
        Assert.NotEqual("", citation.GetProperty("quote").GetString());
    }
}
