using VirtualTA.Core.Contracts;
using VirtualTA.Core.Conversation;
using VirtualTA.Core.Lectures;
using VirtualTA.Core.Lectures.Journal;
using VirtualTA.Core.Lectures.Queue;
using VirtualTA.Knowledge.Ingestion;
using VirtualTA.Knowledge.Speaking;
using VirtualTA.Server.Lectures.Rooms;
using VirtualTA.Server.Lectures.Servers;
using VirtualTA.Server.Lectures.Wire;

namespace VirtualTA.Server.Lectures.Answers;

/// <summary>The one place in a room from which answers are spoken: one at a time, one synthesis for all who listen.</summary>
internal sealed class AnswerFloor(RoomHost host, RoomServices services) : IAsyncDisposable
{
    private const int LongestText = 2_000;
    private static readonly TimeSpan LongestTelling = TimeSpan.FromSeconds(2);

    private readonly SemaphoreSlim _starting = new(1);
    private readonly CancellationTokenSource _closing = new();
    private readonly ILogger _logger = services.Loggers.CreateLogger<AnswerFloor>();
    private (int Question, string Text, string? Place, DraftedAnswer Draft)? _draft;
    private AnswerInProgress? _current;

    /// <summary>Answers a question aloud, with given words or those of the answerer.</summary>
    /// <returns>Number of the answer.</returns>
    /// <exception cref="UserInputException">The floor is taken, or the question cannot be answered.</exception>
    public async Task<int> SpeakAsync(int number, string? text)
    {
        var words = string.IsNullOrWhiteSpace(text) ? null : Moderating.Words(text, LongestText, "An answer");
        await _starting.WaitAsync();
        try
        {
            var stopping = CancellationTokenSource.CreateLinkedTokenSource(_closing.Token);
            var (answer, question, place) = await host.DecideAsync((room, now) => Begin(room, number, words, now));
            var current = new AnswerInProgress(answer.Number, number, stopping, services.Options.Value.SendsOpus ? new OpusSound() : null);
            host.Audience.Begin(current, new AnswerEvent(AnswerView.Of(answer)));
            _current = current;
            current.Finished = Task.Run(() => RunAsync(current, question, place, words, answer.IsApproved, stopping), CancellationToken.None);
            return answer.Number;
        }
        finally
        {
            _starting.Release();
        }
    }

    /// <summary>Makes an answer without giving it.</summary>
    public async Task<DraftedAnswer> DraftAsync(int number, CancellationToken cancellationToken)
    {
        var (text, place) = await host.ReadAsync(room => (room.Find(number).Text, room.PlaceAt(services.Time.GetUtcNow())));
        var draft = await DraftedAnswer.MakeAsync(services.Engines.Answerer, Ask(text, place), cancellationToken);
        _draft = (number, text, place, draft);
        return draft;
    }

    /// <summary>Silences the answer; completes when it is over.</summary>
    /// <param name="question">Only if it answers this question; null for any.</param>
    public async Task StopAsync(int? question = null)
    {
        await _starting.WaitAsync();
        try
        {
            if (_current is { } current && (question ?? current.Question) == current.Question)
            {
                current.Stop();
                await current.Finished;
            }

            await host.Followed.StopAsync(question);
        }
        finally
        {
            _starting.Release();
        }
    }

    /// <summary>Silences an answer, if it is given here, without waiting for its end.</summary>
    public void StopSoon(int answer)
    {
        if (_current is { } current && current.Number == answer)
        {
            current.Stop();
        }
    }

    /// <summary>A projector here reports what it has played.</summary>
    public void Heard(int answer, long sample, bool isOver)
    {
        if (_current?.Number == answer || host.Followed.Number == answer)
        {
            _ = services.Link.TellAsync(new AnswerHeard(host.Settings.Id, answer, sample, isOver));
            HeardSomewhere(answer, sample, isOver);
        }
    }

