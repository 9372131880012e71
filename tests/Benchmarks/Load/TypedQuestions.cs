using VirtualTA.Core.Conversation;

namespace VirtualTA.Benchmarks.Load;

/// <summary>An answer, whole: what was written, and every sample.</summary>
/// <param name="Reason">How its turn ended; null if the stream broke.</param>
/// <param name="Text">What was written.</param>
/// <param name="Sound">What was spoken.</param>
/// <param name="Words">How many words it was made of.</param>
internal sealed record WholeAnswer(TurnEndReason? Reason, string Text, byte[] Sound, int Words);

/// <summary>Asks typed questions as fast as they are answered, and cuts connections in the middle.</summary>
internal sealed class TypedQuestions(Uri server, string? course)
{
    public static readonly string[] All =
    [
        "What is a vocoder?", "What is residual vector quantization?", "Explain the mel scale.", "What is a neural codec?", "How is speech sampled?",
        "What does a speaker encoder do?", "What is prosody?", "Why is streaming hard?",
    ];

    /// <summary>Asks on a connection of its own.</summary>
    public async Task<WholeAnswer> AskAsync(string question, CancellationToken cancellationToken)
    {
        await using var link = await HubLink.ConnectAsync(server, cancellationToken);
        return await AskAsync(link, await link.OpenAsync(cancellationToken), question, cancellationToken);
    }

    /// <summary>Asks on a given connection.</summary>
    public async Task<WholeAnswer> AskAsync(HubLink link, string conversation, string question, CancellationToken cancellationToken)
    {
        var answer = new Collected();
        await foreach (var turnEvent in link.Ask(Request(conversation, question), AsyncEnumerable.Empty<string>(), cancellationToken))
        {
            answer.Add(turnEvent);
        }

        return answer.ToAnswer();
    }

    /// <summary>Asks, cuts the connection once some chunks of sound have come, comes back and hears the rest.</summary>
    /// <param name="question">What to ask.</param>
    /// <param name="chunks">How many chunks come before the cut.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<WholeAnswer> AskAndBeCutAsync(string question, int chunks, CancellationToken cancellationToken)
    {
        var answer = new Collected();
        string conversation;
        await using (var link = await HubLink.ConnectAsync(server, cancellationToken))
        {
            conversation = await link.OpenAsync(cancellationToken);
            try
            {
                await foreach (var turnEvent in link.Ask(Request(conversation, question), AsyncEnumerable.Empty<string>(), cancellationToken))
                {
                    answer.Add(turnEvent);
                    if (answer.Chunks == chunks)
                    {
                        link.Cut();
                        break;
                    }
                }
            }
            catch (Exception exception) when (exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
            {
                // the cut itself
            }
        }

        await using var again = await HubLink.ConnectAsync(server, cancellationToken);
        answer.ForgetText(); // written events come from the start again
        await foreach (var turnEvent in again.Resume(conversation, 1, answer.Chunks, cancellationToken))
        {
            answer.Add(turnEvent);
        }

        return answer.ToAnswer();
    }

    private HubLink.Request Request(string conversation, string question) => new(conversation, course, question);

    private sealed class Collected
    {
        private readonly MemoryStream _sound = new();
        private string _text = "";
        private int _words;
        private TurnEndReason? _reason;

        public int Chunks { get; private set; }

        public void Add(TurnEvent turnEvent)
        {
            switch (turnEvent)
            {
                case AudioChunkEvent chunk when chunk.Chunk == Chunks && chunk.FirstSample * sizeof(short) == _sound.Length:
                    _sound.Write(chunk.Pcm);
                    _words += chunk.Words.Count;
                    Chunks++;
                    break;
                case AudioChunkEvent chunk:
                    throw new InvalidOperationException($"Chunk {chunk.Chunk} at sample {chunk.FirstSample} came where chunk {Chunks} at sample {_sound.Length / sizeof(short)} was due.");
                case AnswerDeltaEvent delta:
                    _text += delta.Text;
                    break;
                case TurnEndedEvent ended:
                    _reason = ended.Reason;
                    break;
            }
        }

        public void ForgetText() => _text = "";

        public WholeAnswer ToAnswer() => new(_reason, _text, _sound.ToArray(), _words);
    }
}
