using VirtualTA.Synthesis.Voices;
using Xunit;

namespace VirtualTA.Synthesis.Tests.Voices;

public class HalfPrecisionTests
{
    [Fact]
    public void Widen_IsExact_ForEveryFiniteHalf()
    {
        ushort[] halves = [.. Enumerable.Range(0, 65536).Where(bits => (bits & 0x7C00) != 0x7C00).Select(bits => (ushort)bits), 0x3C00, 0xC000, 0x0001];
        float[] floats = new float[halves.Length];
        HalfPrecision.Widen(halves, floats);

        Assert.Equal(halves.Select(bits => BitConverter.SingleToInt32Bits((float)BitConverter.UInt16BitsToHalf(bits))), floats.Select(BitConverter.SingleToInt32Bits));
        Assert.Throws<ArgumentOutOfRangeException>(() => HalfPrecision.Widen(new ushort[3], new float[2]));
    }
}
