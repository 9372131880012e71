using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Net.Http.Json;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Microsoft.AspNetCore.SignalR.Client;
using VirtualTA.Core.Contracts;
using VirtualTA.Core.Conversation;
using VirtualTA.Server.Hubs;
using VirtualTA.TestKit;
using Xunit;

namespace VirtualTA.Server.Tests.Latency;

/// <summary>The clock stands still but where a fake moves it, so every figure is known beforehand.</summary>
public sealed class LatencyTests : IDisposable
{
    private readonly HubServer _server = new();

    public LatencyTests()
    {
        _server.Recognizer.OnTranscribe = HearIn250Milliseconds;
        _server.Answerer.OnAnswer = (_, _) => AnswerIn30And20Milliseconds();
        _server.Synthesizer.OnWord = (word, _) =>
        {
            _server.Time.Advance(TimeSpan.FromMilliseconds(word == "A" ? 40 : 0));
            return Task.CompletedTask;
        };
    }

    public void Dispose() => _server.Dispose();

    [Fact]
    public async Task Instruments_MeasureEveryStage()
    {
        var figures = new ConcurrentDictionary<string, double>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, listening) =>
        {
            if (instrument.Meter.Name == "VirtualTA" && ReferenceEquals(instrument.Meter.Scope, _server.Services.GetService(typeof(IMeterFactory))))
            {
                listening.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<double>((instrument, value, _, _) => figures[instrument.Name] = Math.Round(value, 6));
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => figures[$"{instrument.Name} {tags[0].Value}"] = value);
        listener.Start();

        await AskAndHearAsync();

        Assert.Equal(0.25, figures["virtualta.turn.transcription"]);
        Assert.Equal(0.25, figures["virtualta.turn.end_of_turn"]);
        Assert.Equal(0.03, figures["virtualta.turn.retrieval"]);
        Assert.Equal(0.02, figures["virtualta.turn.first_token"]);
        Assert.Equal(0, figures["virtualta.turn.first_phrase"]);
        Assert.Equal(0.04, figures["virtualta.turn.first_audio"]);
        Assert.Equal(0.08, figures["virtualta.turn.delivery"]);
        Assert.Equal(0.42, figures["virtualta.turn.voice_to_voice"]);
        Assert.Equal(1, figures["virtualta.turn.outcome answered"]);
    }

    [Fact]
    public async Task Spans_FollowTheStages_OnTheWallClock()
    {
        var spans = new ConcurrentBag<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "VirtualTA",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = spans.Add,
        };
        ActivitySource.AddActivityListener(listener);

        await AskAndHearAsync();

