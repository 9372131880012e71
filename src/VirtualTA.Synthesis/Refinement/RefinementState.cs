using VirtualTA.Neural.Attention;

namespace VirtualTA.Synthesis.Refinement;

/// <summary>Keys and values of both passes of one stretch of speech. Not thread-safe.</summary>
internal sealed class RefinementState(RefinementModel model, int capacity = RefinementState.MostFrames)
{
    /// <summary>Frames of the longest stretch: a voice of 10 s and a sentence of 40 s.</summary>
    public const int MostFrames = 3072;

    public KvCache[] Caches { get; } = [new(model.Layers, model.Width, capacity), new(model.Layers, model.Width, capacity)];

    /// <summary>Forgets all frames from <paramref name="length"/> on.</summary>
    public void Truncate(int length)
    {
        foreach (KvCache cache in Caches)
        {
            cache.Truncate(length);
        }
    }

    /// <summary>Takes over the frames of another state.</summary>
    public void CopyFrom(RefinementState other)
    {
        for (int pass = 0; pass < Caches.Length; pass++)
        {
            Caches[pass].CopyFrom(other.Caches[pass]);
        }
    }
}
