using System.Numerics;

namespace VirtualTA.Neural.Sampling;

/// <summary>xoshiro256** (Blackman and Vigna): the same numbers from the same seed on every platform and version. A value; pass it by reference.</summary>
public struct SeededRandom
{
    private ulong _a, _b, _c, _d;

    /// <summary>Starts a sequence.</summary>
    public SeededRandom(ulong seed)
    {
        _a = Scramble(ref seed);
        _b = Scramble(ref seed);
        _c = Scramble(ref seed);
        _d = Scramble(ref seed);
    }

    /// <summary>Next 64 bits.</summary>
    public ulong NextBits()
    {
        var result = BitOperations.RotateLeft(_b * 5, 7) * 9;
        var shifted = _b << 17;
        _c ^= _a;
        _d ^= _b;
        _b ^= _c;
        _a ^= _d;
        _c ^= shifted;
        _d = BitOperations.RotateLeft(_d, 45);
        return result;
    }

    /// <summary>Next number in 0 ≤ x &lt; 1.</summary>
    public double NextDouble() => (NextBits() >> 11) * (1.0 / (1UL << 53));

    private static ulong Scramble(ref ulong state)
    {
        var z = state += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
