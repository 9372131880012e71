namespace VirtualTA.Neural.Threading;

/// <summary>A few background threads that share the parts of one piece of work with the calling thread.</summary>
/// <remarks>
/// Parts are claimed one by one, so a thread that the operating system holds back delays at most its own part.
/// Workers spin for a bounded number of rounds after work, then sleep; while another caller has the workers, work runs on the calling thread alone.
/// Results are deterministic because the split into parts is the caller's. No allocation per run.
/// </remarks>
public sealed unsafe class WorkerPool : IDisposable
{
    /// <summary>Most parts of one piece of work.</summary>
    public const int MostParts = 0x7FFF;

    private const int SpinRounds = 200;
    private const int SpinLength = 40;
    private const int DefaultMost = 8;
    private readonly Lock _entrance = new();
    private readonly SemaphoreSlim _wake = new(0);
    private readonly ManualResetEventSlim _finished = new(false, SpinRounds);
    private readonly Thread[] _threads;
    private delegate*<void*, int, void> _execute;
    private void* _work;

    // Generation in the upper half, parts and next part in the lower: claimed by one compare-and-swap.
    private long _claim;
    private int _unfinished;
    private int _asleep;
    private volatile bool _stopping;
    private Exception? _failure;

    /// <summary>Starts a pool.</summary>
    /// <param name="threads">Threads including the caller, at least 1.</param>
    public WorkerPool(int threads)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        Threads = threads;
        _threads = new Thread[threads - 1];
        for (var i = 0; i < _threads.Length; i++)
        {
            _threads[i] = new Thread(Work) { IsBackground = true, Name = $"neural {i + 1}" };
            _threads[i].Start();
        }
    }

    /// <summary>One pool for the process: as many threads as processors, at most eight.</summary>
    public static WorkerPool Shared { get; } = new(Math.Clamp(Environment.ProcessorCount, 1, DefaultMost));

    /// <summary>A pool without workers: everything runs on the calling thread.</summary>
    public static WorkerPool CallerOnly { get; } = new(1);

    /// <summary>Threads including the caller.</summary>
    public int Threads { get; }

    /// <summary>Runs all parts and returns when the last is done. A failure in a part is thrown here.</summary>
    /// <typeparam name="TWork">A struct; it is shared with the workers by address, not copied.</typeparam>
    /// <param name="work">The work.</param>
    /// <param name="parts">Number of parts, at most <see cref="MostParts"/>.</param>
    public void Run<TWork>(ref TWork work, int parts)
        where TWork : struct, IParallelWork
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(parts, MostParts);
        if (parts <= 1 || _threads.Length == 0 || !_entrance.TryEnter())
        {
            for (var part = 0; part < parts; part++)
            {
                work.Execute(part);
            }

            return;
        }

        try
        {
#pragma warning disable CS8500 // the struct stays on this stack frame until every part is done
            fixed (TWork* address = &work)
            {
                Share(&Invoke<TWork>, address, parts);
            }
#pragma warning restore CS8500
        }
        finally
        {
            _entrance.Exit();
        }
    }

    /// <summary>Ends the threads after the work in progress.</summary>
    public void Dispose()
    {
        _stopping = true;
        if (_threads.Length > 0)
        {
            _wake.Release(_threads.Length);
        }

        foreach (var thread in _threads)
        {
            thread.Join();
        }

        _wake.Dispose();
        _finished.Dispose();
    }

    private static void Invoke<TWork>(void* work, int part)
        where TWork : struct, IParallelWork
    {
#pragma warning disable CS8500
        ((TWork*)work)->Execute(part);
#pragma warning restore CS8500
    }

    private void Share(delegate*<void*, int, void> execute, void* work, int parts)
    {
        _execute = execute;
        _work = work;
        _failure = null;
        _finished.Reset();
        Volatile.Write(ref _unfinished, parts);
        var generation = ((_claim >> 32) + 1) & int.MaxValue;
        Interlocked.Exchange(ref _claim, (generation << 32) | ((long)parts << 16));
        var asleep = Volatile.Read(ref _asleep);
        if (asleep > 0)
        {
            _wake.Release(Math.Min(asleep, parts - 1));
        }

        while (TryDoPart())
        {
        }

        _finished.Wait();
        if (_failure is { } failure)
        {
            throw new AggregateException("A part of a parallel computation failed.", failure);
        }
    }

    private bool TryDoPart()
    {
        while (true)
        {
            var claim = Volatile.Read(ref _claim);
            var next = (int)(claim & 0xFFFF);
            if (next >= (int)((claim >> 16) & 0xFFFF))
            {
                return false;
            }

            if (Interlocked.CompareExchange(ref _claim, claim + 1, claim) == claim)
            {
                try
                {
                    _execute(_work, next);
                }
                catch (Exception error)
                {
                    _failure = error;
                }

                if (Interlocked.Decrement(ref _unfinished) == 0)
                {
                    _finished.Set();
                }

                return true;
            }
        }
    }

    private void Work()
    {
        while (!_stopping)
        {
            var found = false;
            for (var round = 0; round < SpinRounds && !found; round++)
            {
                found = TryDoPart();
                if (!found)
                {
                    Thread.SpinWait(SpinLength);
                }
            }

            if (!found)
            {
                Sleep();
            }
        }
    }

    private void Sleep()
    {
        Interlocked.Increment(ref _asleep);

        // Work published between the last look and the line above would otherwise wait for the next wake-up.
        if (!TryDoPart() && !_stopping)
        {
            _wake.Wait();
        }

        Interlocked.Decrement(ref _asleep);
    }
}
