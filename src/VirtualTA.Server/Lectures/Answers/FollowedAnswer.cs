using VirtualTA.Core.Lectures;
using VirtualTA.Core.Lectures.Journal;
using VirtualTA.Core.Lectures.Queue;
using VirtualTA.Server.Lectures.Rooms;
using VirtualTA.Server.Lectures.Servers;
using VirtualTA.Server.Lectures.Wire;

namespace VirtualTA.Server.Lectures.Answers;

/// <summary>An answer that another server gives, passed on to the devices of this one.</summary>
internal sealed class FollowedAnswer(RoomHost host, RoomServices services) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim _reading = new(1);
    private AnswerInProgress? _current;
    private TaskCompletionSource _over = new();

    /// <summary>Number of the answer; null if none is followed.</summary>
    public int? Number => _current?.Number;

    /// <summary>An answer of another server began; of nobody if null.</summary>
    public void Begin(LectureAnswer? answer)
    {
        if (answer is { Status: AnswerStatus.Speaking, By: { } by } && by != services.Link.Server)
        {
            _over = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _current = new AnswerInProgress(answer.Number, answer.Question, new CancellationTokenSource(), services.Options.Value.SendsOpus ? new OpusSound() : null);
            host.Audience.Begin(_current, new AnswerEvent(AnswerView.Of(answer)));
        }
    }

    /// <summary>Passes on what is new of it.</summary>
    public async Task StepAsync(int answer)
    {
        if (_current is not { } current || current.Number != answer)
        {
            return;
        }

        await _reading.WaitAsync();
        try
        {
            var steps = await services.Link.ReadStepsAsync(host.Settings.Id, answer, current.Steps - 1, CancellationToken.None);
            foreach (var step in steps)
            {
                host.Audience.Tell(current, step);
            }
        }
        finally
        {
            _reading.Release();
        }
    }

    public void Dispose() => _reading.Dispose();

    public async Task EndAsync(int answer)
    {
        if (_current is { } current && current.Number == answer)
        {
            await StepAsync(answer);
            _current = null;
            host.Audience.End();
            current.Dispose();
            _over.TrySetResult();
        }
    }

    /// <summary>A projector, here or elsewhere, has played this much.</summary>
    public void Heard(int answer, long sample)
    {
        if (_current is { } current && current.Number == answer && sample >= 0)
        {
            host.Audience.Heard(current, Math.Min(sample, current.Samples));
        }
    }

    /// <summary>Asks the server that gives the answer to stop; where it does not, the answer is ended without it.</summary>
    /// <param name="question">Only if it answers this question; null for any.</param>
    public async Task StopAsync(int? question)
    {
        if (_current is not { } current || (question ?? current.Question) != current.Question)
        {
            return;
        }

        var over = _over.Task;
        await services.Link.TellAsync(new AnswerUnwanted(host.Settings.Id, current.Number));
        if (await Task.WhenAny(over, Task.Delay(Patience, services.Time)) != over)
        {
            await host.DecideAsync((room, now) => room.Speaking?.Number == current.Number
                ? Decision.Of(current.ToRecord(now, AnswerStatus.Stopped))
                : Decision.Of());
            await EndAsync(current.Number);
        }
    }
}
