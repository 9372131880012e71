using System.Threading.Channels;
using VirtualTA.Core.Contracts;
using VirtualTA.Core.Listening;

namespace VirtualTA.Core.Conversation;

/// <summary>
/// An open microphone: finds the questions in it, answers them, and lets the speaker interrupt. Speech over an answer
/// ducks it at once; words, or lasting speech, interrupt it; agreement, noise and echo let it go on (agent.md §4, §5).
/// </summary>
internal sealed class ConversationMicrophone(
    Conversation conversation,
    ConversationServices services,
    ISpeechRecognizer recognizer,
    TurnRequest template,
    ListeningOptions options,
    ChannelWriter<TurnEvent> events,
    CancellationToken connection)
{
    private const int SpeakingAgain = 3; // windows of 20 ms
    private const int MostSpeculations = 4; // for one utterance: each may cost a search and a sentence of speech

    private readonly VoiceActivityDetector _voice = new();
    private readonly EndOfTurnDetector _end = new(options.EndOfTurn);
    private readonly Queue<short[]> _preRoll = new();
    private readonly int _preRollWindows =
        (int)(options.PreRoll.TotalSeconds * AudioFrame.SampleRate / VoiceActivityDetector.WindowSamples);

    private ConversationUtterance? _utterance;
    private Task _answering = Task.CompletedTask;
    private string _lastQuestion = "";
    private SpeculativeAnswer? _speculation;
    private int _speculations;
    private int _voiced;

    /// <summary>Listens until the microphone closes and every answer is over. Never throws: a failure travels through the events.</summary>
    public async Task RunAsync(IAsyncEnumerable<AudioFrame> microphone, CancellationToken cancellationToken)
    {
        try
        {
            var window = new short[VoiceActivityDetector.WindowSamples];
            var filled = 0;
            await foreach (var frame in microphone.WithCancellation(cancellationToken))
            {
                for (var rest = frame.Samples; !rest.IsEmpty;)
                {
                    var count = Math.Min(rest.Length, window.Length - filled);
                    rest[..count].CopyTo(window.AsMemory(filled));
                    rest = rest[count..];
                    filled = (filled + count) % window.Length;
                    if (filled == 0)
                    {
                        await HearAsync(window, cancellationToken);
                    }
                }
            }

            Withdraw();
            if (_utterance is { Overlaps: null } unfinished)
            {
                Commit(unfinished, cancellationToken);
            }

            await _answering;
            events.Complete();
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            events.Complete();
        }
        catch (Exception exception)
        {
            events.Complete(exception);
        }
        finally
        {
            Withdraw();
            await _answering.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task HearAsync(short[] window, CancellationToken cancellationToken)
    {
        var begins = _voice.Push(window);
        _end.Push(window, _voice);
        if (_utterance is null)
        {
            _preRoll.Enqueue([.. window]);
            if (_preRoll.Count > _preRollWindows)
            {
                _preRoll.Dequeue();
            }

            if (begins)
            {
                await BeginAsync(cancellationToken);
            }

            return;
        }

        _utterance.Add(window, _voice.IsActive);
        if (_utterance.Overlaps is { } answer)
        {
            await JudgeAsync(_utterance, answer, cancellationToken);
        }
        else if (_utterance.IsFull
            || (_voice.Silence >= options.EndOfTurn.FinishedPause && _voice.Silence >= _end.RequiredPause(_utterance.Words, _utterance.Reading(_voice.Silence))))
        {
            Commit(_utterance, cancellationToken);
        }
        else
        {
            Speculate(_utterance);
        }
    }

    /// <summary>Begins the answer in silence at a likely end, and throws it away when the speaker goes on or more words come to light.</summary>
    private void Speculate(ConversationUtterance utterance)
    {
        _voiced = _voice.IsActive ? _voiced + 1 : 0;
        var reading = utterance.Reading(_voice.Silence);
        var words = reading?.Text ?? utterance.Words;
        var question = $"{utterance.Before} {words}".Trim();
        if (_speculation is { } held && (_voiced >= SpeakingAgain || !(reading is null ? held.MayAnswer(question) : held.Answers(question))))
        {
            Withdraw();
        }

        if (_speculation is null && _speculations < MostSpeculations && _voice.Silence >= options.EndOfTurn.SpeculationPause
            && words.Length > 0 && BargeInJudge.HasContent(question) && _end.IsLikelyEnd(utterance.Words, reading))
        {
            _speculations++;
            _speculation = conversation.Speculate(template with { Heard = new Transcript(question, IsFinal: true, [], 0) }, utterance.Timeline);
        }
    }

    private void Withdraw()
    {
        if (_speculation is { } held)
        {
            _speculation = null;
            conversation.Discard(held);
        }
    }

    private async Task BeginAsync(CancellationToken cancellationToken)
    {
        var utterance = new ConversationUtterance(services.TurnOptions.MaximumSpeech, services.Time, conversation.AudibleTurn);
        if (utterance.Overlaps is { } answer)
        {
            await events.WriteAsync(new OverlapEvent(answer, OverlapState.Ducked), cancellationToken);
        }
        else if (conversation.SilentTurn is { } thinking)
        {
            // Nothing was audible yet, so the speaker simply goes on; the answer begun is thrown away.
            var isReopened = thinking.Age <= options.EndOfTurn.ReopenWindow;
            _end.Learn(wasCutOff: isReopened);
            if (isReopened)
            {
                services.Listened(ListeningOutcome.Reopened);
            }

            utterance.Before = isReopened ? _lastQuestion : "";
            conversation.Stop(thinking.Number);
        }

        foreach (var before in _preRoll)
        {
            utterance.Add(before, isActive: false);
        }

        _preRoll.Clear();
        _utterance = utterance;
        utterance.Start(recognizer, template.Recognition, words => TellAsync(utterance, words, cancellationToken), cancellationToken);
        await events.WriteAsync(new ListeningEvent(conversation.NextTurn, IsSpeaking: true), cancellationToken);
    }

    private ValueTask TellAsync(ConversationUtterance utterance, string words, CancellationToken cancellationToken) =>
        utterance.Overlaps is null
            ? events.WriteAsync(new PartialTranscriptEvent(conversation.NextTurn, $"{utterance.Before} {words}".Trim()), cancellationToken)
            : ValueTask.CompletedTask;

    private async Task JudgeAsync(ConversationUtterance utterance, int answer, CancellationToken cancellationToken)
    {
        var words = utterance.Words;
        var isOver = _voice.Silence >= options.BargeIn.OverlapEnd || utterance.Length >= options.BargeIn.LongestHold;
        if (isOver && words.Length == 0)
        {
            utterance.Complete(_voice.Silence);
            words = (await utterance.Transcript)?.Text ?? ""; // a short word may be known only now
        }

        if (BargeInJudge.Confirms(words, conversation.SpokenNow, utterance.Speech, conversation.AudibleFor, options.BargeIn))
        {
            utterance.Overlaps = null;
            services.Listened(ListeningOutcome.Interrupted);
            services.BargedIn(utterance.Timeline.Elapsed);
            conversation.Stop(answer);
            if (utterance.Transcript.IsCompleted)
            {
                Commit(utterance, cancellationToken);
            }
        }
        else if (isOver)
        {
            utterance.Complete(_voice.Silence);
            Forget();
            services.Listened(words.Length > 0 && !BargeInJudge.HasContent(words) ? ListeningOutcome.Agreement : ListeningOutcome.NotMeant);
            await events.WriteAsync(new OverlapEvent(answer, OverlapState.Resumed), cancellationToken);
            await events.WriteAsync(new ListeningEvent(conversation.NextTurn, IsSpeaking: false), cancellationToken);
        }
    }

    private void Commit(ConversationUtterance utterance, CancellationToken cancellationToken)
    {
        utterance.Complete(_voice.Silence);
        var held = _speculation;
        _speculation = null;
        Forget();
        _answering = AnswerAsync(utterance, held, _answering, cancellationToken);
    }

    private void Forget()
    {
        _utterance = null;
        _voice.Reset();
        Withdraw();
        (_voiced, _speculations) = (0, 0);
        _end.Begin();
    }

    private async Task AnswerAsync(
        ConversationUtterance utterance, SpeculativeAnswer? held, Task before, CancellationToken cancellationToken)
    {
        try
        {
            await before; // one answer at a time; the one before is over or was stopped
            if (await UnderstandAsync(utterance, cancellationToken) is { } question)
            {
                var given = held;
                held = null; // the conversation lets it go or throws it away
                await TellAsync(conversation.AnswerAsync(question, utterance.Timeline, given, connection, cancellationToken), cancellationToken);
            }
        }
        finally
        {
            if (held is not null)
            {
                conversation.Discard(held);
            }
        }
    }

    /// <returns>What was asked; null where nothing was, or it was not understood.</returns>
    private async Task<TurnRequest?> UnderstandAsync(ConversationUtterance utterance, CancellationToken cancellationToken)
    {
        await events.WriteAsync(new ListeningEvent(conversation.NextTurn, IsSpeaking: false), cancellationToken);
        var transcript = await utterance.Transcript;
        if (utterance.Failure is not null)
        {
            await RefuseAsync(NoticeCodes.RecognitionFailed, "The question could not be transcribed. Please ask again, or type it.", cancellationToken);
            return null;
        }

        var question = $"{utterance.Before} {transcript?.Text}".Trim();
        if (!BargeInJudge.HasContent(question))
        {
            return null; // noise, a cough or "okay": nothing was asked
        }

        _lastQuestion = question;
        return template with { Heard = new Transcript(question, IsFinal: true, [], transcript?.Confidence ?? 0) };
    }

    private async Task TellAsync(IAsyncEnumerable<TurnEvent> answer, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var turnEvent in answer)
            {
                await events.WriteAsync(turnEvent, cancellationToken);
            }
        }
        catch (UserInputException refused)
        {
            await RefuseAsync(refused.Code, refused.Message, cancellationToken);
        }
    }

    private async Task RefuseAsync(string code, string message, CancellationToken cancellationToken)
    {
        await events.WriteAsync(new NoticeEvent(0, code, message), cancellationToken);
        await events.WriteAsync(new TurnEndedEvent(0, TurnEndReason.Rejected), cancellationToken);
    }
}
