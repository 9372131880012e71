using System.Collections.Concurrent;
using VirtualTA.Server.Lectures.Rooms;
using VirtualTA.Server.Lectures.Storage;

namespace VirtualTA.Server.Lectures.Servers;

/// <summary>Follows the other servers of the same rooms, and shows them that this one is alive.</summary>
internal sealed class ServerFollower(LectureHall hall, ILectureStore store, ILectureLink link, TimeProvider time, ILogger<ServerFollower> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LongestSilence = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<string, long> _lastHeard = new(StringComparer.Ordinal);
    private long _listeningSince;

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await store.PrepareAsync(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (link.IsAlone)
        {
            return;
        }

        _listeningSince = time.GetTimestamp();
        using var timer = time.CreateTimer(_ => _ = KeepTouchAsync(), null, Interval, Interval);
        try
        {
            await foreach (var heard in link.HearAsync(stoppingToken))
            {
                await FollowAsync(heard, stoppingToken);
            }
        }
        catch (OperationCanceledException)
        {
            // The server stops.
        }
    }

    private async Task FollowAsync(ServerSignal heard, CancellationToken stoppingToken)
    {
        if (heard.Signal is LinkRestored)
        {
            Interlocked.Exchange(ref _listeningSince, time.GetTimestamp()); // silence before counts for nothing
        }
        else
        {
            _lastHeard[heard.Server] = time.GetTimestamp();
        }

        try
        {
            await hall.FollowAsync(heard, stoppingToken);
        }
        catch (Exception failed) when (failed is not OperationCanceledException)
        {
            logger.NotFollowed(failed, heard.Signal.Room);
        }
    }

    private async Task KeepTouchAsync()
    {
        try
        {
            await link.TellAsync(new ServerThere());
            string[] gone = [.. _lastHeard.Keys.Where(IsGone)];
            await hall.KeepTouchAsync(IsGone, gone);
        }
        catch (Exception failed)
        {
            logger.NotFollowed(failed, "");
        }
    }

    private bool IsGone(string server)
    {
        var since = Interlocked.Read(ref _listeningSince);
        return time.GetElapsedTime(_lastHeard.TryGetValue(server, out var heard) ? Math.Max(heard, since) : since) > LongestSilence;
    }
}
