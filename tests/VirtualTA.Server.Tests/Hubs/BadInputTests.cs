using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Microsoft.AspNetCore.SignalR.Client;
using VirtualTA.Core.Contracts;
using VirtualTA.Core.Conversation;
using VirtualTA.Server.Hubs;
using VirtualTA.TestKit;
using Xunit;

namespace VirtualTA.Server.Tests.Hubs;

/// <summary>Whatever a client sends, it gets a notice with a stable code and an end; its connection goes on, and nothing is left running.</summary>
public sealed class BadInputTests : IDisposable
{
    private readonly HubServer _server = new();

    public void Dispose() => _server.Dispose();

    private static readonly Dictionary<string, (string Code, Func<string?[]> Frames)> BadFrames = new()
    {
        ["no frame"] = (NoticeCodes.AudioEmpty, () => []),
        ["an empty frame"] = (NoticeCodes.AudioEmpty, () => [""]),
        ["0.15 seconds"] = (NoticeCodes.AudioTooShort, () => Wire(TestAudio.Tone(0.15))),
        ["62 seconds"] = (NoticeCodes.AudioTooLong, () => Wire(TestAudio.Tone(62))),
        ["silence"] = (NoticeCodes.AudioSilent, () => Wire(TestAudio.Silence(1))),
        ["an odd byte count"] = (NoticeCodes.AudioFormat, () => [.. Wire(TestAudio.Tone(0.5)), Convert.ToBase64String(new byte[801])]),
        ["no base64"] = (NoticeCodes.AudioFormat, () => ["this is no base64!"]),
        ["NaN"] = (NoticeCodes.AudioFormat, () => ["NaN"]),
        ["null"] = (NoticeCodes.AudioFormat, () => [null]),
        ["frames of two seconds"] = (NoticeCodes.AudioFormat, () => Wire(TestAudio.Tone(2), frameSamples: 32_000)),
        ["frames of two samples"] = (NoticeCodes.AudioFormat, () => Wire(TestAudio.Tone(2), frameSamples: 2)),
        ["32-bit floats"] = (NoticeCodes.AudioFormat, () => Floats(1, i => (float)Math.Sin(i * 0.17) * 0.3f)),
        ["NaN floats"] = (NoticeCodes.AudioFormat, () => Floats(1, _ => float.NaN)),
    };

    public static TheoryData<string> BadSpeech => [.. BadFrames.Keys];

    [Theory]
    [MemberData(nameof(BadSpeech))]
    public async Task BadSpeech_GetsItsNotice(string what)
    {
        var (code, frames) = BadFrames[what];
        await using var client = await _server.ConnectAsync();

        var events = await client.Ask(new AskRequest(), frames().ToAsyncEnumerable()!).ToListWithinReason();

        await AssertRefusedAsync(client, events, code);
    }

    private static readonly Dictionary<string, (string Code, AskRequest? Request)> Requests = new()
    {
        ["null"] = (NoticeCodes.QuestionInvalid, null),
        ["no text"] = (NoticeCodes.QuestionInvalid, new AskRequest { Text = "" }),
        ["blank text"] = (NoticeCodes.QuestionInvalid, new AskRequest { Text = " \n " }),
        ["a book"] = (NoticeCodes.QuestionInvalid, new AskRequest { Text = new string('x', 100_000) }),
        ["48 kHz"] = (NoticeCodes.AudioRate, new AskRequest { SampleRate = 48_000 }),
        ["a negative rate"] = (NoticeCodes.AudioRate, new AskRequest { SampleRate = -1 }),
        ["an unknown course, typed"] = (NoticeCodes.CourseUnknown, new AskRequest { Text = "What?", Course = "cooking" }),
        ["an unknown course, spoken"] = (NoticeCodes.CourseUnknown, new AskRequest { Course = "cooking" }),
        ["an unknown voice"] = (NoticeCodes.VoiceUnknown, new AskRequest { Text = "What?", Voice = "nobody" }),
        ["an unknown conversation"] = (NoticeCodes.ConversationUnknown, new AskRequest { Text = "What?", ConversationId = "gone" }),
    };

    public static TheoryData<string> BadRequests => [.. Requests.Keys];

    [Theory]
    [MemberData(nameof(BadRequests))]
    public async Task BadRequest_GetsItsNotice(string what)
    {
        var (code, request) = Requests[what];
        await using var client = await _server.ConnectAsync();

        var events = await client.Ask(request, Wire(TestAudio.Tone(5)).ToAsyncEnumerable()).ToListWithinReason();

        await AssertRefusedAsync(client, events, code);
    }

    [Fact]
    public async Task NumbersInsteadOfFrames_GetANotice()
    {
        await using var client = await _server.ConnectAsync();

        var events = await client.Hub
            .StreamAsyncCore<TurnEvent>("Ask", [new AskRequest(), new[] { 0.5, 0.25 }.ToAsyncEnumerable()])
            .ToListWithinReason();

        await AssertRefusedAsync(client, events, NoticeCodes.AudioFormat);
    }

