using System.Threading.Channels;
using VirtualTA.Core.Contracts;
using VirtualTA.Core.Lectures;
using VirtualTA.Core.Lectures.Journal;
using VirtualTA.Core.Lectures.Queue;
using VirtualTA.Server.Lectures.Rooms;

namespace VirtualTA.Server.Lectures.Answers;

/// <summary>Gives the floor to the first question of the queue that has strong evidence, while the room is in automatic mode.</summary>
internal sealed class AutomaticAnswers : IAsyncDisposable
{
    private readonly RoomHost _host;
    private readonly ILogger _logger;
    private readonly Channel<bool> _wakes = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly CancellationTokenSource _closing = new();
    private readonly Task _running;

    public AutomaticAnswers(RoomHost host, ILogger logger)
    {
        (_host, _logger) = (host, logger);
        _host.Changed += Wake;
        _running = Task.Run(RunAsync);
        Wake();
    }

    public async ValueTask DisposeAsync()
    {
        _host.Changed -= Wake;
        await _closing.CancelAsync();
        await _running;
        _closing.Dispose();
    }

    private void Wake() => _wakes.Writer.TryWrite(true);

    private async Task RunAsync()
    {
        try
        {
            await foreach (var _ in _wakes.Reader.ReadAllAsync(_closing.Token))
            {
                await LookAsync(_closing.Token);
            }
        }
        catch (OperationCanceledException)
        {
            // The room goes.
        }
    }

    private async Task LookAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (await _host.ReadAsync(Next) is not { } question)
            {
                return;
            }

            var draft = await _host.Floor.DraftAsync(question, cancellationToken);
            if (draft.IsStrong)
            {
                await _host.Floor.SpeakAsync(question, text: null);
            }
            else
            {
                await _host.DecideAsync((room, now) => room.Find(question) is { Status: QuestionStatus.Open, IsWeak: false }
                    ? Decision.Of(new QuestionMoved(now, question, QuestionStatus.Open, IsWeak: true))
                    : Decision.Of());
            }
        }
        catch (UserInputException)
        {
            // The lecturer was quicker; the next change wakes this again.
        }
        catch (Exception failed) when (failed is not OperationCanceledException)
        {
            _logger.AutomaticFailed(failed, _host.Settings.Id);
        }
    }

    // While the lecturer answers in person, nothing talks over it.
    private static int? Next(LectureRoom room) => room.Rules.Mode != LectureMode.Auto || room.IsPaused || room.IsClosed || room.Speaking is not null
        || room.Questions.Values.Any(question => question.Status == QuestionStatus.Taken)
        ? null
        : room.Questions.Values.Where(question => question is { Status: QuestionStatus.Open, IsWeak: false }).Order(QuestionOrder.Instance).FirstOrDefault()?.Number;
}
