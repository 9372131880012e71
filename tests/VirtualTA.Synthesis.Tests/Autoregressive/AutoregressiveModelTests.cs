using VirtualTA.Neural.Attention;
using VirtualTA.Neural.Formats;
using VirtualTA.Neural.Memory;
using VirtualTA.Neural.Threading;
using VirtualTA.Synthesis.Autoregressive;
using VirtualTA.TestKit;
using Xunit;

namespace VirtualTA.Synthesis.Tests.Autoregressive;

/// <summary>Against tests/golden/voice-autoregressive*.safetensors, written by models/training/virtualta_training/golden_voice.py.</summary>
public class AutoregressiveModelTests
{
    private const string Plain = "voice-autoregressive.safetensors";
    private const string Paired = "voice-autoregressive-pair.safetensors";

    // Of the largest logit: keys and values are kept in half precision here (2⁻¹¹ each), in single precision there.
    private const float Tolerance = 1e-3f;

    private static readonly Lazy<AutoregressiveModel> Model = new(() => AutoregressiveModel.Load(VoiceFiles.Golden(Paired)));

    [Theory]
    [InlineData(Plain)]
    [InlineData(Paired)]
    public void Steps_GivePyTorchsLogits(string golden)
    {
        AutoregressiveModel model = AutoregressiveModel.Load(VoiceFiles.Golden(golden));
        using SafetensorsFile file = SafetensorsFile.Open(VoiceFiles.Golden(golden));
        int[] first = file.Integers("golden.first");
        float[] codes = file.Floats("golden.codes");
        float[] advance = file.Floats("golden.advance");
        int[] places = file.Integers("golden.places");
        Workspace workspace = new(WorkerPool.CallerOnly);
        AutoregressiveState state = new(model, 100);
        model.Begin(state, file.Floats("golden.speaker"), 1, workspace);
        int found = 0;
        Feed(file, model, state, workspace, place =>
        {
            if (Array.IndexOf(places, place) is >= 0 and int index)
            {
                found++;
                model.Follow(state, null, first[index], workspace);
                AssertClose(codes.AsSpan(index * 50, 50), [.. state.CodeLogits(0), .. state.CodeLogits(1)]);
                AssertClose(advance.AsSpan(index * 3, 3), state.AdvanceLogits);
            }
        });

        Assert.Equal(places.Length, found);
    }

    [Fact]
    public void Listen_ToAPromptAtOnce_IsTheSameAsStepByStep()
    {
        StepInput[] steps = [new(3, 4, 5), new(4, 5, 6, 7, 8), new(4, 5, 6, 9, 10), new(6, 0, 0, 1, 2)];
        StepInput next = new(7, 8, 0, 3, 3);
        Workspace workspace = new(WorkerPool.CallerOnly);
        AutoregressiveState whole = Begin(1, workspace);
        AutoregressiveState single = Begin(1, workspace);
        Model.Value.Listen(whole, steps, workspace);
        foreach (StepInput step in steps)
        {
            Step(single, step, workspace);
        }

        Step(whole, next, workspace);
        Step(single, next, workspace);
        Model.Value.Follow(whole, null, 5, workspace);
        Model.Value.Follow(single, null, 5, workspace);
        Assert.Equal(single.CodeLogits(0).ToArray(), whole.CodeLogits(0).ToArray());
        Assert.Equal(single.CodeLogits(1).ToArray(), whole.CodeLogits(1).ToArray());
        Assert.Equal(single.AdvanceLogits.ToArray(), whole.AdvanceLogits.ToArray());
    }

    [Fact]
    public void Step_GivesTheSame_AloneAndBesideSevenOthers()
    {
        Workspace workspace = new(WorkerPool.CallerOnly);
        AutoregressiveState alone = Begin(3, workspace);
        AutoregressiveState[] together = [.. Enumerable.Range(0, 8).Select(voice => Begin(voice, workspace))];
        HalfKvCache[] caches = [.. together.Select(state => state.Cache)];
        for (int step = 0; step < 12; step++)
        {
            StepInput[] inputs = [.. Enumerable.Range(0, 8).Select(voice => new StepInput(1 + voice, 2 + step, 3, (step * voice) % 24, step))];
            Step(alone, inputs[3], workspace);
            Model.Value.Step(together, caches, inputs, workspace);
            Model.Value.Follow(alone, null, step, workspace);
            Model.Value.Follow(together[3], together[5], step, workspace);
            Assert.Equal(alone.CodeLogits(0).ToArray(), together[3].CodeLogits(0).ToArray());
            Assert.Equal(alone.CodeLogits(1).ToArray(), together[3].CodeLogits(1).ToArray());
            Assert.Equal(alone.AdvanceLogits.ToArray(), together[3].AdvanceLogits.ToArray());
        }
    }

