using System.Diagnostics;
using VirtualTA.Core.Conversation;
using VirtualTA.TestKit;
using Xunit;

namespace VirtualTA.Server.Tests.Telemetry;

public sealed class TelemetryTests
{
    private const string Asked = "Wherefore zanzibar?";
    private const string Answered = "Quixotic marmalade.";

    [Fact]
    public async Task Collector_ReceivesTheSpansAndInstrumentsOfATurn_WhileTheServerRuns()
    {
        await using var collector = await Collector.StartAsync();
        using var server = new HubServer(("Telemetry:Endpoint", collector.Address), ("Telemetry:Interval", "00:00:00.100"), ("Telemetry:Headers", "key=secret"));

        await AskAsync(server);
        await Waiting.UntilAsync(() => Turn(collector) is not null && Count(collector, "virtualta.turn.retrieval") > 0);

        var turn = Turn(collector)!.Value;
        var stage = collector.Spans.First(span => span.Text(5) == "virtualta.turn.retrieval" && span.Text(4) == turn.Text(2));
        Assert.Equal(turn.Text(1), stage.Text(1));
        Assert.Equal("s", collector.Instruments.First(instrument => instrument.Text(1) == "virtualta.turn.retrieval").Text(3));
        Assert.Contains(collector.Instruments, instrument => instrument.Text(1) == "virtualta.turn.outcome");
        Assert.Contains(collector.Instruments, instrument => instrument.Text(1) == "virtualta.conversations.detached");
        Assert.All(collector.Received, one => Assert.Equal(("application/x-protobuf", "secret"), (one.Type, one.Key)));
        Assert.Contains("virtualta", collector.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WhatIsLeft_IsSent_WhenTheServerEnds()
    {
        await using var collector = await Collector.StartAsync();
        using (var server = new HubServer(("OTEL_EXPORTER_OTLP_ENDPOINT", collector.Address), ("Telemetry:Interval", "00:10:00")))
        {
            await AskAsync(server);
            Assert.Empty(collector.Received);
        }

        Assert.NotNull(Turn(collector));
        Assert.True(Count(collector, "virtualta.speech.leading_silence") > 0);
        Assert.True(Count(collector, "virtualta.speech.real_time_factor") > 0);
    }

    [Fact]
    public async Task NothingIsSent_UnlessACollectorIsNamed()
    {
        using var server = new HubServer();

        await AskAsync(server);

        Assert.DoesNotContain(server.Log.All, line => line.Contains("Spans and instruments", StringComparison.Ordinal));
    }

    [Fact]
    public async Task ACollectorThatIsAway_IsReportedOnce_AndDisturbsNoTurn()
    {
        using var server = new HubServer(("Telemetry:Endpoint", "http://127.0.0.1:1"), ("Telemetry:Interval", "00:00:00.100"));

        await AskAsync(server);
        await Waiting.UntilAsync(() => server.Log.All.Any(line => line.Contains("do not arrive at http://127.0.0.1:1", StringComparison.Ordinal)));
        await AskAsync(server);

        Assert.Single(server.Log.All, line => line.Contains("do not arrive", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Information")]
    [InlineData("Debug")]
    public async Task WhatPeopleSay_IsInNoSpanInstrumentOrLog_AboveTrace(string level)
    {
        var (sent, log) = await AskAtAsync(level);

        Assert.Contains("virtualta.turn.retrieval", sent, StringComparison.Ordinal);
        Assert.Contains("virtualta.conversation", sent, StringComparison.Ordinal);
        foreach (var word in new[] { "zanzibar", "marmalade", "virtualta.pii" })
        {
            Assert.DoesNotContain(word, sent, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain(log, line => line.Contains(word, StringComparison.OrdinalIgnoreCase));
        }
    }

    [Fact]
    public async Task WhatPeopleSay_IsMarkedAsPersonal_AtTrace()
    {
        var (sent, log) = await AskAtAsync("Trace");

        Assert.Matches($"virtualta.pii.question[^?]*{Asked[..^1]}", sent);
        Assert.Matches($"virtualta.pii.answer[^.]*{Answered[..^1]}", sent);
        Assert.Contains(log, line => line.StartsWith("Trace", StringComparison.Ordinal) && line.Contains(Asked, StringComparison.Ordinal));
    }

    [Fact]
    public async Task AFailedVoice_LeavesItsExceptionInTheSpan_ButNotItsMessage()
    {
        await using var collector = await Collector.StartAsync();
        using (var server = new HubServer(("Telemetry:Endpoint", collector.Address), ("Logging:LogLevel:VirtualTA", "Debug")))
        {
            server.Synthesizer.OnWord = (_, _) => throw new InvalidOperationException($"Cannot say {Answered}");
            await AskAsync(server);
        }

        Assert.Contains("exception.stacktrace", collector.Text, StringComparison.Ordinal);
        Assert.Contains("System.InvalidOperationException", collector.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("marmalade", collector.Text, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task ATurn_IsATraceOfItsOwn_WhateverElseRuns()
    {
        await using var collector = await Collector.StartAsync();
        using (var server = new HubServer(("Telemetry:Endpoint", collector.Address)))
        {
            var conversation = server.Conversations.Create();
            using var request = new Activity("a request that nobody records").SetIdFormat(ActivityIdFormat.W3C).Start();
            await conversation.AskAsync(new TurnRequest("speech") { Text = Asked, Speak = true }, CancellationToken.None).ToListWithinReason();
            await server.Conversations.WhenIdle.WithinReason();
        }

        Assert.Empty(Turn(collector)!.Value.Text(4));
    }

    private static async Task<(string Sent, IReadOnlyCollection<string> Log)> AskAtAsync(string level)
    {
        await using var collector = await Collector.StartAsync();
        var server = new HubServer(("Telemetry:Endpoint", collector.Address), ("Logging:LogLevel:VirtualTA", level));
        await using (server)
        {
            await AskAsync(server);
        }

        return (collector.Text, server.Log.All);
    }

    private static async Task AskAsync(HubServer server)
    {
        server.Answerer.OnAnswer = (_, _) => FakeAnswerer.Say(Answered);
        await using var client = await server.ConnectAsync();
        var events = await client.AskTyped(Asked).ToListWithinReason();
        Assert.IsType<TurnEndedEvent>(events[^1]);
        await server.Conversations.WhenIdle.WithinReason();
    }

    private static ReadOnlyMemory<byte>? Turn(Collector collector) =>
        collector.Spans.Where(span => span.Text(5) == "virtualta.turn" && collector.Spans.Any(stage => stage.Text(4) == span.Text(2)))
            .Select(span => (ReadOnlyMemory<byte>?)span).FirstOrDefault();

    private static ulong Count(Collector collector, string instrument) =>
        collector.Instruments.Where(one => one.Text(1) == instrument).Select(one => one.Fixed64(9, 1, 4)).DefaultIfEmpty().Max();
}
