using VirtualTA.Neural.Formats;
using VirtualTA.Neural.Layers;

namespace VirtualTA.Neural.Recurrent;

/// <summary>Gated recurrent unit, PyTorch's gate order: reset, update, new.</summary>
public sealed class Gru : RecurrentLayer
{
    /// <summary>Makes a layer.</summary>
    /// <param name="fromInput">inputs → 3·hidden, with bias.</param>
    /// <param name="fromHidden">hidden → 3·hidden, with bias.</param>
    public Gru(Linear fromInput, Linear fromHidden)
        : base(fromInput, fromHidden, gates: 3)
    {
    }

    /// <summary>Loads PREFIX.weight_ih_SUFFIX, …; the suffix is "l0", "l0_reverse", "l1", ….</summary>
    public static Gru Load(SafetensorsFile file, string prefix, string suffix, int inputs, int hidden)
    {
        var (fromInput, fromHidden) = LoadGates(file, prefix, suffix, inputs, hidden, gates: 3);
        return new Gru(fromInput, fromHidden);
    }

    private protected override void Step(Span<float> fromInput, Span<float> fromHidden, RecurrentState state)
    {
        var gates = fromInput[..(2 * Hidden)];
        Activation.Add(gates, fromHidden[..(2 * Hidden)]);
        Activation.Sigmoid(gates);
        var fresh = fromInput.Slice(2 * Hidden, Hidden);
        for (var i = 0; i < Hidden; i++)
        {
            fresh[i] += gates[i] * fromHidden[(2 * Hidden) + i];
        }

        Activation.Tanh(fresh);
        for (var i = 0; i < Hidden; i++)
        {
            var update = gates[Hidden + i];
            state.Hidden[i] = ((1 - update) * fresh[i]) + (update * state.Hidden[i]);
        }
    }
}
