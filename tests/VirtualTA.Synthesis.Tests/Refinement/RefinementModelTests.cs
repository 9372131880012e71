using VirtualTA.Neural.Formats;
using VirtualTA.Neural.Memory;
using VirtualTA.Neural.Threading;
using VirtualTA.Synthesis.Refinement;
using Xunit;

namespace VirtualTA.Synthesis.Tests.Refinement;

/// <summary>Against tests/golden/voice-refinement.safetensors, written by models/training/virtualta_training/golden_voice.py.</summary>
public class RefinementModelTests
{
    private const int Levels = 6;

    private static readonly string Golden = VoiceFiles.Golden("voice-refinement.safetensors");

    [Fact]
    public void Refine_GivesPyTorchsCodes_BlockByBlock()
    {
        using SafetensorsFile file = SafetensorsFile.Open(Golden);
        Assert.Equal(file.Integers("golden.codes"), Refine(file, [4, 8, 16], new Workspace(WorkerPool.CallerOnly), out _));
    }

    [Fact]
    public void Refine_LeavesTheLookAheadOutOfTheState()
    {
        using SafetensorsFile file = SafetensorsFile.Open(Golden);
        Refine(file, [4, 8, 16], new Workspace(WorkerPool.CallerOnly), out RefinementState state);

        Assert.All(state.Caches, cache => Assert.Equal(9 + 19, cache.Length));
    }

    [Fact]
    public void Refine_WithOnePass_GivesTheSameLowerLevels_AndLeavesTheOthers()
    {
        using SafetensorsFile file = SafetensorsFile.Open(Golden);
        Workspace workspace = new(WorkerPool.CallerOnly);
        RefinementModel model = RefinementModel.Load(Golden);
        Refine(file, [8], workspace, out RefinementState state);
        (int[] First, int[] Symbols) input = (file.Integers("golden.first"), file.Integers("golden.symbols"));
        int[] both = new int[input.First.Length * Levels];
        for (int frame = 0; frame < input.First.Length; frame++)
        {
            both[frame * Levels] = input.First[frame];
        }

        int[] one = [.. both];
        float[] speaker = model.Speaker(file.Floats("golden.speaker"), workspace);
        int[] symbols = input.Symbols[^input.First.Length..];
        state.Truncate(9);
        model.Refine(state, speaker, both, symbols, input.First.Length, workspace);
        state.Truncate(9);
        model.Refine(state, speaker, one, symbols, input.First.Length, workspace, passes: 1);

        int known = RefinementModel.LevelsAfter(1);
        Assert.Equal((3, Levels), (known, RefinementModel.LevelsAfter(RefinementModel.Passes)));
        Assert.All(one.Chunk(Levels).Zip(both.Chunk(Levels)), pair => Assert.Equal(pair.Second[..known], pair.First[..known]));
        Assert.All(one.Chunk(Levels), frame => Assert.Equal(new int[Levels - known], frame[known..]));
    }

    [Fact]
    public void Refine_FromASavedPrompt_IsTheSame()
    {
        using SafetensorsFile file = SafetensorsFile.Open(Golden);
        Workspace workspace = new(WorkerPool.CallerOnly);
        RefinementModel model = RefinementModel.Load(Golden);
        int[] expected = Refine(file, [8], workspace, out RefinementState used);
        used.Truncate(9);
        RefinementState copy = new(model, 64);
        copy.Share(used.Caches);

        Assert.Equal(expected, Blocks(file, model, copy, [8], workspace));
    }

    private static int[] Refine(SafetensorsFile file, int[] blocks, Workspace workspace, out RefinementState state)
    {
        RefinementModel model = RefinementModel.Load(Golden);
        int[] prompt = file.Integers("golden.prompt");
        state = new RefinementState(model, 64);
        model.Prompt(state, model.Speaker(file.Floats("golden.speaker"), workspace), prompt, file.Integers("golden.symbols").AsSpan(0, prompt.Length / Levels), workspace);
        return Blocks(file, model, state, blocks, workspace);
    }

    private static int[] Blocks(SafetensorsFile file, RefinementModel model, RefinementState state, int[] blocks, Workspace workspace)
    {
        float[] speaker = model.Speaker(file.Floats("golden.speaker"), workspace);
        int[] first = file.Integers("golden.first");
        int[] symbols = file.Integers("golden.symbols")[^first.Length..];
        List<int> codes = [];
        for (int start = 0, number = 0; start < first.Length; number++)
        {
            int size = Math.Min(blocks[Math.Min(number, blocks.Length - 1)], first.Length - start);
            int tokens = Math.Min(size + RefinementModel.LookAhead, first.Length - start);
            int[] block = new int[tokens * Levels];
            for (int frame = 0; frame < tokens; frame++)
            {
                block[frame * Levels] = first[start + frame];
            }

            model.Refine(state, speaker, block, symbols.AsSpan(start, tokens), size, workspace);
            codes.AddRange(block.Take(size * Levels));
            start += size;
        }

        return [.. codes];
    }
}
