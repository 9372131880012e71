using Microsoft.Extensions.Options;
using VirtualTA.Core.Contracts;
using VirtualTA.Core.Conversation;
using VirtualTA.Core.Lectures;
using VirtualTA.Core.Lectures.Queue;
using VirtualTA.Server.Hubs;
using VirtualTA.Server.Lectures.Access;
using VirtualTA.Server.Lectures.Wire;

namespace VirtualTA.Server.Lectures.Answers;

/// <summary>Answers that only the asker gets. Question and answer are kept nowhere.</summary>
internal sealed class PrivateAnswers(
    TurnEngines engines, IOptions<TurnOptions> turns, IOptions<LectureOptions> options, TimeProvider time, ILogger<PrivateAnswers> logger) : IDisposable
{
    private const int FirstNumber = 1_000_001; // never the number of an answer for all

    private readonly SemaphoreSlim _places = new(options.Value.PrivateAnswersAtOnce);
    private int _number = FirstNumber - 1;

    /// <summary>Begins to answer on the asker's device.</summary>
    /// <returns>Number of the answer.</returns>
    /// <exception cref="UserInputException">The room does not allow it, the question cannot be asked, or there is no room for it now.</exception>
    public async Task<int> AskAsync(Caller caller, LectureSeat seat, LectureQuestionRequest request, CallerLimits limits)
    {
        var (text, place) = await seat.Host.ReadAsync(room => (Check(room, request.Text), room.PlaceAt(time.GetUtcNow())));
        var entrance = limits.Enter(caller);
        if (!_places.Wait(0))
        {
            entrance.Dispose();
            throw new UserInputException(NoticeCodes.Overloaded, "Too many people are asking for themselves right now. Please try again in a moment.");
        }

        var number = Interlocked.Increment(ref _number);
        var stopping = CancellationTokenSource.CreateLinkedTokenSource(caller.Lost);
        seat.Private = stopping;
        _ = Task.Run(() => GiveAsync(seat, number, text, place, request.Speaks, stopping, entrance), CancellationToken.None);
        return number;
    }

    public void Dispose() => _places.Dispose();

    private static string Check(LectureRoom room, string? text) => room.Rules.AllowsPrivate
        ? Asking.Check(room, text)
        : throw new UserInputException(LectureCodes.PrivateOff, "The lecturer wants questions to be asked to the room.");

    private async Task GiveAsync(
        LectureSeat seat, int number, string text, string? place, bool speaks, CancellationTokenSource stopping, IDisposable entrance)
    {
        try
        {
            var settings = seat.Host.Settings;
            var request = new TurnRequest(settings.Course) { Text = text, Voice = settings.Voice, Speak = speaks, CurrentLocator = place };
            var turn = new Turn(number, engines with { Answerer = new LanguageAnswerer(engines.Answerer, settings.Language) }, turns.Value, time);
            await foreach (var step in turn.RunAsync(request, stopping.Token))
            {
                seat.Member.Send(new AnswerTurnEvent(number, IsPrivate: true, step));
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            seat.Member.Send(new AnswerTurnEvent(number, IsPrivate: true, new TurnEndedEvent(number, TurnEndReason.Interrupted)));
        }
        catch (Exception failed)
        {
            logger.AnswerFailed(failed, seat.Host.Settings.Id, number);
            seat.Member.Send(new AnswerTurnEvent(number, IsPrivate: true, new TurnEndedEvent(number, TurnEndReason.Failed)));
        }
        finally
        {
            seat.Private = null;
            entrance.Dispose();
            _places.Release();
            stopping.Dispose();
        }
    }
}
