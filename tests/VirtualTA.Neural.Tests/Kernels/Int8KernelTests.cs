using VirtualTA.Neural.Kernels;

namespace VirtualTA.Neural.Tests.Kernels;

public unsafe class Int8KernelTests
{
    [Fact]
    public void EveryKernel_GivesTheExactIntegers()
    {
        foreach (var kernel in Int8Kernel.Available)
        {
            foreach (var groups in new[] { 1, 3, 4, 17, 128 })
            {
                for (var tokens = 1; tokens <= 6; tokens++)
                {
                    AssertExact(kernel, groups, tokens, Naive.RandomBytes(groups, groups * 64), Bytes(tokens, groups * 4 * tokens));
                }
            }
        }
    }

    [Fact]
    public void EveryKernel_SurvivesTheLargestOperands()
    {
        // 255 times 127 in every place is what saturates 16-bit sums.
        var weights = new sbyte[1024 * 64];
        var activations = new byte[1024 * 4 * 2];
        Array.Fill(weights, (sbyte)-127);
        Array.Fill(activations, byte.MaxValue);
        foreach (var kernel in Int8Kernel.Available)
        {
            AssertExact(kernel, 1024, 2, weights, activations);
        }
    }

    [Fact]
    public void Quantizer_RoundsToTheNearestAndCoversTheRange()
    {
        foreach (var count in new[] { 1, 7, 32, 45, 512 })
        {
            var values = Naive.Random(count, count, 3);
            var padded = (count + 3) / 4 * 4;
            var bytes = new byte[padded];
            float scale;
            fixed (float* from = values)
            fixed (byte* to = bytes)
            {
                scale = ActivationQuantizer.Quantize(from, count, to, padded);
            }

            var peak = values.Max(Math.Abs);
            Assert.Equal(peak / 127f, scale);
            for (var i = 0; i < padded; i++)
            {
                Assert.Equal(i < count ? (int)MathF.Round(values[i] * (127f / peak)) : 0, bytes[i] - 128);
            }
        }
    }

    private static void AssertExact(Int8Kernel kernel, int groups, int tokens, sbyte[] weights, byte[] activations)
    {
        var sums = new int[tokens * Int8Kernel.PanelRows];
        fixed (sbyte* panel = weights)
        fixed (byte* tokenBytes = activations)
        fixed (int* to = sums)
        {
            kernel.Accumulate(panel, groups, tokenBytes, groups * 4, tokens, to);
        }

        for (var token = 0; token < tokens; token++)
        {
            for (var row = 0; row < Int8Kernel.PanelRows; row++)
            {
                var exact = 0;
                for (var column = 0; column < groups * 4; column++)
                {
                    exact += activations[(token * groups * 4) + column] * weights[(column / 4 * 64) + (row * 4) + (column % 4)];
                }

                Assert.True(exact == sums[(token * 16) + row], $"{kernel.Name}, {groups} groups, token {token}, row {row}");
            }
        }
    }

    private static byte[] Bytes(int seed, int count)
    {
        var bytes = new byte[count];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }
}