        var turn = Assert.Single(spans, span => span.OperationName == "virtualta.turn" && span.Duration == TimeSpan.FromMilliseconds(340));
        var stages = spans.Where(span => span.ParentSpanId == turn.SpanId).ToDictionary(span => span.OperationName, span => span.Duration);
        Assert.Equal(TimeSpan.FromMilliseconds(250), stages["virtualta.turn.transcription"]);
        Assert.Equal(TimeSpan.FromMilliseconds(30), stages["virtualta.turn.retrieval"]);
        Assert.Equal("answered", turn.GetTagItem("virtualta.turn.outcome"));
        Assert.DoesNotContain(turn.TagObjects, tag => tag.Value is string text && text.Contains("codec", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Endpoint_TellsTheTurns_AndAgainWhenTheyWereHeard()
    {
        using var http = new HttpClient { BaseAddress = _server.Address };

        await AskAndHearAsync();
        var all = await http.GetFromJsonAsync<JsonElement>("/api/latency");

        var turn = Assert.Single(all.GetProperty("turns").EnumerateArray());
        Assert.Equal("answered", turn.GetProperty("reason").GetString());
        Assert.Equal("speech", turn.GetProperty("course").GetString());
        Assert.True(turn.GetProperty("isSpoken").GetBoolean());
        Assert.Equal(340, turn.GetProperty("stagesMs").GetProperty("firstAudio").GetDouble());
        Assert.Equal(420, turn.GetProperty("stagesMs").GetProperty("firstAudible").GetDouble());
        Assert.Equal(0, all.GetProperty("activeTurns").GetInt32());
        var rest = await http.GetFromJsonAsync<JsonElement>($"/api/latency?after={all.GetProperty("next").GetInt64()}");
        Assert.Empty(rest.GetProperty("turns").EnumerateArray());
    }

    [Fact]
    public async Task Rules_ThatFired_AreTold()
    {
        using var http = new HttpClient { BaseAddress = _server.Address };
        _server.Answerer.OnAnswer = (_, _) => new AnswerPart[]
        {
            new SourcesFound(1), new AnswerText("A codec.", "A codec."), new AnswerCompleted(AnswerOutcome.Degraded, "llm-timeout"),
        }.ToAsyncEnumerable();

        await AskAndHearAsync();
        var turn = (await http.GetFromJsonAsync<JsonElement>("/api/latency")).GetProperty("turns")[0];

        Assert.Equal("llm-timeout", Assert.Single(turn.GetProperty("rules").EnumerateArray()).GetString());
    }

    [Fact]
    public async Task Playback_JoinsTheClocks_AndReplacesTheGuess()
    {
        using var http = new HttpClient { BaseAddress = _server.Address };
        await using var client = await _server.ConnectAsync();
        await AskAndHearAsync(client);
        var clock = await client.Hub.InvokeAsync<ServerClock>("ReadClock").WithinReason();
        var report = new PlaybackMeasurement { LastSpeechMs = clock.NowMs - 560, FirstAudibleMs = clock.NowMs - 110, ClockErrorMs = 2, Underruns = 3 };

        await client.Hub.InvokeAsync("Played", (string?)null, 1, report).WithinReason();
        await client.Hub.InvokeAsync("Heard", (string?)null, 1, 1, 3_200L, 0.0).WithinReason();
        var turn = (await http.GetFromJsonAsync<JsonElement>("/api/latency")).GetProperty("turns")[0];

        // 520 ms have passed since the turn began.
        Assert.Equal(410, turn.GetProperty("stagesMs").GetProperty("firstAudible").GetDouble(), precision: 1);
        Assert.Equal(-40, turn.GetProperty("stagesMs").GetProperty("lastSpeech").GetDouble(), precision: 1);
        Assert.Equal(3, turn.GetProperty("underruns").GetInt32());
        Assert.Equal(2, turn.GetProperty("clockErrorMs").GetDouble());
        Assert.Equal("test", turn.GetProperty("page").GetString());
    }

    [Theory]
    [InlineData(-400)] // before the server had made it
    [InlineData(5_000)] // in the future
    [InlineData(double.MaxValue)]
    public async Task Playback_OfAWrongClock_IsLeftOut(double firstAudible)
    {
        using var http = new HttpClient { BaseAddress = _server.Address };
        await using var client = await _server.ConnectAsync();
        await AskAndHearAsync(client);
        var clock = await client.Hub.InvokeAsync<ServerClock>("ReadClock").WithinReason();

        await client.Hub.InvokeAsync("Played", (string?)null, 1, new PlaybackMeasurement { FirstAudibleMs = clock.NowMs + firstAudible }).WithinReason();
        var turn = (await http.GetFromJsonAsync<JsonElement>("/api/latency")).GetProperty("turns")[0];

        Assert.Equal(420, turn.GetProperty("stagesMs").GetProperty("firstAudible").GetDouble());
        Assert.Equal(JsonValueKind.Null, turn.GetProperty("clockErrorMs").ValueKind);
    }

    private async Task AskAndHearAsync()
    {
        await using var client = await _server.ConnectAsync();
        await AskAndHearAsync(client);
    }

    private async Task AskAndHearAsync(HubClient client)
    {
        await client.AskSpoken(TestAudio.Tone(1), new AskRequest { Page = "test" }).ToListWithinReason();
        await _server.Conversations.WhenIdle.WithinReason();

        // The page reports 100 ms after its first sample, which it played 80 ms after the server made it.
        _server.Time.Advance(TimeSpan.FromMilliseconds(180));
        await client.Hub.InvokeAsync("Heard", (string?)null, 1, 1, 1_600L, 0.0).WithinReason();
    }

    private async IAsyncEnumerable<Transcript> HearIn250Milliseconds(
        IAsyncEnumerable<AudioFrame> speech, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var _ in speech.WithCancellation(cancellationToken))
        {
        }

        _server.Time.Advance(TimeSpan.FromMilliseconds(250));
        yield return FakeRecognizer.Final(FakeRecognizer.Heard);
    }

    private async IAsyncEnumerable<AnswerPart> AnswerIn30And20Milliseconds()
    {
        await Task.Yield();
        _server.Time.Advance(TimeSpan.FromMilliseconds(30));
        yield return new SourcesFound(1);
        _server.Time.Advance(TimeSpan.FromMilliseconds(20));
        yield return new AnswerText("A codec.", "A codec.");
        yield return new AnswerCompleted(AnswerOutcome.Answered);
    }
}
