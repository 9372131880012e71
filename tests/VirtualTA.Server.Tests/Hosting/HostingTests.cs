using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using VirtualTA.Core.Contracts;
using VirtualTA.Core.Conversation;
using VirtualTA.TestKit;
using Xunit;

namespace VirtualTA.Server.Tests.Hosting;

public sealed class HostingTests
{
    [Fact]
    public async Task Status_TellsEnginesVoicesCoursesAndLimits()
    {
        using var server = new HubServer();
        using var http = new HttpClient { BaseAddress = server.Address };

        Assert.Equal("ok", await http.GetStringAsync("/healthz"));
        var status = await http.GetFromJsonAsync<JsonElement>("/api/status");

        Assert.True(status.GetProperty("recognizer").GetProperty("available").GetBoolean());
        Assert.Equal("fake", status.GetProperty("synthesizer").GetProperty("name").GetString());
        Assert.Equal("fake", status.GetProperty("answerer").GetProperty("name").GetString());
        Assert.Equal("house", status.GetProperty("voices")[0].GetProperty("name").GetString());
        Assert.Equal("speech", status.GetProperty("courses")[0].GetProperty("name").GetString());
        Assert.Equal(60, status.GetProperty("limits").GetProperty("maximumSpeechSeconds").GetDouble());
    }

    [Theory]
    [InlineData("speech", "codecs-1", HttpStatusCode.OK)]
    [InlineData("speech", "gone", HttpStatusCode.NotFound)]
    [InlineData("cooking", "codecs-1", HttpStatusCode.NotFound)]
    public async Task Passages_AreFoundByKey(string course, string passage, HttpStatusCode expected)
    {
        using var server = new HubServer();
        using var http = new HttpClient { BaseAddress = server.Address };

        using var response = await http.GetAsync(new Uri($"/api/courses/{course}/passages/{passage}", UriKind.Relative));

        Assert.Equal(expected, response.StatusCode);
    }

    [Theory]
    [InlineData("Turns:MinimumSpeech", "01:00:00")]
    [InlineData("Conversations:MaximumLiveTurns", "0")]
    [InlineData("Limits:TurnsPerConnection", "-1")]
    [InlineData("Shutdown:Patience", "00:10:00")]
    [InlineData("Listening:BargeIn:MinimumSpeech", "00:00:00.010")]
    [InlineData("Listening:EndOfTurn:FinishedPause", "00:01:00")]
    [InlineData("Telemetry:Interval", "00:00:00")]
    [InlineData("Telemetry:Endpoint", "localhost:4318")]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT", "/collector")]
    public void WrongOptions_StopTheStart(string key, string value) =>
        Assert.Throws<OptionsValidationException>(() => new HubServer((key, value)));

    [Fact]
    public async Task StoppingTheHost_LetsTheRunningAnswerFinish_AndRefusesNewQuestions()
    {
        using var server = new HubServer();
        var gate = new TaskCompletionSource();
        server.Answerer.OnAnswer = (_, cancellationToken) => FakeAnswerer.SayGated(gate.Task, cancellationToken);
        await using var client = await server.ConnectAsync();
        await using var late = await server.ConnectAsync();
        var running = client.AskTyped("What?").ToListWithinReason();
        await Waiting.UntilAsync(() => server.Answerer.Running == 1);

        var stopping = server.Services.GetRequiredService<IHost>().StopAsync();
        var refused = await late.AskTyped("And now?").ToListWithinReason();
        gate.SetResult();
        var events = await running;
        await Waiting.UntilAsync(() =>
        {
            server.Time.Advance(TimeSpan.FromMilliseconds(300));
            return stopping.IsCompleted;
        });

        await stopping;

        Assert.Equal(new TurnEndedEvent(1, TurnEndReason.Answered), events[^1]);
        Assert.Equal(11, events.OfType<AudioChunkEvent>().Count());
        Assert.Equal(NoticeCodes.ShuttingDown, Assert.Single(refused.OfType<NoticeEvent>()).Code);
    }

    [Fact]
    public async Task AFullServer_RefusesTheNextQuestion_AndAnswersTheRunningOnes()
    {
        using var server = new HubServer(("Conversations:MaximumLiveTurns", "2"));
        var gate = new TaskCompletionSource();
        server.Answerer.OnAnswer = (_, cancellationToken) => FakeAnswerer.SayGated(gate.Task, cancellationToken);
        await using var one = await server.ConnectAsync();
        await using var two = await server.ConnectAsync();
        await using var three = await server.ConnectAsync();
        Task<List<TurnEvent>>[] running = [one.AskTyped("1?").ToListWithinReason(), two.AskTyped("2?").ToListWithinReason()];
        await Waiting.UntilAsync(() => server.Conversations.LiveTurns == 2);

        var refused = await three.AskTyped("3?").ToListWithinReason();
        gate.SetResult();

        Assert.Equal(NoticeCodes.Overloaded, Assert.Single(refused.OfType<NoticeEvent>()).Code);
        Assert.All(await Task.WhenAll(running), events => Assert.Equal(TurnEndReason.Answered, Assert.IsType<TurnEndedEvent>(events[^1]).Reason));
    }

    [Fact]
    public async Task OneAddress_GetsOnlyItsShareOfTurns()
    {
        using var server = new HubServer(("Limits:TurnsPerAddress", "1"));
        server.Answerer.OnAnswer = (_, cancellationToken) => FakeAnswerer.SayGated(new TaskCompletionSource().Task, cancellationToken);
        await using var one = await server.ConnectAsync();
        await using var two = await server.ConnectAsync();
        using var listening = new CancellationTokenSource();
        await using var running = one.AskTyped("1?", listening.Token).GetAsyncEnumerator();
        await running.MoveNextAsync();

        var refused = await two.AskTyped("2?").ToListWithinReason();
        await listening.CancelAsync();
        await server.Conversations.WhenIdle.WithinReason();

        Assert.Equal(NoticeCodes.Overloaded, Assert.Single(refused.OfType<NoticeEvent>()).Code);
    }
}
