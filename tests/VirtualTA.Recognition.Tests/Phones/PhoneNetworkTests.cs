using VirtualTA.Neural.Formats;
using VirtualTA.Neural.Threading;
using VirtualTA.Recognition.Phones;
using VirtualTA.TestKit;
using Xunit;

namespace VirtualTA.Recognition.Tests.Phones;

public class PhoneNetworkTests
{
    private static readonly PhoneNetwork Single = PhoneNetwork.Load(Path.Combine(Golden.Folder, "small-single.safetensors"));
    private static readonly PhoneNetwork EightBit = PhoneNetwork.Load(Path.Combine(Golden.Folder, "small-int8.safetensors"));

    [Fact]
    public void Frames_EqualPyTorch_InSinglePrecision()
    {
        var (ctc, frame) = Run(Single, Golden.Samples(), PhoneListener.MostSamples);
        using var expected = Golden.Expected();
        Assert.InRange(Golden.RelativeError(expected.Floats("ctc"), ctc), 0, 1e-4);
        Assert.InRange(Golden.RelativeError(expected.Floats("frame"), frame), 0, 1e-4);
    }

    [Fact]
    public void Frames_StayClose_InEightBits()
    {
        var (ctc, frame) = Run(EightBit, Golden.Samples(), PhoneListener.MostSamples);
        using var expected = Golden.Expected();
        Assert.InRange(Golden.RelativeError(expected.Floats("ctc"), ctc), 0, 0.02);
        Assert.InRange(Golden.RelativeError(expected.Floats("frame"), frame), 0, 0.02);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(160)]
    [InlineData(641)]
    [InlineData(5000)]
    public void Frames_AreTheSame_HoweverTheSignalIsCut(int chunk)
    {
        foreach (var network in new[] { Single, EightBit })
        {
            var whole = Run(network, Golden.Samples(), PhoneListener.MostSamples);
            var cut = Run(network, Golden.Samples(), chunk);
            Assert.Equal(whole.Ctc, cut.Ctc);
            Assert.Equal(whole.Frame, cut.Frame);
        }
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 2)]
    [InlineData(640, 2)]
    [InlineData(641, 4)]
    [InlineData(1600, 6)]
    public void FrameCount_FollowsTheLength(int samples, int frames) =>
        Assert.Equal(frames * PhoneClasses.Count, Run(Single, new short[samples], PhoneListener.MostSamples).Ctc.Length);

    [Fact]
    public void EveryFrame_IsADistribution()
    {
        var (ctc, _) = Run(EightBit, Golden.Samples(), 3000);
        foreach (var row in ctc.Chunk(PhoneClasses.Count))
        {
            Assert.Equal(1.0, row.Sum(static value => Math.Exp(value)), 4);
        }
    }

    [Fact]
    public void Advance_DoesNotAllocate_AfterWarmingUp()
    {
        var listener = EightBit.Listen(WorkerPool.CallerOnly);
        var chunk = new short[1280];
        Assert.Equal(0, Allocation.Of(() =>
        {
            for (var i = 0; i < 20; i++)
            {
                listener.Advance(chunk);
            }
        }));
    }

    [Fact]
    public void Advance_IsRefused_AfterFinish()
    {
        var listener = Single.Listen();
        listener.Finish();
        Assert.Throws<InvalidOperationException>(() => listener.Advance(new short[10]).Count);
        Assert.Throws<InvalidOperationException>(() => listener.Finish().Count);
    }

    [Fact]
    public void Load_NamesTheFile_WhenItIsOfAnotherKind()
    {
        var error = Assert.Throws<ModelFormatException>(() => PhoneNetwork.Load(Path.Combine(Golden.Folder, "small-expected.safetensors")));
        Assert.Contains("small-expected.safetensors", error.Message, StringComparison.Ordinal);
    }

    internal static (float[] Ctc, float[] Frame) Run(PhoneNetwork network, ReadOnlySpan<short> samples, int chunk)
    {
        var listener = network.Listen();
        List<float> ctc = [], frame = [];
        while (!samples.IsEmpty)
        {
            var count = Math.Min(chunk, samples.Length);
            var frames = listener.Advance(samples[..count]);
            ctc.AddRange(frames.Ctc);
            frame.AddRange(frames.Frame);
            samples = samples[count..];
        }

        var last = listener.Finish();
        ctc.AddRange(last.Ctc);
        frame.AddRange(last.Frame);
        return ([.. ctc], [.. frame]);
    }
}
