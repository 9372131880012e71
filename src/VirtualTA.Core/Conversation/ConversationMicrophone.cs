using System.Threading.Channels;
using VirtualTA.Core.Contracts;
using VirtualTA.Core.Listening;

namespace VirtualTA.Core.Conversation;

/// <summary>
/// An open microphone: finds the questions in it, answers them, and lets the speaker interrupt. Speech over an answer
/// ducks it at once; words, or lasting speech, interrupt it; agreement, noise and echo let it go on (agent.md §4, §5).
/// A question that is over when the connection breaks is answered all the same, for a listener who comes back.
/// </summary>
internal sealed partial class ConversationMicrophone(
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
    private CancellationToken _left; // for good, not by a lost connection

    /// <summary>Listens until the microphone closes and every answer is over. Never throws: a failure travels through the events.</summary>
    public async Task RunAsync(IAsyncEnumerable<AudioFrame> microphone, CancellationToken cancellationToken)
    {
        using var left = new CancellationTokenSource();
        using var leaving = cancellationToken.Register(() => LeaveUnlessLost(left));
        _left = left.Token;
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
            if (connection.IsCancellationRequested && _utterance is { Overlaps: null } spoken && IsLikelyOver(spoken))
            {
                Commit(spoken, cancellationToken);
            }

            Withdraw();
            await _answering.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await left.CancelAsync();
            await (_utterance?.Transcript ?? Task.CompletedTask);
        }
    }

    private void LeaveUnlessLost(CancellationTokenSource left)
    {
        if (!connection.IsCancellationRequested)
        {
            left.Cancel();
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

        if (_speculation is null && _speculations < MostSpeculations && IsLikelyOver(utterance))
        {
            _speculations++;
            _speculation = conversation.Speculate(template with { Heard = new Transcript(question, IsFinal: true, [], 0) }, utterance.Timeline);
        }
    }

    /// <summary>Whether the question may well be over. Words that the pause is about to be read for are not relied on before.</summary>
    private bool IsLikelyOver(ConversationUtterance utterance)
    {
        var reading = utterance.Reading(_voice.Silence);
        var words = reading?.Text ?? utterance.Words;
        var least = reading is null && recognizer.ReadsPauses ? options.EndOfTurn.FinishedPause : options.EndOfTurn.SpeculationPause;
        return _voice.Silence >= least && words.Length > 0 && BargeInJudge.HasContent($"{utterance.Before} {words}")
            && _end.IsLikelyEnd(utterance.Words, reading);
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
        utterance.Start(recognizer, template.Recognition, words => TellAsync(utterance, words, cancellationToken), _left);
        await events.WriteAsync(new ListeningEvent(conversation.NextTurn, IsSpeaking: true), cancellationToken);
    }

    private ValueTask TellAsync(ConversationUtterance utterance, string words, CancellationToken cancellationToken) =>
        utterance.Overlaps is null
            ? TellAsync(new PartialTranscriptEvent(conversation.NextTurn, $"{utterance.Before} {words}".Trim()), cancellationToken)
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

    private void Forget()
    {
        _utterance = null;
        _voice.Reset();
        Withdraw();
        (_voiced, _speculations) = (0, 0);
        _end.Begin();
    }
}
