using VirtualTA.Neural.Attention;
using VirtualTA.Neural.Memory;
using VirtualTA.Synthesis.Autoregressive;
using VirtualTA.Synthesis.Refinement;

namespace VirtualTA.Synthesis.Voices;

/// <summary>A voice ready to speak: its prompt and what both models have computed from it. Shared by all who speak with it; never changes.</summary>
internal sealed class Voice
{
    private Voice(VoicePrompt prompt, AutoregressiveState prefix, RefinementState refinement, float[] speaker)
    {
        Prompt = prompt;
        Prefix = prefix;
        Refinement = refinement;
        RefinementSpeaker = speaker;
    }

    public VoicePrompt Prompt { get; }

    /// <summary>Keys and values of <c>[spk] [symbols] [steps]</c>.</summary>
    public AutoregressiveState Prefix { get; }

    /// <summary>Keys and values of the prompt's frames in both passes.</summary>
    public RefinementState Refinement { get; }

    /// <summary>The speaker vector as the refinement adds it to every frame.</summary>
    public float[] RefinementSpeaker { get; }

    /// <summary>Computes a voice from its prompt.</summary>
    /// <exception cref="InvalidDataException">The prompt's parts do not fit.</exception>
    public static Voice Build(VoicePrompt prompt, AutoregressiveModel model, RefinementModel refinement, Workspace workspace)
    {
        prompt.Check(refinement.Levels, Math.Min(model.Codes, refinement.Codes));
        int frames = prompt.Places.Length;
        StepInput[] steps = Steps(prompt, model, refinement.Levels);
        AutoregressiveState prefix = new(model, 1 + prompt.Symbols.Length + steps.Length);
        model.Begin(prefix, prompt.Speaker, language: 0, workspace);
        model.Read(prefix, [.. prompt.Symbols.Select(model.Symbols.RowOf)], workspace);
        model.Listen(prefix, steps, workspace);
        RefinementState state = new(refinement, frames);
        float[] speaker = refinement.Speaker(prompt.Speaker, workspace);
        refinement.Prompt(state, speaker, prompt.Codes, [.. prompt.Places.Select(place => refinement.Symbols.RowOf(prompt.Symbols[place]))], workspace);
        foreach (KvCache cache in Caches(prefix, state))
        {
            RoundToHalf(cache);
        }

        return new Voice(prompt, prefix, state, speaker);
    }

    /// <summary>A voice whose keys and values were saved before; the caches are filled by the caller.</summary>
    public static Voice Restore(VoicePrompt prompt, AutoregressiveModel model, RefinementModel refinement, Action<Voice> fill, Workspace workspace)
    {
        prompt.Check(refinement.Levels, Math.Min(model.Codes, refinement.Codes));
        int positions = 1 + prompt.Symbols.Length + (prompt.Places.Length / AutoregressiveModel.Group);
        Voice voice = new(
            prompt, new AutoregressiveState(model, positions), new RefinementState(refinement, prompt.Places.Length), refinement.Speaker(prompt.Speaker, workspace));
        fill(voice);
        return voice;
    }

    /// <summary>The caches in the order in which they are saved.</summary>
    public IEnumerable<KvCache> AllCaches() => Caches(Prefix, Refinement);

    private static IEnumerable<KvCache> Caches(AutoregressiveState prefix, RefinementState refinement) => [prefix.Cache, .. refinement.Caches];

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

    // So that a voice sounds the same whether it was computed or read from its file.
    private static void RoundToHalf(KvCache cache)
    {
        for (int layer = 0; layer < cache.Layers; layer++)
        {
            Round(cache.Keys(layer, cache.Length));
            Round(cache.Values(layer, cache.Length));
        }

        static void Round(Span<float> values)
        {
            foreach (ref float value in values)
            {
                value = (float)(Half)value;
            }
        }
    }
}
