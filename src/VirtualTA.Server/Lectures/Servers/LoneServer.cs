using System.Runtime.CompilerServices;
using VirtualTA.Core.Conversation;

namespace VirtualTA.Server.Lectures.Servers;

/// <summary>One server with rooms of its own.</summary>
internal sealed class LoneServer : ILectureLink
{
    public string Server => "";

    public bool IsAlone => true;

    public Task TellAsync(LectureSignal signal) => Task.CompletedTask;

    public async IAsyncEnumerable<ServerSignal> HearAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
        yield break;
    }

    public Task<IReadOnlyList<TurnEvent>> ReadStepsAsync(string room, int answer, int after, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<TurnEvent>>([]);
}
