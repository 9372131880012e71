using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using VirtualTA.Core.Contracts;

namespace VirtualTA.Server.Adapters;

/// <summary>Our answerer as an <see cref="IChatClient"/>: the last user message is the question, earlier pairs are its history.</summary>
internal sealed class AnswererChatClient(IAnswerer answerer, string course) : IChatClient
{
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

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await foreach (var part in answerer.AnswerAsync(ToQuestion([.. messages]), cancellationToken))
        {
            if (part is AnswerText text)
            {
                yield return new ChatResponseUpdate(ChatRole.Assistant, text.Text) { ModelId = answerer.Name };
            }
            else if (part is AnswerCited { Citation: var source })
            {
                var mark = new CitationAnnotation
                {
                    Title = $"{source.Source}, {source.Locator}",
                    Snippet = source.Quote,
                    FileId = source.PassageId,
                    AnnotatedRegions =
                        [new TextSpanAnnotatedRegion { StartIndex = source.TextStart, EndIndex = source.TextStart + source.TextLength }],
                };
                yield return new ChatResponseUpdate(ChatRole.Assistant, [new TextContent("") { Annotations = [mark] }]);
            }
        }
    }

    public object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceKey is null && serviceType.IsInstanceOfType(this) ? this : serviceType.IsInstanceOfType(answerer) ? answerer : null;

    public void Dispose()
    {
    }

    private Question ToQuestion(IReadOnlyList<ChatMessage> messages)
    {
        var history = new List<Exchange>();
        var asked = "";
        foreach (var message in messages)
        {
            if (message.Role == ChatRole.User)
            {
                asked = message.Text;
            }
            else if (message.Role == ChatRole.Assistant && asked.Length > 0)
            {
                history.Add(new Exchange(asked, message.Text, []));
                asked = "";
            }
        }

        return asked.Length > 0
            ? new Question(asked, course) { History = history }
            : throw new UserInputException(NoticeCodes.QuestionInvalid, "The last message must be the user's question.");
    }
}
