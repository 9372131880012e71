namespace VirtualTA.TestKit;

/// <summary>The system's time, run faster: what waits a second waits a fraction of one.</summary>
/// <param name="factor">How much faster.</param>
public sealed class FastTimeProvider(int factor) : TimeProvider
{
    private readonly long _origin = System.GetTimestamp();

    public override long GetTimestamp() => _origin + ((System.GetTimestamp() - _origin) * factor);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        System.CreateTimer(callback, state, Shorten(dueTime), Shorten(period));

    private TimeSpan Shorten(TimeSpan time) => time <= TimeSpan.Zero ? time : time / factor;
}
