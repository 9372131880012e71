using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace VirtualTA.Knowledge.Chat;

/// <summary>Measures a language model under the names of OpenTelemetry's convention for generative AI. Never what was said.</summary>
/// <param name="client">The model.</param>
/// <param name="time">The clock; the system's if null.</param>
internal sealed class MeasuredChatClient(IChatClient client, TimeProvider? time = null) : DelegatingChatClient(client)
{
    private const string Operation = "chat";

    private static readonly ActivitySource Spans = new("VirtualTA");

    private static readonly Meter Meter = new("VirtualTA");

    private static readonly InstrumentAdvice<double> Buckets =
        new() { HistogramBucketBoundaries = [.. Enumerable.Range(0, 14).Select(static power => 0.01 * Math.Pow(2, power))] };

    private static readonly Histogram<double> Duration = Meter.CreateHistogram(
        "gen_ai.client.operation.duration", "s", "One answer of the language model.", tags: null, Buckets);

    private static readonly Histogram<double> FirstChunk = Meter.CreateHistogram(
        "gen_ai.client.operation.time_to_first_chunk", "s", "Request to the first text of the language model.", tags: null, Buckets);

    private readonly TimeProvider _time = time ?? TimeProvider.System;
    private readonly ChatClientMetadata? _metadata = client.GetService(typeof(ChatClientMetadata)) as ChatClientMetadata;

    public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var model = options?.ModelId ?? _metadata?.DefaultModelId;
        var tags = new TagList
        {
            { "gen_ai.operation.name", Operation }, { "gen_ai.provider.name", _metadata?.ProviderName }, { "gen_ai.request.model", model },
        };
        using var span = Spans.StartActivity($"{Operation} {model}", ActivityKind.Client, parentContext: default, tags);
        var begun = _time.GetTimestamp();
        var isFirst = true;
        await using var updates = base.GetStreamingResponseAsync(messages, options, cancellationToken).GetAsyncEnumerator(cancellationToken);
        while (await MoveAsync(updates, span, tags, begun, cancellationToken))
        {
            if (isFirst && updates.Current.Text.Length > 0)
            {
                isFirst = false;
                FirstChunk.Record(_time.GetElapsedTime(begun).TotalSeconds, tags);
                span?.SetTag("gen_ai.response.time_to_first_chunk", _time.GetElapsedTime(begun).TotalSeconds);
            }

            yield return updates.Current;
        }

        Duration.Record(_time.GetElapsedTime(begun).TotalSeconds, tags);
    }

    private async ValueTask<bool> MoveAsync(
        IAsyncEnumerator<ChatResponseUpdate> updates, Activity? span, TagList tags, long begun, CancellationToken cancellationToken)
    {
        try
        {
            return await updates.MoveNextAsync();
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            // Its type only: the message of a refused request may quote it.
            var error = exception.GetType().FullName;
            span?.SetStatus(ActivityStatusCode.Error).SetTag("error.type", error);
            tags.Add("error.type", error);
            Duration.Record(_time.GetElapsedTime(begun).TotalSeconds, tags);
            throw;
        }
    }
}