    [Fact]
    public void Step_AllocatesNothing()
    {
        Workspace workspace = new(WorkerPool.CallerOnly);
        AutoregressiveState[] states = [Begin(1, workspace)];
        HalfKvCache[] caches = [states[0].Cache];
        StepInput[] inputs = [new(5, 6, 7, 8, 9)];
        RepetitionAwareSampler sampler = new(1);
        SamplingOptions sampling = new();
        Assert.Equal(0, Allocation.Of(() =>
        {
            for (int step = 0; step < 10; step++)
            {
                Model.Value.Step(states, caches, inputs, workspace);
                sampler.Draw(0, states[0].CodeLogits(0), sampling, workspace);
                Model.Value.Follow(states[0], null, step, workspace);
                sampler.DrawAdvance(states[0].AdvanceLogits, workspace);
            }
        }));
    }

    [Fact]
    public void TheSecondCode_DependsOnTheFirst_OnlyWhereTheWeightsHaveAPairHead()
    {
        foreach ((string golden, bool depends) in new[] { (Plain, false), (Paired, true) })
        {
            AutoregressiveModel model = AutoregressiveModel.Load(VoiceFiles.Golden(golden));
            Workspace workspace = new(WorkerPool.CallerOnly);
            AutoregressiveState state = new(model, 100);
            model.Begin(state, new float[8], 0, workspace);
            model.Step([state], [state.Cache], [new StepInput(1, 2, 3)], workspace);
            model.Follow(state, null, 3, workspace);
            float[] after = state.CodeLogits(1).ToArray();
            model.Follow(state, null, 4, workspace);
            Assert.Equal(depends, !after.AsSpan().SequenceEqual(state.CodeLogits(1)));
        }
    }

    [Fact]
    public void Load_RefusesAnotherKindOfModel() =>
        Assert.Contains("kind", Assert.Throws<ModelFormatException>(() => AutoregressiveModel.Load(VoiceFiles.Golden("voice-refinement.safetensors"))).Message, StringComparison.Ordinal);

    private static void Step(AutoregressiveState state, StepInput input, Workspace workspace) => Model.Value.Step([state], [state.Cache], [input], workspace);

    private static AutoregressiveState Begin(int voice, Workspace workspace)
    {
        AutoregressiveState state = new(Model.Value, 100);
        Model.Value.Begin(state, [.. Enumerable.Range(0, 8).Select(index => MathF.Sin(index + voice))], 0, workspace);
        Model.Value.Read(state, [1 + voice, 2, 3], workspace);
        return state;
    }

    private static void Feed(SafetensorsFile file, AutoregressiveModel model, AutoregressiveState state, Workspace workspace, Action<int> stepped)
    {
        int[] inputs = file.Integers("golden.inputs");
        int[] isStep = file.Integers("golden.step");
        for (int place = 1; place < isStep.Length; place++)
        {
            int[] row = inputs[(place * 5)..((place * 5) + 5)];
            if (isStep[place] == 0)
            {
                model.Read(state, [row[0]], workspace);
                continue;
            }

            StepInput input = new(row[0], row[1], row[2], row[3], row[4]);
            model.Step([state], [state.Cache], [input], workspace);
            stepped(place);
        }
    }

    private static void AssertClose(ReadOnlySpan<float> expected, ReadOnlySpan<float> actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        float scale = 0;
        foreach (float value in expected)
        {
            scale = Math.Max(scale, Math.Abs(value));
        }

        for (int index = 0; index < expected.Length; index++)
        {
            Assert.InRange(actual[index], expected[index] - (Tolerance * scale), expected[index] + (Tolerance * scale));
        }
    }
}
