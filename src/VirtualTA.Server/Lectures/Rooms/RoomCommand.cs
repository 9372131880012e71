using VirtualTA.Core.Lectures;
using VirtualTA.Core.Lectures.Journal;
using VirtualTA.Core.Lectures.Queue;

namespace VirtualTA.Server.Lectures.Rooms;

/// <summary>Something that waits for its turn in a room.</summary>
internal abstract class RoomCommand
{
    /// <summary>Decides, applies the records, and remembers the result; a refusal is remembered too.</summary>
    /// <returns>The records applied.</returns>
    public abstract IReadOnlyList<LectureRecord> Run(LectureRoom room, DateTimeOffset now);

    /// <summary>Tells the caller, once the records are kept.</summary>
    public abstract void Complete();

    /// <summary>Tells the caller that nothing was done.</summary>
    public abstract void Fail(Exception exception);
}

/// <summary>A decision that waits for its turn.</summary>
internal sealed class RoomCommand<TResult>(Func<LectureRoom, DateTimeOffset, Decision<TResult>> decide) : RoomCommand
{
    private readonly TaskCompletionSource<TResult> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TResult? _result;
    private Exception? _refusal;

    public Task<TResult> Done => _done.Task;

    public override IReadOnlyList<LectureRecord> Run(LectureRoom room, DateTimeOffset now)
    {
        (_result, _refusal) = (default, null);
        try
        {
            var decision = decide(room, now);
            foreach (var record in decision.Records)
            {
                room.Apply(record);
            }

            _result = decision.Result(room);
            return decision.Records;
        }
        catch (Exception refusal)
        {
            _refusal = refusal;
            return [];
        }
    }

    public override void Complete()
    {
        if (_refusal is not null)
        {
            _done.TrySetException(_refusal);
        }
        else
        {
            _done.TrySetResult(_result!);
        }
    }

    public override void Fail(Exception exception) => _done.TrySetException(exception);
}

/// <summary>Makes the room look at what other servers kept, before anything else that came with it.</summary>
internal sealed class CatchUpCommand : RoomCommand
{
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task Done => _done.Task;

    public override IReadOnlyList<LectureRecord> Run(LectureRoom room, DateTimeOffset now) => [];

    public override void Complete() => _done.TrySetResult();

    public override void Fail(Exception exception) => _done.TrySetException(exception);
}
