using System.Runtime.Intrinsics;
using VirtualTA.Neural.Formats;
using VirtualTA.Neural.Kernels;

namespace VirtualTA.Neural.Layers;

/// <summary>Layer norm, or RMS norm if made without centring, over the channels of each token. Immutable.</summary>
public sealed class Normalization
{
    private readonly float[] _gain;
    private readonly float[] _shift;
    private readonly float _epsilon;
    private readonly bool _centred;

    private Normalization(float[] gain, float[] shift, float epsilon, bool centred)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(shift.Length, gain.Length, nameof(shift));
        (_gain, _shift, _epsilon, _centred) = (gain, shift, epsilon, centred);
    }

    /// <summary>Values per token.</summary>
    public int Channels => _gain.Length;

    /// <summary>(x − mean)/√(variance + ε)·gain + shift.</summary>
    public static Normalization Layer(float[] gain, float[] shift, float epsilon = 1e-5f) => new(gain, shift, epsilon, centred: true);

    /// <summary>x/√(mean square + ε)·gain.</summary>
    public static Normalization Rms(float[] gain, float epsilon = 1e-6f) => new(gain, new float[gain.Length], epsilon, centred: false);

    /// <summary>Loads NAME.weight and NAME.bias; without a bias in the file it is an RMS norm.</summary>
    public static Normalization Load(SafetensorsFile file, string name, int channels, float epsilon = 1e-5f) =>
        file.Tensors.ContainsKey(name + ".bias")
            ? Layer(file.Floats(name + ".weight", channels), file.Floats(name + ".bias", channels), epsilon)
            : Rms(file.Floats(name + ".weight", channels), epsilon);

    /// <summary>Normalises tokens.</summary>
    /// <param name="input">[tokens, channels].</param>
    /// <param name="output">[tokens, channels]; may be the input.</param>
    public void Apply(ReadOnlySpan<float> input, Span<float> output)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(input.Length % Channels, 0, nameof(input));
        ArgumentOutOfRangeException.ThrowIfLessThan(output.Length, input.Length);
        for (var at = 0; at < input.Length; at += Channels)
        {
            Row(input.Slice(at, Channels), output.Slice(at, Channels));
        }
    }

    private void Row(ReadOnlySpan<float> input, Span<float> output)
    {
        var mean = _centred ? Elementwise.Sum(input) / Channels : 0;
        var squares = Vector256<float>.Zero;
        var i = 0;
        for (; i + 8 <= Channels; i += 8)
        {
            var distance = Vector256.Create(input.Slice(i, 8)) - Vector256.Create(mean);
            squares += distance * distance;
        }

        var sum = Vector256.Sum(squares);
        for (; i < Channels; i++)
        {
            sum += (input[i] - mean) * (input[i] - mean);
        }

        var scale = 1 / MathF.Sqrt((sum / Channels) + _epsilon);
        for (i = 0; i < Channels; i++)
        {
            output[i] = ((input[i] - mean) * scale * _gain[i]) + _shift[i];
        }
    }
}
