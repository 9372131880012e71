using VirtualTA.Neural.Kernels;
using VirtualTA.Neural.Layers;
using VirtualTA.Neural.Memory;
using VirtualTA.Neural.Threading;
using VirtualTA.TestKit;

namespace VirtualTA.Neural.Tests.Layers;

public class LinearTests
{
    private static readonly (int Inputs, int Outputs)[] Shapes = [(1, 1), (5, 3), (40, 33), (384, 96), (130, 257)];

    [Fact]
    public void SinglePrecision_EqualsTheSum_OnEveryKernel()
    {
        foreach (var kernel in FloatKernel.Available)
        {
            foreach (var (inputs, outputs) in Shapes)
            {
                var (weights, bias, input) = Data(inputs, outputs, 21);
                AssertTokens(new FloatLinear(weights, bias, inputs, kernel), Naive.Linear(weights, bias, input, inputs, 21), input, 2e-6);
            }
        }
    }

    [Fact]
    public void HalfPrecision_EqualsTheSumOfRoundedWeights_OnEveryKernel()
    {
        foreach (var kernel in FloatKernel.Available)
        {
            foreach (var (inputs, outputs) in Shapes)
            {
                var (weights, bias, input) = Data(inputs, outputs, 21);
                weights[0] = 3e-6f; // subnormal in half precision
                var rounded = weights.Select(static weight => (float)(Half)weight).ToArray();
                AssertTokens(new HalfLinear(weights, bias, inputs, kernel), Naive.Linear(rounded, bias, input, inputs, 21), input, 2e-6);
            }
        }
    }

    [Fact]
    public void Quantized_EqualsItsDefinition_BitForBit_OnEveryKernel()
    {
        foreach (var kernel in Int8Kernel.Available)
        {
            foreach (var (inputs, outputs) in Shapes)
            {
                var (_, bias, input) = Data(inputs, outputs, 9);
                var weights = Naive.RandomBytes(inputs, inputs * outputs);
                var scales = Naive.Random(outputs, outputs);
                AssertTokens(new Int8Linear(weights, scales, bias, inputs, kernel), NaiveInt8(weights, scales, bias, input, inputs, 9), input, 0);
            }
        }
    }

    [Fact]
    public void Quantized_StaysNearTheUnquantizedProduct()
    {
        var (weights, bias, input) = Data(512, 200, 4);
        AssertTokens(Linear.Quantized(weights, bias, 512), Naive.Linear(weights, bias, input, 512, 4), input, 1.5e-2);
    }

    [Fact]
    public void ATokensResult_DoesNotDependOnItsCompanyNorOnThreads()
    {
        using var pool = new WorkerPool(3);
        var alone = new Workspace(WorkerPool.CallerOnly);
        var shared = new Workspace(pool);
        var (weights, bias, input) = Data(256, 300, 150);
        foreach (var layer in new[] { Linear.SinglePrecision(weights, bias, 256), Linear.HalfPrecision(weights, bias, 256), Linear.Quantized(weights, bias, 256) })
        {
            var together = new float[150 * 300];
            layer.Apply(input, 150, together, shared);
            var single = new float[300];
            for (var token = 0; token < 150; token++)
            {
                layer.Apply(input.AsSpan(token * 256, 256), 1, single, alone);
                Assert.True(together.AsSpan(token * 300, 300).SequenceEqual(single));
            }
        }
    }

    [Fact]
    public void Apply_TakesOverlappingRowsAndWideOutputs()
    {
        var (weights, _, input) = Data(6, 4, 10);
        var layer = Linear.SinglePrecision(weights, [], 6);
        var output = new float[5 * 7];
        layer.Apply(input, 2, 5, output, 7, new Workspace());
        for (var token = 0; token < 5; token++)
        {
            var expected = Naive.Linear(weights, [], input[(token * 2)..((token * 2) + 6)], 6, 1);
            Naive.AssertClose(expected, output.AsSpan(token * 7, 4), 1e-6);
            Assert.All(output[((token * 7) + 4)..((token * 7) + 7)], static untouched => Assert.Equal(0, untouched));
        }
    }

    [Fact]
    public void Apply_DoesNotAllocateOnceWarm()
    {
        var (weights, bias, input) = Data(512, 512, 2);
        var workspace = new Workspace();
        var output = new float[1024];
        foreach (var layer in new[] { Linear.SinglePrecision(weights, bias, 512), Linear.Quantized(weights, bias, 512) })
        {
            Assert.Equal(0, Allocation.Of(() => layer.Apply(input, 2, output, workspace)));
        }
    }

    [Fact]
    public void Apply_RefusesSpansThatAreTooShort()
    {
        var layer = Linear.SinglePrecision(new float[12], [], 3);
        Assert.Throws<ArgumentOutOfRangeException>(() => layer.Apply(new float[5], 2, new float[8], new Workspace()));
        Assert.Throws<ArgumentOutOfRangeException>(() => layer.Apply(new float[6], 2, new float[7], new Workspace()));
    }

    private static void AssertTokens(Linear layer, float[] expected, float[] input, double tolerance)
    {
        var tokens = input.Length / layer.Inputs;
        var output = new float[tokens * layer.Outputs];
        layer.Apply(input, tokens, output, new Workspace());
        Naive.AssertClose(expected, output, tolerance);
    }

    private static (float[] Weights, float[] Bias, float[] Input) Data(int inputs, int outputs, int tokens) =>
        (Naive.Random(1, inputs * outputs), Naive.Random(2, outputs), Naive.Random(3, inputs * tokens));

    private static float[] NaiveInt8(sbyte[] weights, float[] scales, float[] bias, float[] input, int inputs, int tokens)
    {
        var outputs = scales.Length;
        var result = new float[tokens * outputs];
        for (var token = 0; token < tokens; token++)
        {
            var values = input.AsSpan(token * inputs, inputs).ToArray();
            var peak = values.Max(Math.Abs);
            var quantized = values.Select(value => (int)MathF.Round(value * (127f / peak))).ToArray();
            for (var row = 0; row < outputs; row++)
            {
                var sum = 0;
                for (var column = 0; column < inputs; column++)
                {
                    sum += weights[(row * inputs) + column] * quantized[column];
                }

                result[(token * outputs) + row] = (sum * (scales[row] * (peak / 127f))) + bias[row];
            }
        }

        return result;
    }
}
