using VirtualTA.Core.Contracts;

namespace VirtualTA.Core.Conversation;

/// <summary>Counts the turns that run and refuses those that would be too many. Safe for concurrent use.</summary>
internal sealed class ConversationAdmission(ConversationOptions options)
{
    private readonly Lock _gate = new();
    private TaskCompletionSource _idle = Completed();
    private bool _closed;

    public int LiveTurns { get; private set; }

    /// <summary>Whether one more turn would be let in.</summary>
    public bool HasRoom
    {
        get
        {
            lock (_gate)
            {
                return !_closed && LiveTurns < options.MaximumLiveTurns;
            }
        }
    }

    /// <summary>Whether most of the room is taken, so that turns have to be made cheaply.</summary>
    public bool IsBusy
    {
        get
        {
            lock (_gate)
            {
                return LiveTurns > Math.Max(1, 0.75 * options.MaximumLiveTurns);
            }
        }
    }

    /// <summary>Completes when no turn runs.</summary>
    public Task WhenIdle
    {
        get
        {
            lock (_gate)
            {
                return _idle.Task;
            }
        }
    }

    /// <summary>Lets one more turn in; <see cref="Leave"/> must follow once.</summary>
    /// <exception cref="UserInputException">The server is full or shutting down.</exception>
    public void Enter()
    {
        lock (_gate)
        {
            if (_closed)
            {
                throw new UserInputException(
                    NoticeCodes.ShuttingDown, "The teaching assistant is being restarted. Please ask again in a minute.");
            }

            if (LiveTurns >= options.MaximumLiveTurns)
            {
                throw new UserInputException(
                    NoticeCodes.Overloaded,
                    $"{LiveTurns} questions are being answered, which is all this server can do well at once. Please ask again in half a minute.");
            }

            if (LiveTurns++ == 0)
            {
                _idle = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            }
        }
    }

    public void Leave()
    {
        lock (_gate)
        {
            if (--LiveTurns == 0)
            {
                _idle.TrySetResult();
            }
        }
    }

    /// <summary>Refuses every turn from now on; those that run go on.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _closed = true;
        }
    }

    private static TaskCompletionSource Completed()
    {
        var idle = new TaskCompletionSource();
        idle.SetResult();
        return idle;
    }
}
