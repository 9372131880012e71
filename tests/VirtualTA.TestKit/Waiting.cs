namespace VirtualTA.TestKit;

/// <summary>Waiting in tests: for events, never for time. The limit only turns a hang into a failure.</summary>
public static class Waiting
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(2);
    private const int TurnsWithoutPause = 200;


    public static Task WithinReason(this Task task) => task.WaitAsync(Limit);

    public static Task<T> WithinReason<T>(this Task<T> task) => task.WaitAsync(Limit);

    public static async Task<List<T>> ToListWithinReason<T>(this IAsyncEnumerable<T> source)
    {
        using var limit = new CancellationTokenSource(Limit);
        var items = new List<T>();
        await foreach (var item in source.WithCancellation(limit.Token))
        {
            items.Add(item);
        }

        return items;
    }

    /// <summary>Waits for a condition that no event announces.</summary>
    public static async Task UntilAsync(Func<bool> condition)
    {
        using var limit = new CancellationTokenSource(Limit);
        using var timer = new PeriodicTimer(Pause);
        for (var turn = 0; !condition(); turn++)
        {
            limit.Token.ThrowIfCancellationRequested();
            if (turn < TurnsWithoutPause)
            {
                await Task.Yield();
            }
            else
            {
                await timer.WaitForNextTickAsync(limit.Token); // a core that only asks is taken from those who are waited for
            }
        }
    }
}
