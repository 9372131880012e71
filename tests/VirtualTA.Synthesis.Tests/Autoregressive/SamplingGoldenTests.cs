using VirtualTA.Core.Pronunciation;
using VirtualTA.Neural.Formats;
using VirtualTA.Neural.Memory;
using VirtualTA.Neural.Threading;
using VirtualTA.Synthesis.Autoregressive;

namespace VirtualTA.Synthesis.Tests.Autoregressive;

/// <summary>Against tests/golden/voice-sampling.safetensors, written by models/training/virtualta_training/golden_sampling.py.</summary>
public class SamplingGoldenTests
{
    private const int Codes = 40;

    private static readonly string Golden = VoiceFiles.Golden("voice-sampling.safetensors");

    [Fact]
    public void CodesAndMoves_AreThoseOfTheTraining()
    {
        using SafetensorsFile file = SafetensorsFile.Open(Golden);
        float[] logits = file.Floats("logits");
        float[] advance = file.Floats("advance");
        int[] tokens = file.Integers("tokens");
        int[] places = file.Integers("places");
        byte[] symbols = [.. file.Require("said").Split(' ').Select(IdOf)];
        Workspace workspace = new(WorkerPool.CallerOnly);
        RepetitionAwareSampler sampler = new(ulong.Parse(file.Require("seed"), System.Globalization.CultureInfo.InvariantCulture));
        SamplingOptions options = new() { Temperature = 0.8f };
        PointerGuard guard = default;
        guard.Begin(symbols);
        int place = 0;
        for (int step = 0; step < places.Length; step++)
        {
            int first = sampler.Draw(0, logits.AsSpan(step * 2 * Codes, Codes), options, workspace);
            int second = sampler.Draw(1, logits.AsSpan(((step * 2) + 1) * Codes, Codes), options, workspace);

            Assert.Equal((step, tokens[2 * step], tokens[(2 * step) + 1], places[step]), (step, first, second, place));
            place += guard.Move(symbols[place], sampler.DrawAdvance(advance.AsSpan(step * 3, 3), workspace), isEnd: false);
        }

        Assert.Equal(file.Integers("forced")[0], guard.Forced);
        Assert.InRange(guard.Forced, 1, places.Length / 2);
    }

    [Fact]
    public void Durations_AreThoseOfTheTraining()
    {
        using SafetensorsFile file = SafetensorsFile.Open(Golden);
        byte[] names = [.. file.Require("names").Split(' ').Select(IdOf)];

        Assert.Equal(file.Integers("most_steps"), names.Select(PhoneDurations.MostSteps));
        Assert.All(names.Zip(file.Floats("expected")), pair => Assert.Equal(pair.Second, PhoneDurations.ExpectedSteps([pair.First]), 5));
    }

    private static byte IdOf(string name) => name == "_" ? PhoneSet.WordBoundary : Phones.Parse(name).Ids[0];
}
