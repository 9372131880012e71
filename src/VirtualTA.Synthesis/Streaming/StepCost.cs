using VirtualTA.Neural.Attention;
using VirtualTA.Neural.Memory;
using VirtualTA.Neural.Threading;
using VirtualTA.Synthesis.Autoregressive;
using VirtualTA.Synthesis.Voices;

namespace VirtualTA.Synthesis.Streaming;

/// <summary>What a step of the codec language model costs with the installed weights on one thread, beside what memory allows.</summary>
/// <param name="Streams">Voices in the step; with guidance each is two sequences.</param>
/// <param name="Positions">Length of each sequence, the voice's prefix included.</param>
/// <param name="MedianMs">Step and draws, median.</param>
/// <param name="LeastMs">Step and draws, least.</param>
/// <param name="Bytes">Weights, keys and values that a step reads; a prefix counts for every voice that reads it.</param>
/// <param name="LimitGigabytesASecond">How fast this thread reads as many bytes that it has read before, at best.</param>
/// <param name="AllocatedBytes">Bytes allocated by all steps together.</param>
/// <param name="VoiceMs">Finding, checking and mapping the voice's file, least of some times.</param>
public sealed record StepCost(int Streams, int Positions, double MedianMs, double LeastMs, long Bytes, double LimitGigabytesASecond, long AllocatedBytes, double VoiceMs)
{
    private const int WarmUps = 20;
    private const int Reads = 30;
    private const int Maps = 9;
    private const int SymbolsRead = 40;

    /// <summary>Bandwidth that the fastest step reached, 10⁹ bytes a second.</summary>
    public double GigabytesASecond => Bytes / (LeastMs * 1e6);

    /// <summary>Measures.</summary>
    /// <param name="voice">Name of a voice; null for the first.</param>
    /// <param name="streams">Voices that speak at once, 1 to 16.</param>
    /// <param name="steps">Steps to time.</param>
    /// <exception cref="Core.Contracts.UserInputException">There is no such voice.</exception>
    public static StepCost Measure(string? voice, int streams, int steps)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(streams);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(steps);
        EmbeddedModels models = EmbeddedModels.Load();
        AutoregressiveModel model = models.Model;
        Voice speaker = models.Voices().Find(voice);
        double mapped = Enumerable.Range(0, Maps).Min(_ => Time(() => models.Voices().Find(voice)));
        Workspace workspace = new(WorkerPool.CallerOnly);
        SamplingOptions sampling = EmbeddedSynthesizerOffer.FindSampling();
        int sequences = sampling.Guidance > 0 ? 2 * streams : streams;
        AutoregressiveState[] states = [.. Enumerable.Range(0, sequences).Select(_ => new AutoregressiveState(model))];
        HalfKvCache[] caches = [.. states.Select(state => state.Cache)];
        StepInput[] inputs = [.. Enumerable.Range(0, sequences).Select(sequence => new StepInput(5, 6, 7, sequence, 9))];
        RepetitionAwareSampler sampler = new(1);
        foreach (AutoregressiveState state in states)
        {
            state.Cache.Share(speaker.Prefix);
            model.Read(state, new int[SymbolsRead], workspace);
        }

        int positions = caches[0].Length;
        double[] times = new double[steps];
        for (int step = 0; step < WarmUps; step++)
        {
            Step();
        }

        long allocated = GC.GetAllocatedBytesForCurrentThread();
        for (int step = 0; step < steps; step++)
        {
            long started = TimeProvider.System.GetTimestamp();
            Step(); // not through Time: a closure more would be counted as the step's
            times[step] = TimeProvider.System.GetElapsedTime(started).TotalMilliseconds;
        }

        allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
        long bytes = model.WeightBytes + ((long)sequences * positions * model.Layers * model.Width * 2 * sizeof(ushort));
        Array.Sort(times);
        return new StepCost(streams, positions, times[steps / 2], times[0], bytes, bytes / (LeastTimeToRead(bytes) * 1e6), allocated, mapped);

        void Step()
        {
            foreach (HalfKvCache cache in caches)
            {
                cache.Truncate(positions);
            }

            model.Step(states, caches, inputs, workspace);
            for (int stream = 0; stream < streams; stream++)
            {
                AutoregressiveState state = states[stream];
                int first = sampler.Draw(0, state.CodeLogits(0)[..model.Codes], sampling, workspace);
                model.Follow(state, sequences > streams ? states[streams + stream] : null, first, workspace);
                sampler.Draw(1, state.CodeLogits(1), sampling, workspace);
                sampler.DrawAdvance(state.AdvanceLogits, workspace);
            }
        }
    }

    private static double LeastTimeToRead(long bytes)
    {
        ulong[] memory = new ulong[bytes / sizeof(ulong)];
        ulong sum = 0;
        double least = Enumerable.Range(0, Reads).Min(_ => Time(() => sum += Sum(memory)));
        GC.KeepAlive(sum);
        return least;
    }

    private static double Time<TResult>(Func<TResult> work)
    {
        long started = TimeProvider.System.GetTimestamp();
        work();
        return TimeProvider.System.GetElapsedTime(started).TotalMilliseconds;
    }

    private static ulong Sum(ReadOnlySpan<ulong> memory)
    {
        ReadOnlySpan<System.Numerics.Vector<ulong>> vectors = System.Runtime.InteropServices.MemoryMarshal.Cast<ulong, System.Numerics.Vector<ulong>>(memory);
        System.Numerics.Vector<ulong> a = default, b = default, c = default, d = default;
        for (int index = 0; index + 4 <= vectors.Length; index += 4)
        {
            a += vectors[index];
            b += vectors[index + 1];
            c += vectors[index + 2];
            d += vectors[index + 3];
        }

        return System.Numerics.Vector.Sum(a + b + c + d);
    }
}
