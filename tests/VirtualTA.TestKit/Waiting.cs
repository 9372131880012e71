namespace VirtualTA.TestKit;

/// <summary>Waiting in tests: for events, never for time. The limit only turns a hang into a failure.</summary>
public static class Waiting
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

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
        while (!condition())
        {
            limit.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }
}
