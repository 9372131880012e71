using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.Extensions.AI;
using VirtualTA.Knowledge.Chat;
using VirtualTA.TestKit;

namespace VirtualTA.Knowledge.Tests.Chat;

public sealed class MeasuredChatClientTests
{
    private const string Model = "model-of-this-test";

    [Fact]
    public async Task Stream_IsMeasured_ButNotQuoted()
    {
        using var durations = new InstrumentReader("gen_ai.client.operation.duration");
        using var firsts = new InstrumentReader("gen_ai.client.operation.time_to_first_chunk");
        await using var server = new FakeOpenAiServer(call => call.SayAsync("Nobody must read this."));

        var span = await TraceAsync(server, fails: false);

        Assert.True(durations.Count >= 1);
        Assert.True(firsts.Count >= 1);
        Assert.Equal(ActivityKind.Client, span.Kind);
        Assert.Equal("openai", span.GetTagItem("gen_ai.provider.name"));
        Assert.IsType<double>(span.GetTagItem("gen_ai.response.time_to_first_chunk"));
        Assert.DoesNotContain(span.TagObjects, tag => tag.Value is string text && (text.Contains("read this", StringComparison.Ordinal) || text.Contains("question", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Failure_IsMarkedByItsType_ButNotQuoted()
    {
        await using var server = new FakeOpenAiServer(call => call.FailAsync(500, "you asked: my question"));

        var span = await TraceAsync(server, fails: true);

        Assert.Equal(ActivityStatusCode.Error, span.Status);
        Assert.Equal("System.ClientModel.ClientResultException", span.GetTagItem("error.type"));
        Assert.DoesNotContain(span.TagObjects, tag => tag.Value is string text && text.Contains("question", StringComparison.Ordinal));
    }

    private static async Task<Activity> TraceAsync(FakeOpenAiServer server, bool fails)
    {
        var spans = new ConcurrentBag<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "VirtualTA",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = spans.Add,
        };
        ActivitySource.AddActivityListener(listener);
        using var client = new MeasuredChatClient(new OpenAiChatClient(server.Endpoint, Model, apiKey: null));

        var asking = client.GetStreamingResponseAsync([new ChatMessage(ChatRole.User, "my question")]).ToListAsync().AsTask();
        if (fails)
        {
            await Assert.ThrowsAnyAsync<Exception>(() => asking);
        }
        else
        {
            await asking;
        }

        return Assert.Single(spans, span => span.OperationName == $"chat {Model}" && (span.Status == ActivityStatusCode.Error) == fails);
    }
}
