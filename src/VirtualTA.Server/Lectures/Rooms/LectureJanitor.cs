namespace VirtualTA.Server.Lectures.Rooms;

/// <summary>Looks after rooms whose time is over, once a minute.</summary>
internal sealed class LectureJanitor(LectureHall hall, TimeProvider time, ILogger<LectureJanitor> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                try
                {
                    await hall.CareAsync(stoppingToken);
                }
                catch (Exception failed) when (failed is not OperationCanceledException)
                {
                    logger.CareFailed(failed);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The server stops.
        }
    }
}
