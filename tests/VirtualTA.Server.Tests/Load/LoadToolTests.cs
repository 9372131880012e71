using System.Text.Json;
using VirtualTA.Audio;
using VirtualTA.Audio.Wav;
using VirtualTA.Cli.Hosting;
using VirtualTA.Cli.Load;
using VirtualTA.Core.Contracts;
using VirtualTA.TestKit;
using Xunit;

namespace VirtualTA.Server.Tests.Load;

/// <summary>The load tool against a real server on a real port, with fake engines behind it.</summary>
public sealed class LoadToolTests : IDisposable
{
    private static readonly SpokenQuestion Question = new("tone", TestAudio.Tone(0.5));

    private readonly Lazy<HubServer> _server = new(static () => new HubServer());
    private readonly FastTimeProvider _time = new(5); // faster, and a busy machine is late by more than the breath between two questions

    private HubServer Server => _server.Value;

    public void Dispose()
    {
        if (_server.IsValueCreated)
        {
            Server.Dispose();
        }
    }

    [Fact]
    public async Task Clients_AskAloudAndHearTheAnswersOut()
    {
        var reports = await Task.WhenAll(Enumerable.Range(0, 3).Select(
            client => new LoadClient(Server.Address, course: null, [Question], _time).RunAsync(TimeSpan.FromSeconds(8), client, CancellationToken.None)));
        var report = LoadReport.Of(3, [.. reports.SelectMany(turns => turns)]);

        Assert.Empty(report.Errors);
        Assert.Equal(report.Turns, report.Answered);
        Assert.All(reports, turns => Assert.InRange(turns.Count, 1, 5)); // 0.5 s asked, 1.1 s heard, 1 s of breath
        Assert.Equal(report.Turns, Server.Answerer.Questions.Count);
        Assert.True(report.VoiceToVoiceP50Ms >= 80); // never less than the jitter buffer
    }

    [Fact]
    public async Task AFullServer_CountsAsRefusals_NotAsErrors()
    {
        using var full = new HubServer(("Conversations:MaximumLiveTurns", "1"));
        var gate = new TaskCompletionSource();
        full.Answerer.OnAnswer = (_, cancellationToken) => FakeAnswerer.SayGated(gate.Task, cancellationToken);
        var first = new LoadClient(full.Address, null, [Question], _time).RunAsync(TimeSpan.FromTicks(1), 0, CancellationToken.None);
        await Waiting.UntilAsync(() => full.Conversations.LiveTurns == 1);

        var second = await new LoadClient(full.Address, null, [Question], _time).RunAsync(TimeSpan.FromTicks(1), 0, CancellationToken.None);
        gate.SetResult();
        var report = LoadReport.Of(2, [.. await first, .. second]);

        Assert.Equal((1, 1, 0), (report.Answered, report.Refused, report.Errors.Count));
    }

    [Fact]
    public async Task AFailingVoice_IsNamed_AndFailsTheRun()
    {
        Server.Synthesizer.OnWord = (_, _) => throw new InvalidOperationException("broken");

        var report = LoadReport.Of(1, await new LoadClient(Server.Address, null, [Question], _time).RunAsync(TimeSpan.FromTicks(1), 0, CancellationToken.None));

        Assert.Equal(NoticeCodes.SpeechFailed, Assert.Single(report.Errors).Key);
        Assert.Null(report.VoiceToVoiceP50Ms);
        Assert.False(report.IsGood);
    }

