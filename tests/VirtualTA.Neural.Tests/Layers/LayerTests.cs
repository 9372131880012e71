using VirtualTA.Neural.Formats;
using VirtualTA.Neural.Layers;
using VirtualTA.Neural.Memory;

namespace VirtualTA.Neural.Tests.Layers;

public class LayerTests
{
    private static readonly SafetensorsFile Golden = GoldenLayers.File;

    private delegate void InPlace(Span<float> values);

    [Fact]
    public void Linear_EqualsPyTorch()
    {
        var output = new float[24 * 30];
        Linear.Load(Golden, "linear", 40, 30).Apply(Golden.Floats("linear.in"), 24, output, new Workspace());
        Naive.AssertClose(Golden.Floats("linear.out"), output, 1e-6);
        Linear.Load(Golden, "quantized", 40, 30).Apply(Golden.Floats("linear.in"), 24, output, new Workspace());
        Naive.AssertClose(Golden.Floats("quantized.out"), output, 1e-6);
    }

    [Fact]
    public void Normalization_EqualsPyTorch()
    {
        var output = new float[24 * 40];
        Normalization.Load(Golden, "norm", 40).Apply(Golden.Floats("linear.in"), output);
        Naive.AssertClose(Golden.Floats("norm.out"), output, 1e-6);
        Normalization.Load(Golden, "rms", 40, 1e-6f).Apply(Golden.Floats("linear.in"), output);
        Naive.AssertClose(Golden.Floats("rms.out"), output, 1e-6);
    }

    [Fact]
    public void Activations_EqualPyTorch()
    {
        AssertFunction("gelu", Activation.Gelu);
        AssertFunction("silu", Activation.Silu);
        AssertFunction("elu", Activation.Elu);
        AssertFunction("tanh", Activation.Tanh);
        AssertFunction("sigmoid", Activation.Sigmoid);
        AssertFunction("softmax", Activation.Softmax);
    }

    [Fact]
    public void Activations_GiveTheSameAtEveryPlace()
    {
        var values = Naive.Random(4, 19, 4);
        var together = values.ToArray();
        Activation.Gelu(together);
        for (var i = 0; i < values.Length; i++)
        {
            float[] alone = [values[i]];
            Activation.Gelu(alone);
            Assert.Equal(together[i], alone[0]);
        }
    }

    [Fact]
    public void GeluOnSeveralThreads_GivesTheSame()
    {
        var values = Naive.Random(6, 50_003, 4);
        var shared = values.ToArray();
        Activation.Gelu(values);
        Activation.Gelu(shared, new Workspace());
        Assert.Equal(values, shared);
    }

    [Fact]
    public void LogSoftmax_IsTheLogarithmOfSoftmax()
    {
        var values = Naive.Random(8, 1300, 6);
        values[7] = float.NegativeInfinity;
        var logs = values.ToArray();
        Activation.LogSoftmax(logs);
        Activation.Softmax(values);
        Assert.Equal(float.NegativeInfinity, logs[7]);
        Assert.All(Enumerable.Range(0, 1300), i => Assert.Equal(values[i], MathF.Exp(logs[i]), 1e-6));
    }

    [Fact]
    public void Rotary_EqualsPyTorch_FromAnyPosition()
    {
        var rotary = new RotaryEmbedding(16, 10);
        var values = Golden.Floats("attention.query");
        rotary.Apply(values.AsSpan(0, 4 * 32), 4, 0);
        rotary.Apply(values.AsSpan(4 * 32), 6, 4);
        Naive.AssertClose(Golden.Floats("rotary.out"), values, 1e-6);
    }

    private static void AssertFunction(string name, InPlace function)
    {
        var values = Golden.Floats("activation.in");
        function(values);
        var expected = Golden.Floats("activation." + name);
        for (var i = 0; i < values.Length; i++)
        {
            Assert.True(Math.Abs(expected[i] - values[i]) <= 4e-7 + (1e-6 * Math.Abs(expected[i])), $"{name} at {i}: {expected[i]} and {values[i]}");
        }
    }
}
