using VirtualTA.Neural.Threading;
using VirtualTA.TestKit;

namespace VirtualTA.Neural.Tests.Threading;

public class WorkerPoolTests
{
    [Fact]
    public void Run_DoesEveryPartExactlyOnce_ManyTimesInARow()
    {
        using var pool = new WorkerPool(4);
        for (var round = 0; round < 2000; round++)
        {
            var work = new Counting(new int[37]);
            pool.Run(ref work, 37);
            Assert.All(work.Counts, static count => Assert.Equal(1, count));
        }
    }

    [Fact]
    public async Task Run_FromSeveralThreads_NeitherMixesNorWaits()
    {
        using var pool = new WorkerPool(3);
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() =>
        {
            for (var round = 0; round < 500; round++)
            {
                var work = new Counting(new int[11]);
                pool.Run(ref work, 11);
                Assert.All(work.Counts, static count => Assert.Equal(1, count));
            }
        })));
    }

    [Fact]
    public void Run_ThrowsWhatAPartThrew_AndGoesOn()
    {
        using var pool = new WorkerPool(2);
        var failing = new Failing();
        Assert.ThrowsAny<Exception>(() => pool.Run(ref failing, 8));
        var work = new Counting(new int[8]);
        pool.Run(ref work, 8);
        Assert.All(work.Counts, static count => Assert.Equal(1, count));
    }

    [Fact]
    public void Run_DoesNotAllocate()
    {
        using var pool = new WorkerPool(2);
        var work = new Counting(new int[8]);
        Assert.Equal(0, Allocation.Of(() =>
        {
            for (var round = 0; round < 100; round++)
            {
                pool.Run(ref work, 8);
            }
        }));
    }

    private readonly struct Counting(int[] counts) : IParallelWork
    {
        public int[] Counts => counts;

        public void Execute(int part) => Interlocked.Increment(ref counts[part]);
    }

    private readonly struct Failing : IParallelWork
    {
        public void Execute(int part) => throw new InvalidOperationException($"part {part}");
    }
}