    [Fact]
    public async Task AServerThatGoesAway_IsNamed()
    {
        var server = new HubServer();
        var running = new LoadClient(server.Address, null, [Question], _time).RunAsync(TimeSpan.FromHours(1), 0, CancellationToken.None);
        await Waiting.UntilAsync(() => server.Answerer.Questions.Count > 1); // the second is asked when the first answer was heard out

        await server.DisposeAsync();
        var report = LoadReport.Of(1, await running.WithinReason());

        Assert.Contains("server-unreachable", report.Errors.Keys);
        Assert.True(report.Answered > 0);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Soak_AsksTheWantedNumber_AndFindsAnswersThatChange(bool spoken)
    {
        var questions = spoken ? [new SoakQuestion("tone", null, Question)] : SoakQuestion.Typed.Take(2).ToList();
        var progress = new List<string>();

        var steady = await Soak(questions, progress.Add).RunAsync(20, clients: 2, TimeSpan.MaxValue, CancellationToken.None);
        var calls = 0;
        Server.Answerer.OnAnswer = (_, _) => Interlocked.Increment(ref calls) == 5 ? FakeAnswerer.Say("One word short.") : FakeAnswerer.Say("One two three four.");
        var changed = await Soak(questions, progress.Add).RunAsync(10, clients: 1, TimeSpan.MaxValue, CancellationToken.None);

        Assert.True(steady.IsGood, steady.ToText());
        Assert.Equal((20, 220), (steady.Turns, steady.Words));
        Assert.Equal(10, steady.ServerMegabytes.Count);
        Assert.All(steady.ServerMegabytes, megabytes => Assert.True(megabytes > 10));
        Assert.Equal((10, 1, 1), (changed.Turns, changed.Different, changed.LostWords));
        Assert.False(changed.IsGood);
        Assert.Contains(progress, line => line.StartsWith("20 turns, server ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Soak_EndsWithItsTime()
    {
        var report = await Soak(SoakQuestion.Typed, _ => { }).RunAsync(int.MaxValue, clients: 1, TimeSpan.FromTicks(1), CancellationToken.None);

        Assert.Equal(1, report.Turns);
        Assert.True(report.IsGood, report.ToText());
    }

    [Fact]
    public async Task Cuts_AreResumedSampleForSample()
    {
        var report = await new CutTest(Server.Address, null, _ => { }).RunAsync(3, CancellationToken.None);

        Assert.Equal(new CutReport(3, 3), report);
    }

    [Fact]
    public async Task TheCommand_WritesOneObject_AndExitsWithZeroOnlyIfAllWentWell()
    {
        var recording = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.wav");
        WavFile.Write(recording, new AudioClip([.. TestAudio.Tone(0.3).Select(sample => sample / 32768f)], AudioFrame.SampleRate), WavEncoding.Pcm16);
        try
        {
            var good = await RunAsync("--clients", "2", "--minutes", "0.001", "--question", recording, "--json");
            Server.Synthesizer.OnWord = (_, _) => throw new InvalidOperationException("broken");
            var bad = await RunAsync("--soak", "3", "--json");

            Assert.Equal((ExitCodes.Done, 2), (good.ExitCode, good.Line.GetProperty("answered").GetInt32()));
            Assert.Equal((ExitCodes.Failure, 3), (bad.ExitCode, bad.Line.GetProperty("errors").GetProperty(NoticeCodes.SpeechFailed).GetInt32()));
        }
        finally
        {
            File.Delete(recording);
        }
    }

    [Theory]
    [InlineData(ExitCodes.Failure, "server-unreachable", "--server", "http://127.0.0.1:1", "--soak", "1")]
    [InlineData(ExitCodes.BadInput, "arguments-invalid", "--server", "nowhere", "--soak", "1")]
    [InlineData(ExitCodes.BadInput, "arguments-invalid", "--clients", "0")]
    [InlineData(ExitCodes.BadInput, "arguments-invalid", "--minutes", "0")]
    [InlineData(ExitCodes.BadInput, "arguments-invalid", "--soak", "1", "--cuts", "1")]
    [InlineData(ExitCodes.BadInput, "file-missing", "--question", "nowhere.wav")]
    public async Task WrongCalls_AreExplained(int exitCode, string code, params string[] arguments)
    {
        var (actual, line, error) = await RunAsync([.. arguments, "--json"]);

        Assert.Equal((exitCode, code), (actual, line.GetProperty("error").GetProperty("code").GetString()));
        Assert.StartsWith("virtualta: ", error, StringComparison.Ordinal);
    }

    private SoakTest Soak(IReadOnlyList<SoakQuestion> questions, Action<string> progress) =>
        new(Server.Address, course: null, questions, Environment.ProcessId, _time, progress);

    private async Task<(int ExitCode, JsonElement Line, string Error)> RunAsync(params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        string[] server = arguments.Contains("--server") ? [] : ["--server", Server.Address.ToString()];
        var exitCode = await CommandLineHost.RunAsync(["bench", "load", .. server, .. arguments], output, error);
        return (exitCode, JsonSerializer.Deserialize<JsonElement>(output.ToString()), error.ToString());
    }
}
