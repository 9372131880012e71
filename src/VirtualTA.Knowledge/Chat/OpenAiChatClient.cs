using System.ClientModel;
using System.ClientModel.Primitives;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using OpenAI;
using OpenAI.Chat;
using ChatFinishReason = Microsoft.Extensions.AI.ChatFinishReason;
using ChatMessage = Microsoft.Extensions.AI.ChatMessage;

namespace VirtualTA.Knowledge.Chat;

/// <summary>Adapter from the OpenAI package to <see cref="IChatClient"/>; works with every compatible server.</summary>
public sealed class OpenAiChatClient : IChatClient
{
    private readonly ChatClient _client;
    private readonly ChatClientMetadata _metadata;

    /// <summary>Creates the client.</summary>
    /// <param name="endpoint">Address of the endpoint, with its <c>/v1</c>.</param>
    /// <param name="model">Name of the model.</param>
    /// <param name="apiKey">Key; null where none is needed.</param>
    public OpenAiChatClient(Uri endpoint, string model, string? apiKey)
    {
        var options = new OpenAIClientOptions
        {
            Endpoint = endpoint,
            // Retries and timeouts belong to the answerer, which knows the deadline of the turn.
            RetryPolicy = new ClientRetryPolicy(maxRetries: 0),
            NetworkTimeout = TimeSpan.FromMinutes(2),
        };
        _client = new ChatClient(model, new ApiKeyCredential(string.IsNullOrEmpty(apiKey) ? "none" : apiKey), options);
        _metadata = new ChatClientMetadata("openai", endpoint, model);
    }

    /// <inheritdoc/>
    public async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        var updates = new List<ChatResponseUpdate>();
        await foreach (var update in GetStreamingResponseAsync(messages, options, cancellationToken))
        {
            updates.Add(update);
        }

        return updates.ToChatResponse();
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var request = new ChatCompletionOptions { MaxOutputTokenCount = options?.MaxOutputTokens, Temperature = options?.Temperature };
        await foreach (var update in _client.CompleteChatStreamingAsync(messages.Select(Convert), request, cancellationToken))
        {
            var text = string.Concat(update.ContentUpdate.Where(c => c.Kind == ChatMessageContentPartKind.Text).Select(c => c.Text));
            var finished = update.FinishReason is null ? (ChatFinishReason?)null : new ChatFinishReason(update.FinishReason.Value.ToString());
            if (text.Length > 0 || finished is not null)
            {
                yield return new ChatResponseUpdate(ChatRole.Assistant, text) { FinishReason = finished, ModelId = update.Model };
            }
        }
    }

    /// <inheritdoc/>
    public object? GetService(Type serviceType, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        return serviceKey is not null ? null
            : serviceType == typeof(ChatClientMetadata) ? _metadata
            : serviceType.IsInstanceOfType(this) ? this
            : null;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // The package's client owns nothing that has to be released.
    }

    private static OpenAI.Chat.ChatMessage Convert(ChatMessage message) =>
        message.Role == ChatRole.System ? new SystemChatMessage(message.Text)
        : message.Role == ChatRole.Assistant ? new AssistantChatMessage(message.Text)
        : new UserChatMessage(message.Text);
}
