using System.ComponentModel.DataAnnotations;
using System.Threading.RateLimiting;
using Microsoft.Extensions.Options;
using VirtualTA.Core.Contracts;

namespace VirtualTA.Server.Hubs;

/// <summary>How much one caller may ask for.</summary>
internal sealed class LimitOptions
{
    /// <summary>Answers that one connection may listen to at once.</summary>
    [Range(1, 1_000)]
    public int TurnsPerConnection { get; set; } = 1;

    /// <summary>Answers that one address may listen to at once; a lecture hall often shares one address.</summary>
    [Range(1, 100_000)]
    public int TurnsPerAddress { get; set; } = 64;

    /// <summary>Questions that one address may ask in a minute.</summary>
    [Range(1, 1_000_000)]
    public int QuestionsPerMinutePerAddress { get; set; } = 600;

    /// <summary>How long a spoken question may pause between two frames before it is given up.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:05:00")]
    public TimeSpan FramePatience { get; set; } = TimeSpan.FromSeconds(10);
}

/// <summary>Keeps one caller from taking the room of all others.</summary>
internal sealed class CallerLimits : IDisposable
{
    private readonly PartitionedRateLimiter<Caller> _connection;
    private readonly PartitionedRateLimiter<Caller> _microphone = Concurrency(caller => caller.Connection, limit: 1);
    private readonly PartitionedRateLimiter<Caller> _address;

    public CallerLimits(IOptions<LimitOptions> options)
    {
        var limits = options.Value;
        _connection = Concurrency(caller => caller.Connection, limits.TurnsPerConnection);
        _address = PartitionedRateLimiter.CreateChained(
            Concurrency(caller => caller.Address, limits.TurnsPerAddress),
            PartitionedRateLimiter.Create<Caller, string>(caller => RateLimitPartition.GetSlidingWindowLimiter(
                caller.Address,
                _ => new SlidingWindowRateLimiterOptions
                {
                    PermitLimit = limits.QuestionsPerMinutePerAddress,
                    Window = TimeSpan.FromMinutes(1),
                    SegmentsPerWindow = 6,
                })));
    }

    /// <summary>Lets a question in; the result is given back when its answer is over.</summary>
    /// <exception cref="UserInputException">The caller asks for too much.</exception>
    public IDisposable Enter(Caller caller) => Enter(
        caller, _connection, "The last question is still being answered. Wait for the end, or stop it first.");

    /// <summary>Lets an open microphone in, beside which questions may still be typed.</summary>
    /// <exception cref="UserInputException">The caller has one already, or its address asks for too much.</exception>
    public IDisposable Open(Caller caller) => Enter(
        caller, _microphone, "The microphone of this page is open already. Close it first.");

    private Entrance Enter(Caller caller, PartitionedRateLimiter<Caller> limiter, string refusal)
    {
        var connection = limiter.AttemptAcquire(caller);
        if (!connection.IsAcquired)
        {
            connection.Dispose();
            throw new UserInputException(NoticeCodes.TurnInProgress, refusal);
        }

        var address = _address.AttemptAcquire(caller);
        if (!address.IsAcquired)
        {
            address.Dispose();
            connection.Dispose();
            throw new UserInputException(
                NoticeCodes.Overloaded, "Too many questions come from your network at once. Please ask again in a minute.");
        }

        return new Entrance(connection, address);
    }

    public void Dispose()
    {
        _connection.Dispose();
        _microphone.Dispose();
        _address.Dispose();
    }

    private static PartitionedRateLimiter<Caller> Concurrency(Func<Caller, string> key, int limit) =>
        PartitionedRateLimiter.Create<Caller, string>(caller => RateLimitPartition.GetConcurrencyLimiter(
            key(caller), _ => new ConcurrencyLimiterOptions { PermitLimit = limit, QueueLimit = 0 }));

    private sealed class Entrance(RateLimitLease connection, RateLimitLease address) : IDisposable
    {
        public void Dispose()
        {
            address.Dispose();
            connection.Dispose();
        }
    }
}
