using Microsoft.AspNetCore.SignalR;
using VirtualTA.Core.Conversation;

namespace VirtualTA.Server.Hubs;

/// <summary>The wire to browsers and programs. Holds no state: every call is handed on.</summary>
/// <remarks>A refused call is a notice and an end with reason <c>rejected</c>, never a broken connection.</remarks>
public sealed class TeachingAssistantHub : Hub
{
    /// <summary>Where the hub is reached.</summary>
    public const string Path = "/hub/ta";

    private readonly QuestionDesk _desk;

    /// <summary>Created for each call.</summary>
    /// <param name="services">Where the desk is found.</param>
    public TeachingAssistantHub(IServiceProvider services) => _desk = services.GetRequiredService<QuestionDesk>();

    /// <summary>Starts a conversation that survives this connection.</summary>
    public OpenedConversation OpenConversation() => _desk.Open(Caller.Of(Context));

    /// <summary>Asks one question and streams its answer. Ending the stream stops the answer; losing the connection does not.</summary>
    /// <param name="request">The question, or what surrounds a spoken one.</param>
    /// <param name="frames">The spoken question: base64 of mono 16-bit little-endian PCM at 16 kHz, 20–100 ms each.</param>
    /// <param name="cancellationToken">Set by the framework when the stream ends early.</param>
    public IAsyncEnumerable<TurnEvent> Ask(AskRequest? request, IAsyncEnumerable<string> frames, CancellationToken cancellationToken) =>
        _desk.AskAsync(Caller.Of(Context), request, frames, cancellationToken);

    /// <summary>Listens to an open microphone and answers each question in it; speaking over an answer interrupts it.</summary>
    /// <param name="request">What the questions have in common; its text is ignored.</param>
    /// <param name="microphone">Everything the microphone takes up, pauses included: frames as in <see cref="Ask"/>. Ending it closes the microphone.</param>
    /// <param name="cancellationToken">Set by the framework when the stream ends early.</param>
    public IAsyncEnumerable<TurnEvent> Converse(AskRequest? request, IAsyncEnumerable<string> microphone, CancellationToken cancellationToken) =>
        _desk.ConverseAsync(Caller.Of(Context), request, microphone, cancellationToken);

    /// <summary>Listens to a turn again: written events from its start, sound from a chunk on.</summary>
    /// <param name="conversationId">The conversation.</param>
    /// <param name="turn">The turn.</param>
    /// <param name="fromChunk">The chunk after the last one received; 0 if none was.</param>
    /// <param name="cancellationToken">Set by the framework when the stream ends early.</param>
    public IAsyncEnumerable<TurnEvent> Resume(string conversationId, int turn, int fromChunk, CancellationToken cancellationToken) =>
        _desk.ResumeAsync(Caller.Of(Context), conversationId, turn, fromChunk, cancellationToken);

    /// <summary>Silences a turn.</summary>
    /// <param name="conversationId">The conversation; null for the connection's own.</param>
    /// <param name="turn">The turn.</param>
    public void Stop(string? conversationId, int turn) => _desk.Stop(Caller.Of(Context), conversationId, turn);

    /// <summary>Reports what was played: every 100 ms while playing, and once more at a stop.</summary>
    /// <param name="conversationId">The conversation; null for the connection's own.</param>
    /// <param name="turn">The turn.</param>
    /// <param name="chunk">The chunk being played.</param>
    /// <param name="sample">Number of samples of the turn's sound that have left the speaker.</param>
    /// <param name="clientTimeMs">The client's monotonic clock at that moment, in milliseconds.</param>
    public void Heard(string? conversationId, int turn, int chunk, long sample, double clientTimeMs) =>
        _desk.Heard(Caller.Of(Context), conversationId, turn, sample);

    /// <summary>Reports, once an answer was played or cut, what the listener's machine measured of it.</summary>
    /// <param name="conversationId">The conversation; null for the connection's own.</param>
    /// <param name="turn">The turn.</param>
    /// <param name="report">What was measured, on the server's clock as estimated by <see cref="ReadClock"/>.</param>
    public void Played(string? conversationId, int turn, PlaybackMeasurement? report) => _desk.Played(Caller.Of(Context), conversationId, turn, report);

    /// <summary>Tells the server's clock: half of the shortest round trip bounds the error of a client's estimate.</summary>
    public ServerClock ReadClock() => _desk.ReadClock();
}