    [Fact]
    public async Task Resume_OfNothing_GetsItsNotice()
    {
        await using var client = await _server.ConnectAsync();
        var conversation = (await client.OpenAsync()).ConversationId;

        await AssertRefusedAsync(client, await client.Resume("gone", 1, 0).ToListWithinReason(), NoticeCodes.ConversationUnknown);
        await AssertRefusedAsync(client, await client.Resume(conversation, 99, 0).ToListWithinReason(), NoticeCodes.TurnUnknown);
    }

    [Fact]
    public async Task StopAndHeard_ForNothing_AreIgnored()
    {
        await using var client = await _server.ConnectAsync();

        await client.Hub.InvokeAsync("Stop", "gone", 1).WithinReason();
        await client.Hub.InvokeAsync("Heard", "gone", 1, -5, -77L, double.MaxValue).WithinReason();
        await client.Hub.InvokeAsync("Heard", (string?)null, 1, 0, long.MaxValue, 0.0).WithinReason();

        await AssertAnswersAsync(client);
    }

    [Fact]
    public async Task ASecondQuestionAtOnce_IsRefused_AndTheFirstGoesOn()
    {
        var gate = new TaskCompletionSource();
        _server.Answerer.OnAnswer = (_, cancellationToken) => FakeAnswerer.SayGated(gate.Task, cancellationToken);
        await using var client = await _server.ConnectAsync();
        var first = client.AskTyped("First?").ToListWithinReason();
        await Waiting.UntilAsync(() => _server.Answerer.Running == 1);

        var typed = await client.AskTyped("Second?").ToListWithinReason();
        var spoken = await client.AskSpoken(TestAudio.Tone(5)).ToListWithinReason();
        gate.SetResult();

        Assert.Equal(NoticeCodes.TurnInProgress, Assert.IsType<NoticeEvent>(typed[0]).Code);
        Assert.Equal(NoticeCodes.TurnInProgress, Assert.IsType<NoticeEvent>(spoken[0]).Code);
        Assert.Equal(new TurnEndedEvent(1, TurnEndReason.Answered), (await first)[^1]);
        await AssertAnswersAsync(client);
    }

    [Fact]
    public async Task AnUploadThatStalls_IsGivenUp()
    {
        await using var client = await _server.ConnectAsync();
        var sent = new TaskCompletionSource();
        var asking = client.Ask(new AskRequest(), StallAsync(sent)).ToListWithinReason();
        await sent.Task.WithinReason();
        await Waiting.UntilAsync(() => _server.Recognizer.Running == 1);

        await Waiting.UntilAsync(() =>
        {
            _server.Time.Advance(TimeSpan.FromSeconds(11));
            return asking.IsCompleted;
        });

        await AssertRefusedAsync(client, await asking, NoticeCodes.AudioInterrupted);
    }

    [Fact]
    public async Task ASlowRecogniser_DoesNotBlockTheOtherCallsOfItsConnection()
    {
        _server.Recognizer.OnTranscribe = HearNever;
        await using var client = await _server.ConnectAsync();
        var asking = client.AskSpoken(TestAudio.Tone(30)).ToListWithinReason();
        await Waiting.UntilAsync(() => _server.Recognizer.Running == 1);

        await client.Hub.InvokeAsync("Stop", (string?)null, 1).WithinReason();

        Assert.Equal(new TurnEndedEvent(1, TurnEndReason.Interrupted), (await asking)[^1]);
    }

    private async Task AssertRefusedAsync(HubClient client, List<TurnEvent> events, string code)
    {
        var notice = Assert.Single(events.OfType<NoticeEvent>());
        Assert.Equal(code, notice.Code);
        Assert.EndsWith(".", notice.Message, StringComparison.Ordinal);
        Assert.Equal(new TurnEndedEvent(notice.Turn, TurnEndReason.Rejected), events[^1]);
        await AssertAnswersAsync(client);
    }

    private async Task AssertAnswersAsync(HubClient client)
    {
        var events = await client.AskTyped("What is a codec?").ToListWithinReason();
        Assert.Equal(TurnEndReason.Answered, Assert.IsType<TurnEndedEvent>(events[^1]).Reason);
        await _server.Conversations.WhenIdle.WithinReason();
        Assert.Equal((0, 0, 0), (_server.Recognizer.Running, _server.Answerer.Running, _server.Synthesizer.Running));
    }

    private static string[] Wire(short[] samples, int frameSamples = 800) => [.. TestAudio.WireFrames(samples, frameSamples)];

    private static string[] Floats(double seconds, Func<int, float> sample) =>
    [
        .. Enumerable.Range(0, (int)(seconds * AudioFrame.SampleRate))
            .Select(sample)
            .Chunk(800)
            .Select(frame => Convert.ToBase64String(MemoryMarshal.AsBytes(frame.AsSpan()))),
    ];

    private static async IAsyncEnumerable<string> StallAsync(
        TaskCompletionSource sent, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        foreach (var frame in Wire(TestAudio.Tone(0.5)))
        {
            yield return frame;
        }

        sent.SetResult();
        await Task.Delay(Timeout.Infinite, cancellationToken);
    }

    private static async IAsyncEnumerable<Transcript> HearNever(
        IAsyncEnumerable<AudioFrame> speech, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.Delay(Timeout.Infinite, cancellationToken);
        yield break;
    }
}
