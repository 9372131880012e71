using System.Text;
using VirtualTA.Core.Contracts;
using VirtualTA.Core.Conversation;
using VirtualTA.Core.Lectures;
using VirtualTA.Core.Lectures.Journal;
using VirtualTA.Server.Lectures.Wire;

namespace VirtualTA.Server.Lectures.Answers;

/// <summary>An answer while it is being given: what was sent of it, and how far the hall has heard it.</summary>
/// <remarks>The lock of the audience protects it.</remarks>
internal sealed class AnswerInProgress(int number, int question, CancellationTokenSource stopping, OpusSound? opus) : IDisposable
{
    private readonly List<TurnEvent> _written = [];
    private readonly List<SoundForAll> _sound = [];
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

    /// <summary>Number of steps so far.</summary>
    public int Steps { get; private set; }

    /// <summary>Whether the answer ended by itself, and with sense.</summary>
    public TurnEndReason? Reason { get; private set; }

    /// <summary>Completes when the projector has played it to its end.</summary>
    public Task HeardOut => _over.Task;

    /// <summary>Completes when other servers were told of its last step.</summary>
    public Task Told { get; set; } = Task.CompletedTask;

    /// <summary>Completes when the answer is over and kept.</summary>
    public Task Finished { get; set; } = Task.CompletedTask;

    /// <summary>Takes a step.</summary>
    /// <returns>What goes to those who listen, if there is sound in it.</returns>
    public SoundForAll? Add(TurnEvent step)
    {
        Steps++;
        switch (step)
        {
            case AudioChunkEvent chunk:
                _sound.Add(new SoundForAll(chunk, opus?.Add(chunk.Pcm)));
                Samples = chunk.FirstSample + (chunk.Pcm.Length / sizeof(short));
                _written.Add(SilentChunk.Of(chunk));
                return _sound[^1];
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
        return step is TurnEndedEvent && opus is not null && _sound.Count > 0 ? Tail() : null;
    }

    public CurrentAnswer ForNewcomers() => new(Number, [.. _written], Heard);

    public IEnumerable<SoundForAll> SoundAfter(int chunk) => _sound.Where(sound => sound.Chunk.Chunk > chunk);

    public void HearOut() => _over.TrySetResult();

    public void Stop() => stopping.Cancel();

    public void Dispose() => opus?.Dispose();

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
            [.. _sound.SelectMany(sound => sound.Chunk.Words).Where(word => word.EndSample <= end)]);
    }

    /// <summary>The last packets, which stand for no samples of their own.</summary>
    private SoundForAll Tail()
    {
        var last = _sound[^1].Chunk;
        var tail = new SoundForAll(last with { Chunk = last.Chunk + 1, FirstSample = Samples, Pcm = [], Words = [] }, opus!.Finish());
        _sound.Add(tail);
        return tail;
    }
}

/// <summary>A chunk of sound, and the same in Opus if that is sent.</summary>
internal sealed record SoundForAll(AudioChunkEvent Chunk, IReadOnlyList<byte[]>? Opus)
{
    /// <summary>Without the words, which a newcomer has already.</summary>
    public SoundForAll WithoutWords => this with { Chunk = Chunk with { Words = [] } };

    /// <summary>As a device gets it that listens.</summary>
    public AnswerTurnEvent For(int answer, bool takesOpus) => takesOpus && Opus is not null
        ? new AnswerTurnEvent(answer, IsPrivate: false, SilentChunk.Of(Chunk), Opus)
        : new AnswerTurnEvent(answer, IsPrivate: false, Chunk);
}
