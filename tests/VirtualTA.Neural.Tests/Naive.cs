namespace VirtualTA.Neural.Tests;

/// <summary>The readable forms that fast code is compared with, and seeded data.</summary>
internal static class Naive
{
    public static float[] Random(int seed, int count, float scale = 1)
    {
        var random = new Random(seed);
        var values = new float[count];
        for (var i = 0; i < count; i++)
        {
            values[i] = (float)((random.NextDouble() * 2) - 1) * scale;
        }

        return values;
    }

    public static sbyte[] RandomBytes(int seed, int count)
    {
        var random = new Random(seed);
        var values = new sbyte[count];
        for (var i = 0; i < count; i++)
        {
            values[i] = (sbyte)random.Next(-127, 128);
        }

        return values;
    }

    public static float[] Linear(float[] weights, float[] bias, float[] input, int inputs, int tokens)
    {
        var outputs = weights.Length / inputs;
        var result = new float[tokens * outputs];
        for (var token = 0; token < tokens; token++)
        {
            for (var row = 0; row < outputs; row++)
            {
                var sum = 0.0;
                for (var column = 0; column < inputs; column++)
                {
                    sum += (double)weights[(row * inputs) + column] * input[(token * inputs) + column];
                }

                result[(token * outputs) + row] = (float)(sum + (bias.Length > 0 ? bias[row] : 0));
            }
        }

        return result;
    }

    public static void AssertClose(ReadOnlySpan<float> expected, ReadOnlySpan<float> actual, double relative)
    {
        Assert.Equal(expected.Length, actual.Length);
        var largest = 1e-9;
        foreach (var value in expected)
        {
            largest = Math.Max(largest, Math.Abs(value));
        }

        for (var i = 0; i < expected.Length; i++)
        {
            var error = Math.Abs(expected[i] - actual[i]) / largest;
            Assert.True(error <= relative, $"at {i}: expected {expected[i]}, got {actual[i]} (error {error:e2} of the largest value)");
        }
    }
}
