using System.ClientModel;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.AI;
using Polly;
using Polly.Retry;
using Polly.Timeout;

namespace VirtualTA.Knowledge.Chat;

/// <summary>What came next from the model.</summary>
/// <param name="Sentence">A whole sentence; null at the end.</param>
/// <param name="Failure">Rule that names the failure which ended the stream; null if it ended well or goes on.</param>
internal readonly record struct StreamStep(string? Sentence, string? Failure);

/// <summary>Reads a model's answer sentence by sentence; failures are values, so that the turn can go on without the model.</summary>
internal sealed class SentenceStream : IAsyncDisposable
{
    private readonly IChatClient _client;
    private readonly IReadOnlyList<ChatMessage> _messages;
    private readonly ChatAnswerOptions _options;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _stop;
    private readonly StringBuilder _text = new();
    private IAsyncEnumerator<ChatResponseUpdate>? _updates;
    private bool _finished;
    private bool _ended;

    public SentenceStream(IChatClient client, IReadOnlyList<ChatMessage> messages, ChatAnswerOptions options, TimeProvider time, CancellationToken cancellationToken)
    {
        _client = client;
        _messages = messages;
        _options = options;
        _time = time;
        _stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
    }

    /// <summary>The next sentence, the end, or what went wrong.</summary>
    public async Task<StreamStep> NextAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            if (TakeSentence() is { } sentence)
            {
                return new StreamStep(sentence, null);
            }

            if (_ended)
            {
                return new StreamStep(null, _finished ? null : "llm-cut");
            }

            try
            {
                var more = _updates is null ? await OpenAsync(cancellationToken) : await MoveAsync(cancellationToken);
                Read(more);
            }
            catch (Exception exception) when (!cancellationToken.IsCancellationRequested && RuleFor(exception) is not null)
            {
                return new StreamStep(null, RuleFor(exception));
            }
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        if (_updates is not null)
        {
            try
            {
                await _updates.DisposeAsync();
            }
            catch (Exception exception) when (exception is OperationCanceledException or IOException or ClientResultException or NotSupportedException)
            {
                // The connection is being abandoned; how it ends is of no interest.
            }
        }

        _stop.Dispose();
    }

    // Only before the first words can an attempt be repeated: afterwards the student has heard a part.
    private async Task<bool> OpenAsync(CancellationToken cancellationToken)
    {
        var pipeline = new ResiliencePipelineBuilder { TimeProvider = _time }
            .AddRetry(new RetryStrategyOptions
            {
                MaxRetryAttempts = Math.Max(1, _options.Retries),
                Delay = _options.RetryDelay,
                BackoffType = DelayBackoffType.Exponential,
                ShouldHandle = arguments => ValueTask.FromResult(_options.Retries > 0 && MayPass(arguments.Outcome.Exception)),
            })
            .AddTimeout(new TimeoutStrategyOptions { Timeout = _options.FirstWordsTimeout })
            .Build();
        return await pipeline.ExecuteAsync(
            async token =>
            {
                var updates = _client.GetStreamingResponseAsync(
                    _messages, new ChatOptions { MaxOutputTokens = _options.MaximumOutputTokens, Temperature = 0.2f }, _stop.Token).GetAsyncEnumerator(_stop.Token);
                var more = await updates.MoveNextAsync().AsTask().WaitAsync(token);
                _updates = updates;
                return more;
            },
            cancellationToken);
    }

    private async Task<bool> MoveAsync(CancellationToken cancellationToken) =>
        await _updates!.MoveNextAsync().AsTask().WaitAsync(_options.StallTimeout, _time, cancellationToken);

    private void Read(bool more)
    {
        if (!more)
        {
            _ended = true;
            return;
        }

        _text.Append(_updates!.Current.Text);
        _finished |= _updates.Current.FinishReason is not null;
    }

    // A sentence is complete when the next one begins, so that its citation marks have arrived.
    private string? TakeSentence()
    {
        var text = _text.ToString();
        var end = _ended ? (_finished ? text.Length : EndOfSentence(text, complete: true)) : EndOfSentence(text, complete: false);
        if (end <= 0 || string.IsNullOrWhiteSpace(text[..end]))
        {
            return null;
        }

        _text.Remove(0, end);
        return text[..end].Trim();
    }

    private static int EndOfSentence(string text, bool complete)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] is not ('.' or '!' or '?') || (i + 1 < text.Length && char.IsLetterOrDigit(text[i + 1])))
            {
                continue;
            }

            var end = i + 1;
            while (end < text.Length && text[end] is not (>= 'A' and <= 'Z') && !char.IsLetter(text[end]))
            {
                end++;
            }

            if (end < text.Length && char.IsUpper(text[end]))
            {
                return end;
            }

            if (end == text.Length && complete)
            {
                return end;
            }
        }

        return 0;
    }

    private static bool MayPass(Exception? exception) => exception switch
    {
        ClientResultException failure => failure.Status is 0 or 408 or 409 or 429 or >= 500,
        HttpRequestException or IOException or TimeoutRejectedException => true,
        _ => false,
    };

    private static string? RuleFor(Exception exception) => exception switch
    {
        TimeoutRejectedException or TimeoutException => "llm-timeout",
        ClientResultException { Status: 429 } => "llm-busy",
        ClientResultException { Status: 401 or 403 } => "llm-refused-key",
        ClientResultException or HttpRequestException or IOException => "llm-error",
        JsonException or FormatException or InvalidOperationException or ArgumentException or KeyNotFoundException or NotSupportedException => "llm-malformed",
        OperationCanceledException => "llm-timeout",
        _ => null,
    };
}
