using VirtualTA.Neural.Convolution;
using VirtualTA.Neural.Formats;
using VirtualTA.Neural.Layers;
using VirtualTA.Neural.Memory;

namespace VirtualTA.Neural.Tests.Convolution;

public class ConvolutionTests
{
    private const int Frames = 24;
    private static readonly SafetensorsFile Golden = GoldenLayers.File;
    private static readonly float[] Input = Golden.Floats("linear.in", Frames, 40);

    private delegate void Streamed(ReadOnlySpan<float> input, int frames, Span<float> output, ConvState state, Workspace workspace);

    [Theory]
    [InlineData("conv", 7, 1, 1)]
    [InlineData("strided", 8, 4, 1)]
    [InlineData("dilated", 3, 1, 3)]
    public void Conv1d_EqualsPyTorch_AndIsTheSameInPieces(string name, int kernel, int stride, int dilation)
    {
        var layer = Conv1d.Load(Golden, name, 40, 24, kernel, stride, dilation);
        var whole = Run(layer.Apply, layer.NewState(), 40, 24, stride, 1, Frames);
        Naive.AssertClose(Golden.Floats(name + ".out"), whole, 1e-5);
        Assert.Equal(whole, Run(layer.Apply, layer.NewState(), 40, 24, stride, 1, stride));
        Assert.Equal(whole, Run(layer.Apply, layer.NewState(), 40, 24, stride, 1, 8));
    }

    [Fact]
    public void Conv1d_Quantized_StaysNear()
    {
        var layer = Conv1d.Create(Golden.Floats("conv.weight"), Golden.Floats("conv.bias"), 40, 7, precision: WeightPrecision.Quantized);
        var whole = Run(layer.Apply, layer.NewState(), 40, 24, 1, 1, Frames);
        Naive.AssertClose(Golden.Floats("conv.out"), whole, 1.5e-2);
        Assert.Equal(whole, Run(layer.Apply, layer.NewState(), 40, 24, 1, 1, 3));
    }

    [Fact]
    public void Conv1d_Padded_EqualsPyTorch()
    {
        var layer = Conv1d.Load(Golden, "same", 40, 24, 3, 2);
        var output = new float[layer.PaddedFrames(Frames, 1, 1) * 24];
        layer.ApplyPadded(Input, Frames, 1, 1, output, new Workspace());
        Naive.AssertClose(Golden.Floats("same.out"), output, 1e-5);
    }

    [Fact]
    public void Depthwise_EqualsPyTorch_AndIsTheSameInPieces()
    {
        var layer = DepthwiseConv1d.Load(Golden, "depthwise", 40, 7);
        var whole = Run(layer.Apply, layer.NewState(), 40, 40, 1, 1, Frames);
        Naive.AssertClose(Golden.Floats("depthwise.out"), whole, 1e-5);
        Assert.Equal(whole, Run(layer.Apply, layer.NewState(), 40, 40, 1, 1, 1));
        Assert.Equal(whole, Run(layer.Apply, layer.NewState(), 40, 40, 1, 1, 5));
    }

    [Fact]
    public void Transposed_EqualsPyTorch_AndIsTheSameInPieces()
    {
        var layer = ConvTranspose1d.Load(Golden, "transposed", 40, 12, 8, 4);
        var whole = Run(layer.Apply, layer.NewState(), 40, 12, 1, 4, Frames);
        Naive.AssertClose(Golden.Floats("transposed.out"), whole, 1e-5);
        Assert.Equal(whole, Run(layer.Apply, layer.NewState(), 40, 12, 1, 4, 1));
        Assert.Equal(whole, Run(layer.Apply, layer.NewState(), 40, 12, 1, 4, 7));
    }

    private static float[] Run(Streamed apply, ConvState state, int inputs, int outputs, int down, int up, int piece)
    {
        var workspace = new Workspace();
        var output = new float[Frames * up / down * outputs];
        for (var at = 0; at < Frames; at += piece)
        {
            var count = Math.Min(piece, Frames - at);
            apply(Input.AsSpan(at * inputs, count * inputs), count, output.AsSpan(at * up / down * outputs, count * up / down * outputs), state, workspace);
        }

        return output;
    }
}
