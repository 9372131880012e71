using VirtualTA.Neural.Formats;
using VirtualTA.Neural.Layers;

namespace VirtualTA.Neural.Recurrent;

/// <summary>Long short-term memory, PyTorch's gate order: input, forget, cell, output.</summary>
public sealed class Lstm : RecurrentLayer
{
    /// <summary>Makes a layer.</summary>
    /// <param name="fromInput">inputs → 4·hidden, with bias.</param>
    /// <param name="fromHidden">hidden → 4·hidden, with bias.</param>
    public Lstm(Linear fromInput, Linear fromHidden)
        : base(fromInput, fromHidden, gates: 4)
    {
    }

    /// <summary>Loads PREFIX.weight_ih_SUFFIX, …; the suffix is "l0", "l0_reverse", "l1", ….</summary>
    public static Lstm Load(SafetensorsFile file, string prefix, string suffix, int inputs, int hidden)
    {
        var (fromInput, fromHidden) = LoadGates(file, prefix, suffix, inputs, hidden, gates: 4);
        return new Lstm(fromInput, fromHidden);
    }

    private protected override void Step(Span<float> fromInput, Span<float> fromHidden, RecurrentState state)
    {
        Activation.Add(fromInput, fromHidden);
        Activation.Sigmoid(fromInput[..(2 * Hidden)]);
        Activation.Tanh(fromInput.Slice(2 * Hidden, Hidden));
        Activation.Sigmoid(fromInput.Slice(3 * Hidden, Hidden));
        for (var i = 0; i < Hidden; i++)
        {
            state.Cell[i] = (fromInput[Hidden + i] * state.Cell[i]) + (fromInput[i] * fromInput[(2 * Hidden) + i]);
            state.Hidden[i] = state.Cell[i];
        }

        Activation.Tanh(state.Hidden);
        Activation.Multiply(state.Hidden, fromInput.Slice(3 * Hidden, Hidden));
    }
}
