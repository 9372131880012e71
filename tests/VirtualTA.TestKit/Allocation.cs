namespace VirtualTA.TestKit;

/// <summary>What work allocates on the managed heap.</summary>
public static class Allocation
{
    private const int Rounds = 5;

    /// <summary>Bytes that <paramref name="work"/> allocates on this thread once it is warm.</summary>
    /// <param name="work">Run several times, the first time unmeasured; what it allocates by itself, it allocates every time.</param>
    /// <remarks>
    /// The least of several rounds: the runtime also counts what its compiler does on this thread, and the unused rest of the
    /// thread's block when a collection begun by another test takes it away.
    /// </remarks>
    public static long Of(Action work)
    {
        ArgumentNullException.ThrowIfNull(work);
        work();
        long least = long.MaxValue;
        for (int round = 0; round < Rounds; round++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            work();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return least;
    }
}