    /// <summary>A projector, here or at another server, has played this much.</summary>
    public void HeardSomewhere(int answer, long sample, bool isOver)
    {
        host.Followed.Heard(answer, sample);
        if (_current is { } current && current.Number == answer && sample >= 0)
        {
            host.Audience.Heard(current, Math.Min(sample, current.Samples));
            if (isOver)
            {
                current.HearOut();
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        await (_current?.Finished ?? Task.CompletedTask);
        _closing.Dispose();
        _starting.Dispose();
    }

    private Decision<(LectureAnswer Answer, LectureQuestion Question, string? Place)> Begin(LectureRoom room, int number, string? words, DateTimeOffset now)
    {
        room.RequireOpen();
        if (room.IsPaused)
        {
            throw new UserInputException(LectureCodes.Paused, "The assistant is silenced. Let it speak again first.");
        }

        if (room.Speaking is not null)
        {
            throw new UserInputException(LectureCodes.Busy, "An answer is being given. Stop it first, or wait for its end.");
        }

        var question = room.Find(number).Require(q => q.IsLive || q.Status == QuestionStatus.Answered, "answered");
        var isApproved = words is null && services.Bank.Find(room.Settings.Course, question.Text) is { IsBanned: false };
        var answer = room.NextAnswer;
        return new([new AnswerBegun(now, answer, number, isApproved, services.Link.IsAlone ? null : services.Link.Server)], after => (after.Answers[answer], question, after.PlaceAt(now)));
    }

    private Question Ask(string text, string? place) =>
        new(text, host.Settings.Course) { CurrentLocator = place, Language = host.Settings.Language };

    private async Task RunAsync(AnswerInProgress current, LectureQuestion question, string? place, string? words, bool isApproved, CancellationTokenSource stopping)
    {
        var status = AnswerStatus.Failed;
        try
        {
            status = await GiveAsync(current, EnginesFor(question, place, words, isApproved), question.Text, place, stopping.Token);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            status = AnswerStatus.Stopped;
        }
        catch (Exception exception)
        {
            _logger.AnswerFailed(exception, host.Settings.Id, current.Number);
        }

        await EndAsync(current, status);
        stopping.Dispose();
    }

    private TurnEngines EnginesFor(LectureQuestion question, string? place, string? words, bool isApproved)
    {
        var engines = services.Engines;
        if (words is not null)
        {
            return engines with { Answerer = new DraftAnswerer(DraftedAnswer.Of(words, Verbalizer.Speak(words, BlockKind.Prose))) };
        }

        if (isApproved)
        {
            return engines with { Synthesizer = engines.Synthesizer is { } voice ? new BankedSynthesizer(voice, services.Bank, host.Settings.Course) : null };
        }

        return _draft is { } draft && (draft.Question, draft.Text, draft.Place) == (question.Number, question.Text, place)
            ? engines with { Answerer = new DraftAnswerer(draft.Draft) }
            : engines with { Answerer = new LanguageAnswerer(engines.Answerer, host.Settings.Language) };
    }

    private async Task<AnswerStatus> GiveAsync(AnswerInProgress current, TurnEngines engines, string text, string? place, CancellationToken cancellationToken)
    {
        var request = new TurnRequest(host.Settings.Course) { Text = text, Voice = host.Settings.Voice, CurrentLocator = place };
        var pieces = new SoundPieces(services.Options.Value, services.Time);
        await foreach (var step in new Turn(current.Number, engines, services.Turns.Value, services.Time).RunAsync(request, cancellationToken))
        {
            switch (step)
            {
                case AudioChunkEvent chunk:
                    TellSound(current, await pieces.AddAsync(chunk, cancellationToken));
                    continue;
                case LatencyEvent latency when latency.StagesMs.TryGetValue("firstAudio", out var milliseconds):
                    host.FirstSound(milliseconds);
                    break;
                case TurnEndedEvent:
                    TellSound(current, pieces.Flush());
                    break;
            }

            Tell(current, step);
        }

        await HearOutAsync(current, pieces, cancellationToken);
        return current.Reason is TurnEndReason.Answered or TurnEndReason.Abstained or TurnEndReason.Degraded ? AnswerStatus.Spoken : AnswerStatus.Failed;
    }

    private void TellSound(AnswerInProgress current, AudioChunkEvent? piece)
    {
        if (piece is not null)
        {
            Tell(current, piece);
        }
    }

    private void Tell(AnswerInProgress current, TurnEvent step)
    {
        var number = current.Steps;
        host.Audience.Tell(current, step);
        current.Told = services.Link.TellAsync(new AnswerStepped(host.Settings.Id, current.Number, number, step));
    }

    /// <summary>The floor is free when the hall has heard the answer: the projector says so, or its time is over.</summary>
    private async Task HearOutAsync(AnswerInProgress current, SoundPieces pieces, CancellationToken cancellationToken)
    {
        if (current.Samples == 0)
        {
            return;
        }

        var patience = host.Audience.Count().Projectors > 0 ? services.Options.Value.EndPatience : TimeSpan.Zero;
        var left = pieces.Left(current.Samples) + patience;
        if (left > TimeSpan.Zero)
        {
            await Task.WhenAny(current.HeardOut, Task.Delay(left, services.Time, cancellationToken));
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    private async Task EndAsync(AnswerInProgress current, AnswerStatus status)
    {
        try
        {
            host.Audience.End();
            _current = null;
            await Task.WhenAny(current.Told, Task.Delay(LongestTelling, services.Time)); // the end comes behind what it ends
            await host.DecideAsync((room, now) => room.Speaking?.Number == current.Number ? Decision.Of(current.ToRecord(now, status)) : Decision.Of());
        }
        catch (UserInputException notKept)
        {
            _logger.AnswerFailed(notKept, host.Settings.Id, current.Number);
        }
        finally
        {
            current.Dispose();
        }
    }
}
