namespace VirtualTA.Core.Conversation;

// Answers begun before their question is surely over.
public sealed partial class Conversation
{
    /// <summary>Begins to answer in silence; null where there is no room for it, or no use.</summary>
    /// <param name="request">The question as understood so far.</param>
    /// <param name="heard">The timeline of its speech.</param>
    internal SpeculativeAnswer? Speculate(TurnRequest request, TurnTimeline heard)
    {
        SpeculativeAnswer held;
        lock (_gate)
        {
            if (_current is { IsRunning: true } or { Settled.IsCompleted: false } || !_services.Admission.HasRoom)
            {
                return null;
            }

            if (_services.Admission.IsBusy)
            {
                heard.Fire(BudgetRules.NoSpeculation);
                return null;
            }

            IReadOnlyList<Contracts.Exchange> history = _current?.ToExchange(_acknowledges) is { } last ? [.. _history, last] : [.. _history];
            request = request with { History = history, IsSpeculative = true };
            var turn = new Turn(_turns + 1, _services.Engines, _services.TurnOptions, _services.Time, heard.Branch());
            held = new SpeculativeAnswer(
                new ConversationTurn(turn, _services.Options, _services.Time, static _ => { }), request, _current, _current?.Log.Sound.Heard ?? 0);
        }

        held.Turn.Start(request);
        return held;
    }

    /// <summary>Lets a held answer go: it becomes the current turn, with everything it has made.</summary>
    /// <returns>The turn; null where the answer is of no use any more.</returns>
    /// <exception cref="Contracts.UserInputException">The server takes no more turns.</exception>
    internal ConversationTurn? TryPromote(SpeculativeAnswer held, TurnTimeline heard, Contracts.Transcript transcript)
    {
        lock (_gate)
        {
            Touch();
            if (_current is { IsRunning: true } || held.Turn.Number != _turns + 1 || held.Before != _current
                || held.Heard != (_current?.Log.Sound.Heard ?? 0) || held.Turn.Failure is not null || !held.Answers(transcript.Text))
            {
                return null;
            }

            _services.Admission.Enter();
            Remember();
            _turns++;
            _current = held.Turn;
            IsLive = true;
            held.Turn.Promote(heard, transcript, over => Release(over, held.Request));
        }

        _services.SpeculationOver(new SpeculationRecord(WasUsed: true, Age(held)));
        return held.Turn;
    }

    /// <summary>Throws a held answer away.</summary>
    internal void Discard(SpeculativeAnswer held)
    {
        held.Turn.Discard();
        _services.SpeculationOver(new SpeculationRecord(WasUsed: false, Age(held)));
    }

    private static TimeSpan Age(SpeculativeAnswer held) =>
        held.Turn.Timeline.Elapsed - (held.Turn.Timeline.At(TurnStage.RetrievalStarted) ?? held.Turn.Timeline.Elapsed);
}
