using VirtualTA.Neural.Attention;
using VirtualTA.Neural.Formats;
using VirtualTA.Neural.Memory;
using VirtualTA.Synthesis.Autoregressive;
using VirtualTA.Synthesis.Refinement;

namespace VirtualTA.Synthesis.Voices;

/// <summary>A voice ready to speak: its prompt and what both models have computed from it. Shared by all who speak with it; never changes.</summary>
internal sealed class Voice
{
    private readonly SafetensorsFile? _file;

    private Voice(
        VoicePrompt prompt, HalfKvCache prefix, HalfKvCache wordless, IReadOnlyList<HalfKvCache> refinement, float[] speaker, SafetensorsFile? file = null) =>
        (Prompt, Prefix, Wordless, Refinement, RefinementSpeaker, _file) = (prompt, prefix, wordless, refinement, speaker, file);

    public VoicePrompt Prompt { get; }

    /// <summary>Keys and values of <c>[spk] [symbols] [steps]</c>.</summary>
    public HalfKvCache Prefix { get; }

    /// <summary>The same without what is said, for <see cref="SamplingOptions.Guidance"/>; as long as the prefix.</summary>
    public HalfKvCache Wordless { get; }

    /// <summary>Keys and values of the prompt's frames, one cache a pass.</summary>
    public IReadOnlyList<HalfKvCache> Refinement { get; }

    /// <summary>The speaker vector as the refinement adds it to every frame.</summary>
    public float[] RefinementSpeaker { get; }

    /// <summary>Whether keys and values lie in the voice's file instead of memory of their own.</summary>
    public bool IsMapped => _file is not null;

    /// <summary>The caches in the order in which they are saved.</summary>
    public IEnumerable<HalfKvCache> Caches => [Prefix, .. Refinement, Wordless];

    /// <summary>Computes a voice from its prompt.</summary>
    /// <exception cref="InvalidDataException">The prompt's parts do not fit.</exception>
    public static Voice Build(VoicePrompt prompt, AutoregressiveModel model, RefinementModel refinement, Workspace workspace)
    {
        prompt.Check(refinement.Levels, Math.Min(model.Codes, refinement.Codes));
        StepInput[] steps = Steps(prompt, model, refinement.Levels);
        HalfKvCache prefix = Prefixed([.. prompt.Symbols.Select(model.Symbols.RowOf)], steps);
        HalfKvCache wordless = Prefixed(
            [.. prompt.Symbols.Select(_ => Transformer.SymbolMap.None)], [.. steps.Select(StepInput.WithoutText)]);
        RefinementState state = new(refinement, prompt.Places.Length);
        float[] speaker = refinement.Speaker(prompt.Speaker, workspace);
        refinement.Prompt(state, speaker, prompt.Codes, [.. prompt.Places.Select(place => refinement.Symbols.RowOf(prompt.Symbols[place]))], workspace);
        return new Voice(prompt, prefix, wordless, state.Caches, speaker);

        HalfKvCache Prefixed(int[] rows, StepInput[] inputs)
        {
            AutoregressiveState sequence = new(model, Positions(prompt));
            model.Begin(sequence, prompt.Speaker, language: 0, workspace);
            model.Read(sequence, rows, workspace);
            model.Listen(sequence, inputs, workspace);
            return sequence.Cache;
        }
    }

    /// <summary>A voice whose keys and values lie in a file, which must stay open.</summary>
    /// <exception cref="InvalidDataException">The prompt's parts do not fit.</exception>
    /// <exception cref="ModelFormatException">The file's tensors do not fit.</exception>
    public static Voice Map(VoicePrompt prompt, AutoregressiveModel model, RefinementModel refinement, SafetensorsFile file, Workspace workspace)
    {
        prompt.Check(refinement.Levels, Math.Min(model.Codes, refinement.Codes));
        HalfKvCache prefix = HalfKvCache.Map(file, "keys.0", "values.0", model.Layers, model.Width);
        HalfKvCache[] refined = [.. Enumerable.Range(1, RefinementModel.Passes).Select(pass => HalfKvCache.Map(file, $"keys.{pass}", $"values.{pass}", refinement.Layers, refinement.Width))];
        int last = RefinementModel.Passes + 1;
        HalfKvCache wordless = HalfKvCache.Map(file, $"keys.{last}", $"values.{last}", model.Layers, model.Width);
        return prefix.Length == Positions(prompt) && wordless.Length == prefix.Length && refined.All(cache => cache.Length == prompt.Places.Length)
            ? new Voice(prompt, prefix, wordless, refined, refinement.Speaker(prompt.Speaker, workspace), file)
            : throw new ModelFormatException($"{file.Path}: what was computed has another length than the prompt. Enrol the voice again.");
    }

    private static int Positions(VoicePrompt prompt) => 1 + prompt.Symbols.Length + (prompt.Places.Length / AutoregressiveModel.Group);

    // The pointer of a step is that of its first frame, held back so that no step moves it by more than two.
    private static StepInput[] Steps(VoicePrompt prompt, AutoregressiveModel model, int levels)
    {
        StepInput[] steps = new StepInput[prompt.Places.Length / AutoregressiveModel.Group];
        int place = 0;
        for (int step = 0; step < steps.Length; step++)
        {
            int frame = step * AutoregressiveModel.Group;
            place = Math.Min(prompt.Places[frame], step == 0 ? AutoregressiveModel.Advances - 1 : place + AutoregressiveModel.Advances - 1);
            StepInput input = new(RowAt(place), RowAt(place + 1), RowAt(place + 2));
            steps[step] = step == 0 ? input : input with { Previous0 = prompt.Codes[(frame - 2) * levels], Previous1 = prompt.Codes[(frame - 1) * levels] };
        }

        return steps;

        int RowAt(int index) => index < prompt.Symbols.Length ? model.Symbols.RowOf(prompt.Symbols[index]) : Transformer.SymbolMap.None;
    }
}
