using VirtualTA.Neural.Attention;

namespace VirtualTA.Synthesis.Refinement;

/// <summary>Keys and values of both passes of one stretch of speech. Not thread-safe.</summary>
internal sealed class RefinementState(RefinementModel model, int capacity = RefinementState.MostFrames)
{
    /// <summary>Frames of the longest stretch: a voice of 10 s and a sentence of 40 s.</summary>
    public const int MostFrames = 3072;

    public HalfKvCache[] Caches { get; } = [new(model.Layers, model.Width, capacity), new(model.Layers, model.Width, capacity)];

    /// <summary>Forgets all frames from <paramref name="length"/> on.</summary>
    public void Truncate(int length)
    {
        foreach (HalfKvCache cache in Caches)
        {
            cache.Truncate(length);
        }
    }

    /// <summary>Forgets everything and shares nothing any more.</summary>
    public void Clear()
    {
        foreach (HalfKvCache cache in Caches)
        {
            cache.Share(null);
        }
    }

    /// <summary>Forgets everything and stands behind a prompt's frames, one cache a pass, which are shared.</summary>
    public void Share(IReadOnlyList<HalfKvCache> prompt)
    {
        for (int pass = 0; pass < Caches.Length; pass++)
        {
            Caches[pass].Share(prompt[pass]);
        }
    }
}
