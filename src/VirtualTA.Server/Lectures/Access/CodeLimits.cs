using System.Threading.RateLimiting;
using Microsoft.Extensions.Options;
using VirtualTA.Core.Contracts;
using VirtualTA.Core.Lectures;

namespace VirtualTA.Server.Lectures.Access;

/// <summary>Keeps an address from trying codes until one fits. Right codes cost nothing: a hall often shares one address.</summary>
internal sealed class CodeLimits(IOptions<LectureOptions> options) : IDisposable
{
    private readonly PartitionedRateLimiter<string> _wrong = PartitionedRateLimiter.Create<string, string>(address =>
        RateLimitPartition.GetFixedWindowLimiter(
            address, _ => new FixedWindowRateLimiterOptions { PermitLimit = options.Value.WrongCodesPerMinute, Window = TimeSpan.FromMinutes(1) }));

    /// <exception cref="UserInputException">The address has tried too many wrong codes.</exception>
    public void RequirePatience(string address)
    {
        using var lease = _wrong.AttemptAcquire(address, permitCount: 0);
        if (!lease.IsAcquired)
        {
            throw new UserInputException(LectureCodes.TooFast, "Too many wrong codes came from your network. Please wait a minute.");
        }
    }

    public void CountWrong(string address) => _wrong.AttemptAcquire(address).Dispose();

    public void Dispose() => _wrong.Dispose();
}
