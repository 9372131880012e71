using VirtualTA.Neural.Memory;
using VirtualTA.Neural.Spectrum;

namespace VirtualTA.Neural.Tests.Spectrum;

public class SpectrumSynthesisTests
{
    [Fact]
    public void Synthesis_GivesBackTheSignal_InPiecesOfAnySize()
    {
        var spectrum = GoldenLayers.File.Floats("synthesis.in");
        var signal = GoldenLayers.File.Floats("synthesis.out");
        var synthesis = new SpectrumSynthesis(640, 320);
        var frames = spectrum.Length / (2 * synthesis.Bins);
        float[]? whole = null;
        foreach (var piece in new[] { frames, 1, 4 })
        {
            var workspace = new Workspace();
            var state = synthesis.NewState();
            var samples = new float[(frames * 320) + synthesis.TailLength];
            for (var frame = 0; frame < frames; frame += piece)
            {
                var count = Math.Min(piece, frames - frame);
                synthesis.Apply(spectrum.AsSpan(frame * 2 * synthesis.Bins, count * 2 * synthesis.Bins), count, samples.AsSpan(frame * 320, count * 320), state, workspace);
            }

            synthesis.Flush(samples.AsSpan(frames * 320), state);
            Naive.AssertClose(signal.AsSpan(320, signal.Length - 640), samples.AsSpan(320, signal.Length - 640), 1e-5);
            whole ??= samples;
            Assert.Equal(whole, samples);
        }
    }
}
