namespace VirtualTA.Synthesis.Codec;

/// <summary>The phase of the noise in every bin of every frame: a hash of seed, frame and bin, so that it does not depend on how sound is cut into chunks.</summary>
internal static class NoisePhases
{
    private const int Count = 256;
    private static readonly float[] Cosines = Table(static angle => Math.Cos(angle));
    private static readonly float[] Sines = Table(static angle => Math.Sin(angle));

    /// <summary>Cosine and sine of the phase.</summary>
    public static (float Cosine, float Sine) At(uint seed, long frame, int bins, int bin)
    {
        var state = unchecked((uint)((frame * bins) + bin));
        state = unchecked((state ^ seed) * 0x9E3779B1u);
        state = unchecked((state ^ (state >> 15)) * 0x85EBCA77u);
        state = unchecked((state ^ (state >> 13)) * 0xC2B2AE3Du);
        var index = (state >> 16) & (Count - 1);
        return (Cosines[index], Sines[index]);
    }

    private static float[] Table(Func<double, double> function) =>
        [.. Enumerable.Range(0, Count).Select(index => (float)function(2 * Math.PI * index / Count))];
}
