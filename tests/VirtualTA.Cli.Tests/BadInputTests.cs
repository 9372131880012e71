using VirtualTA.Audio.Wav;
using VirtualTA.Cli.Hosting;

namespace VirtualTA.Cli.Tests;

/// <summary>Everything a person may get wrong, in this process, because there is much of it.</summary>
public sealed class BadInputTests : IDisposable
{
    private readonly CommandLine _files = new();

    public static TheoryData<string, byte[]> UnreadableFiles => new()
    {
        { "audio-empty", [] },
        { "audio-format", "this is no sound but a sentence in a file"u8.ToArray() },
        { "audio-format", "RIFF\x10\0\0\0WAVEfmt "u8.ToArray() },
    };

    public void Dispose() => _files.Dispose();

    [Theory]
    [InlineData("file-missing", "ask", "nowhere.wav")]
    [InlineData("file-missing", "ask", "song.mp3")]
    [InlineData("file-missing", "transcribe", "nowhere.wav")]
    [InlineData("file-missing", "ingest", "nowhere", "--course", "x")]
    [InlineData("question-invalid", "ask", "   ", "--no-audio")]
    [InlineData("course-unknown", "ask", "Why?", "--no-audio", "--course", "alchemy")]
    [InlineData("course-unknown", "transcribe", "nowhere.wav", "--course", "../etc")]
    [InlineData("output-unwritable", "ask", "Why?", "--out", "no/such/folder/answer.wav")]
    [InlineData("output-unwritable", "ask", "Why?", "--out", "/")]
    [InlineData("arguments-invalid", "ask")]
    [InlineData("arguments-invalid", "ask", "Why?", "--loud")]
    [InlineData("arguments-invalid", "transcribe")]
    [InlineData("arguments-invalid", "say", "Hello", "--seed", "many")]
    [InlineData("arguments-invalid", "say")]
    [InlineData("arguments-invalid", "say", "Hello", "--file", "texts.txt")]
    [InlineData("file-missing", "say", "--file", "nowhere.txt", "--out", "x")]
    [InlineData("arguments-invalid", "say", "Hello", "--temperature", "0")]
    [InlineData("arguments-invalid", "voices", "enroll", "ann")]
    [InlineData("arguments-invalid", "voices", "enroll", "ann", "a.wav", "b.wav", "--text", "one")]
    [InlineData("voice-unknown", "voices", "remove", "../ann")]
    [InlineData("file-missing", "eval", "voice", "--list", "nowhere.txt")]
    [InlineData("arguments-invalid", "bench", "say", "--streams", "99")]
    [InlineData("file-missing", "eval", "turns", "--data", "nowhere")]
    [InlineData("arguments-invalid", "eval", "turns", "--patience", "2")]
    [InlineData("engine-unknown", "transcribe", "nowhere.wav", "--model", "unknown")]
    [InlineData("engine-unknown", "say", "Hello", "--engine", "unknown")]
    [InlineData("arguments-invalid", "say", "Hello", "--haste", "Madly")]
    [InlineData("arguments-invalid", "ingest", ".")]
    [InlineData("arguments-invalid", "approve", "What is a phoneme?", "--course", "speech-synthesis")]
    [InlineData("question-invalid", "approve", "What is a phoneme?", "--answer", " ", "--course", "speech-synthesis")]
    [InlineData("course-unknown", "ban", "What is a phoneme?", "--course", "nowhere")]
    [InlineData("course-unknown", "approved", "--course", "nowhere")]
    [InlineData("arguments-invalid", "sing")]
    public async Task BadArguments_ExitWithTwo_AndSayWhatToDo(string code, params string[] arguments)
    {
        var outcome = await RunAsync([.. arguments, "--json"]);

        Assert.Equal(ExitCodes.BadInput, outcome.ExitCode);
        Assert.Equal(code, outcome.ErrorCode);
        AssertOneSentence(outcome);
    }

    [Theory]
    [MemberData(nameof(UnreadableFiles))]
    public async Task UnreadableFiles_AreRefused(string code, byte[] content)
    {
        File.WriteAllBytes(_files.PathOf("bad.wav"), content);

        var outcome = await RunAsync("ask", _files.PathOf("bad.wav"), "--no-audio", "--json");

        Assert.Equal((ExitCodes.BadInput, code), (outcome.ExitCode, outcome.ErrorCode));
        AssertOneSentence(outcome);
    }

    [Theory]
    [InlineData("audio-empty", 0, true)]
    [InlineData("audio-too-short", 0.1, true)]
    [InlineData("audio-too-long", 61, true)]
    [InlineData("audio-silent", 1, false)]
    public async Task UnusableRecordings_AreRefused(string code, double seconds, bool audible)
    {
        var samples = CommandLine.Tone(seconds, 8_000);
        var file = _files.WriteWav("bad.wav", audible ? samples : new float[samples.Length], 8_000);

        var outcome = await RunAsync("ask", file, "--no-audio", "--json");

        Assert.Equal((ExitCodes.BadInput, code), (outcome.ExitCode, outcome.ErrorCode));
        AssertOneSentence(outcome);
    }

    [Fact]
    public async Task FloatsThatAreNoNumbers_AreRefused()
    {
        var samples = CommandLine.Tone(1);
        samples[500] = float.NaN;

        var outcome = await RunAsync("ask", _files.WriteWav("nan.wav", samples, encoding: WavEncoding.FloatingPoint), "--no-audio", "--json");

        Assert.Equal((ExitCodes.BadInput, "audio-format"), (outcome.ExitCode, outcome.ErrorCode));
    }

    [Fact]
    public async Task WithoutJson_TheOutputStaysEmpty()
    {
        var outcome = await RunAsync("ask", "nowhere.wav");

        Assert.Equal("", outcome.Output);
        Assert.StartsWith("virtualta: ", outcome.Error, StringComparison.Ordinal);
    }

    private static void AssertOneSentence(Outcome outcome)
    {
        Assert.Single(outcome.Error.TrimEnd().Split('\n'));
        Assert.DoesNotContain("   at ", outcome.Error, StringComparison.Ordinal);
        Assert.Matches("[.?'\"]\\s*$", outcome.Error);
    }

    private static async Task<Outcome> RunAsync(params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var exitCode = await CommandLineHost.RunAsync(arguments, output, error);
        return new Outcome(exitCode, output.ToString(), error.ToString());
    }
}
