using System.Text;
using VirtualTA.Core.Contracts;
using VirtualTA.Core.Conversation;
using VirtualTA.Core.Lectures;
using VirtualTA.Core.Lectures.Journal;
using VirtualTA.Server.Lectures.Wire;

namespace VirtualTA.Server.Lectures.Answers;

/// <summary>An answer while it is being given: what was sent of it, and how far the hall has heard it.</summary>
/// <remarks>The lock of the audience protects it.</remarks>
internal sealed class AnswerInProgress(int number, int question, CancellationTokenSource stopping)
{
    private readonly List<TurnEvent> _written = [];
    private readonly List<AudioChunkEvent> _sound = [];
    private readonly StringBuilder _text = new();
    private readonly StringBuilder _spoken = new();
    private readonly List<Citation> _citations = [];
    private readonly TaskCompletionSource _over = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public int Number { get; } = number;

    public int Question { get; } = question;

    /// <summary>Samples that the projector has played.</summary>
    public long Heard { get; set; }

    /// <summary>Length of its sound so far, in samples.</summary>
    public long Samples { get; private set; }

    /// <summary>Whether the answer ended by itself, and with sense.</summary>
    public TurnEndReason? Reason { get; private set; }

    /// <summary>Completes when the projector has played it to its end.</summary>
    public Task HeardOut => _over.Task;

    /// <summary>Completes when the answer is over and kept.</summary>
    public Task Finished { get; set; } = Task.CompletedTask;

    public void Add(TurnEvent step)
    {
        switch (step)
        {
            case AudioChunkEvent chunk:
                _sound.Add(chunk);
                Samples = chunk.FirstSample + (chunk.Pcm.Length / sizeof(short));
                _written.Add(SilentChunk.Of(chunk));
                return;
            case AnswerDeltaEvent delta:
                _text.Append(delta.Text);
                _spoken.Append(delta.Spoken);
                break;
            case CitationEvent cited:
                _citations.Add(cited.Citation);
                break;
            case TurnEndedEvent ended:
                Reason = ended.Reason;
                break;
        }

        _written.Add(step);
    }

    public CurrentAnswer ForNewcomers() => new(Number, [.. _written], Heard);

    public IEnumerable<AudioChunkEvent> ChunksAfter(int chunk) => _sound.Where(sound => sound.Chunk > chunk);

    public void HearOut() => _over.TrySetResult();

    public void Stop() => stopping.Cancel();

    /// <summary>The record of its end.</summary>
    public AnswerEnded ToRecord(DateTimeOffset at, AnswerStatus status)
    {
        // Of a stopped answer, only what the hall has heard was said.
        var end = status == AnswerStatus.Stopped && Heard > 0 ? Heard : long.MaxValue;
        return new AnswerEnded(
            at,
            Number,
            status,
            _text.ToString().Trim(),
            _spoken.ToString(),
            [.. _citations],
            [.. _sound.SelectMany(chunk => chunk.Words).Where(word => word.EndSample <= end)]);
    }
}
