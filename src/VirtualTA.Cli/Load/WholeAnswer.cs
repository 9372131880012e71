using VirtualTA.Core.Conversation;

namespace VirtualTA.Cli.Load;

/// <summary>An answer, whole: what was understood, what was written, and every sample.</summary>
/// <param name="Reason">How its turn ended; null if the stream broke.</param>
/// <param name="Code">Code of the last notice; null without one.</param>
/// <param name="Heard">The question as it was understood.</param>
/// <param name="Text">What was written.</param>
/// <param name="Sound">What was spoken.</param>
/// <param name="Words">How many words it was made of.</param>
internal sealed record WholeAnswer(TurnEndReason? Reason, string? Code, string Heard, string Text, byte[] Sound, int Words)
{
    /// <summary>Whether somebody who had both could not tell them apart.</summary>
    public bool IsSameAs(WholeAnswer other) => Heard == other.Heard && Text == other.Text && Sound.AsSpan().SequenceEqual(other.Sound);
}

/// <summary>Puts an answer together from its events, over several connections if need be.</summary>
internal sealed class AnswerCollector
{
    private readonly List<byte> _sound = [];
    private string _heard = "";
    private string _text = "";
    private string? _code;
    private int _words;
    private TurnEndReason? _reason;

    /// <summary>Chunks of sound so far.</summary>
    public int Chunks { get; private set; }

    /// <exception cref="InvalidDataException">Sound is missing, or came twice.</exception>
    public void Add(TurnEvent turnEvent)
    {
        switch (turnEvent)
        {
            case AudioChunkEvent chunk when chunk.Chunk == Chunks && chunk.FirstSample * sizeof(short) == _sound.Count:
                _sound.AddRange(chunk.Pcm);
                _words += chunk.Words.Count;
                Chunks++;
                break;
            case AudioChunkEvent { Turn: > 0 } chunk: // turn 0 is the apology of a full server
                throw new InvalidDataException(
                    $"Chunk {chunk.Chunk} at sample {chunk.FirstSample} came where chunk {Chunks} at sample {_sound.Count / sizeof(short)} was due.");
            case FinalTranscriptEvent heard:
                _heard = heard.Text;
                break;
            case AnswerDeltaEvent delta:
                _text += delta.Text;
                break;
            case NoticeEvent notice:
                _code = notice.Code;
                break;
            case TurnEndedEvent ended:
                _reason = ended.Reason;
                break;
        }
    }

    /// <summary>Whoever resumes gets the written events from the start again.</summary>
    public void ForgetText() => _text = "";

    public WholeAnswer ToAnswer() => new(_reason, _code, _heard, _text, [.. _sound], _words);
}
