using VirtualTA.Neural.Attention;

namespace VirtualTA.Synthesis.Autoregressive;

/// <summary>Input of a step of audio: the codes of the step before, the row of the symbol under the pointer and the two after it.</summary>
internal readonly record struct StepInput(int Symbol, int Next, int AfterNext, int Previous0 = -1, int Previous1 = -1)
{
    public bool HasPrevious => Previous0 >= 0;

    /// <summary>The same step where the text is not known.</summary>
    public static StepInput WithoutText(StepInput input) =>
        input with { Symbol = Transformer.SymbolMap.None, Next = Transformer.SymbolMap.None, AfterNext = Transformer.SymbolMap.None };
}

/// <summary>One sequence of the codec language model: its keys and values, and the logits of its last step. Not thread-safe.</summary>
internal sealed class AutoregressiveState(AutoregressiveModel model, int capacity = AutoregressiveState.MostPositions)
{
    /// <summary>Positions of the longest sequence: a voice of 10 s and a sentence of 40 s.</summary>
    public const int MostPositions = 2048;

    private readonly float[] _codes = new float[AutoregressiveModel.Group * (model.Codes + 1)];
    private readonly float[] _hidden = new float[model.Width];
    private readonly float[] _advance = new float[AutoregressiveModel.Advances];

    public HalfKvCache Cache { get; } = new(model.Layers, model.Width, capacity);

    /// <summary>The normalised last layer of the last step, [width].</summary>
    public Span<float> Hidden => _hidden;

    /// <summary>Logits of a slot's codes and the end, [codes + 1]; those of the second slot may depend on the first code.</summary>
    public Span<float> CodeLogits(int slot) => _codes.AsSpan(slot * (model.Codes + 1), model.Codes + 1);

    /// <summary>Logits of the pointer's advance, [3].</summary>
    public Span<float> AdvanceLogits => _advance;
}
