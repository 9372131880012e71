using VirtualTA.Core.Conversation;

namespace VirtualTA.Server.Lectures.Servers;

/// <summary>How servers of the same rooms hear of each other.</summary>
internal interface ILectureLink
{
    /// <summary>Key of this server; another one after each start.</summary>
    string Server { get; }

    /// <summary>Whether there are no other servers.</summary>
    bool IsAlone { get; }

    /// <summary>Tells the others; signals arrive in the order of the calls.</summary>
    /// <returns>Completes when it is told, or given up.</returns>
    Task TellAsync(LectureSignal signal);

    /// <summary>What the others say; never ends by itself.</summary>
    IAsyncEnumerable<ServerSignal> HearAsync(CancellationToken cancellationToken);

    /// <summary>The steps of an answer behind one, as the server that gives it kept them.</summary>
    Task<IReadOnlyList<TurnEvent>> ReadStepsAsync(string room, int answer, int after, CancellationToken cancellationToken);
}
