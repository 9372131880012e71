using System.Collections.Concurrent;
using System.Security.Cryptography;
using VirtualTA.Core.Contracts;

namespace VirtualTA.Core.Conversation;

/// <summary>All conversations of the server: bounded in number, forgotten when idle, drained before a restart.</summary>
public sealed class ConversationRegistry : IDisposable
{
    private static readonly TimeSpan SweepInterval = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<string, Conversation> _conversations = new(StringComparer.Ordinal);
    private readonly ConversationServices _services;
    private readonly ConversationAdmission _admission;
    private readonly ITimer _sweep;

    /// <summary>Creates an empty registry.</summary>
    /// <param name="engines">What turns run on.</param>
    /// <param name="turnOptions">Limits of one turn.</param>
    /// <param name="options">Limits of conversations.</param>
    /// <param name="time">Clock of every lifetime and timeline.</param>
    public ConversationRegistry(TurnEngines engines, TurnOptions turnOptions, ConversationOptions options, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(time);
        _admission = new ConversationAdmission(options);
        _services = new ConversationServices(
            engines,
            turnOptions,
            options,
            time,
            _admission,
            record => TurnOver?.Invoke(record),
            audible => TurnAudible?.Invoke(audible),
            played => TurnPlayed?.Invoke(played),
            speculation => SpeculationOver?.Invoke(speculation),
            code => Refused?.Invoke(code),
            outcome => Listened?.Invoke(outcome),
            delay => BargedIn?.Invoke(delay),
            words => CutReported?.Invoke(words),
            Apology);
        _sweep = time.CreateTimer(_ => ForgetIdle(), null, SweepInterval, SweepInterval);
    }

    /// <summary>Raised when a turn has ended and released everything; handlers must be quick and not throw.</summary>
    public event Action<TurnRecord>? TurnOver;

    /// <summary>Raised when a listener reports the first sound of an answer; may come after <see cref="TurnOver"/>.</summary>
    public event Action<TurnAudible>? TurnAudible;

    /// <summary>Raised when a listener reports how an answer was played; may come after <see cref="TurnOver"/>.</summary>
    public event Action<TurnPlayed>? TurnPlayed;

    /// <summary>Raised when an answer begun before its question was over is used or thrown away.</summary>
    public event Action<SpeculationRecord>? SpeculationOver;

    /// <summary>Raised when a question is refused for want of room, with the code of the refusal.</summary>
    public event Action<string>? Refused;

    /// <summary>Raised when it is known what speech over an answer, or right before one, was.</summary>
    public event Action<Listening.ListeningOutcome>? Listened;

    /// <summary>Raised when speech interrupts an answer, with the time from where it was noticed to the decision.</summary>
    public event Action<TimeSpan>? BargedIn;

    /// <summary>Raised when a listener tells where an interrupted answer fell silent, with the words by which the history is wrong about it.</summary>
    public event Action<int>? CutReported;

    /// <summary>What people hear who are refused.</summary>
    public OverloadApology Apology { get; } = new();

    /// <summary>Number of conversations remembered.</summary>
    public int Count => _conversations.Count;

    /// <summary>Number of turns that run or wait for their listener.</summary>
    public int LiveTurns => _admission.LiveTurns;

    /// <summary>Number of turns that wait for a listener who lost the connection.</summary>
    public int DetachedTurns => _conversations.Values.Count(conversation => conversation.IsDetached);

    /// <summary>Completes when no turn is live.</summary>
    public Task WhenIdle => _admission.WhenIdle;

    /// <summary>Starts a conversation.</summary>
    /// <exception cref="UserInputException">There are as many live conversations as are allowed.</exception>
    public Conversation Create()
    {
        while (_conversations.Count >= _services.Options.MaximumConversations)
        {
            if (_conversations.Values.Where(known => !known.IsLive).MinBy(known => known.LastUsed) is not { } oldest)
            {
                throw new UserInputException(
                    NoticeCodes.Overloaded, "Too many conversations are going on. Please try again in a few minutes.");
            }

            _conversations.TryRemove(oldest.Id, out _);
        }

        var id = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        return _conversations[id] = new Conversation(id, _services);
    }

    /// <summary>Finds a conversation.</summary>
    /// <param name="id">Its key.</param>
    /// <exception cref="UserInputException">There is none, or it was forgotten.</exception>
    public Conversation Find(string id) =>
        _conversations.TryGetValue(id, out var conversation)
            ? conversation
            : throw new UserInputException(
                NoticeCodes.ConversationUnknown, "This conversation has ended. Reload the page to start a new one.");

    /// <summary>Whether a conversation is still remembered.</summary>
    /// <param name="conversation">The conversation.</param>
    public bool Knows(Conversation conversation) =>
        conversation is not null && _conversations.ContainsKey(conversation.Id);

    /// <summary>Refuses new turns and waits for those that run.</summary>
    /// <param name="cancellationToken">Gives up waiting.</param>
    public Task DrainAsync(CancellationToken cancellationToken)
    {
        _admission.Close();
        return _admission.WhenIdle.WaitAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public void Dispose() => _sweep.Dispose();

    private void ForgetIdle()
    {
        foreach (var (id, conversation) in _conversations)
        {
            if (!conversation.IsLive && _services.Time.GetElapsedTime(conversation.LastUsed) > _services.Options.IdleLifetime)
            {
                _conversations.TryRemove(id, out _);
            }
        }
    }
}
