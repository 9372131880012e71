using VirtualTA.Core.Contracts;

namespace VirtualTA.Server.Lectures.Servers;

/// <summary>What a lecturer decided about an answer.</summary>
/// <param name="Course">The course.</param>
/// <param name="Question">The question.</param>
/// <param name="Answer">The approved answer; null takes the approval back.</param>
/// <param name="Citations">Its sources.</param>
/// <param name="DecidedAt">When.</param>
internal sealed record ApprovalDecision(string Course, string Question, string? Answer, IReadOnlyList<Citation> Citations, DateTimeOffset DecidedAt);

/// <summary>Decisions about answers for all servers. Each also keeps them with its own courses.</summary>
internal interface IApprovalLog
{
    /// <summary>Keeps a decision and tells the other servers.</summary>
    Task AppendAsync(ApprovalDecision decision, CancellationToken cancellationToken);

    /// <summary>The decisions behind a number, in order.</summary>
    Task<IReadOnlyList<(long Number, ApprovalDecision Decision)>> ReadAfterAsync(long number, CancellationToken cancellationToken);
}

/// <summary>One server needs no log beside its courses.</summary>
internal sealed class NoApprovalLog : IApprovalLog
{
    public Task AppendAsync(ApprovalDecision decision, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task<IReadOnlyList<(long Number, ApprovalDecision Decision)>> ReadAfterAsync(long number, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<(long, ApprovalDecision)>>([]);
}
