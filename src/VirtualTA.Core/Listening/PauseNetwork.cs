using System.Globalization;

namespace VirtualTA.Core.Listening;

/// <summary>
/// How much a pause sounds like the end: three convolutions over what was heard, then two layers. Trained by
/// models/training/virtualta_training/turns, carried along as a resource. Immutable; safe for many threads.
/// </summary>
internal sealed class PauseNetwork
{
    private const int Kernel = 5;
    private const int Stride = 2;

    private readonly (float[] Weights, float[] Bias)[] _convolutions; // [outputs, kernel · inputs]
    private readonly (float[] Weights, float[] Bias) _hidden;
    private readonly (float[] Weights, float[] Bias) _out;

    private PauseNetwork(Dictionary<string, float[]> tensors)
    {
        _convolutions = [.. Enumerable.Range(0, 3).Select(layer => Layer($"convolutions.{layer}"))];
        for (var layer = 0; layer < _convolutions.Length; layer++)
        {
            var (weights, bias) = _convolutions[layer];
            _convolutions[layer].Weights = KernelFirst(weights, bias.Length, weights.Length / bias.Length / Kernel);
        }

        (_hidden, _out) = (Layer("hidden"), Layer("out"));

        (float[] Weights, float[] Bias) Layer(string name) => (tensors[name + ".weight"], tensors[name + ".bias"]);
    }

    /// <summary>The network trained on speech that was cut off after its last word.</summary>
    public static PauseNetwork Default { get; } = Load("end-of-turn.txt");

    /// <summary>The network trained on speech that mostly dies away as it was recorded: surer of ends as they are, less sure of those that were cut.</summary>
    public static PauseNetwork Questions { get; } = Load("end-of-question.txt");

    /// <summary>Logarithm of the odds that the pause is the end.</summary>
    /// <param name="figures">[64, 15] of <see cref="SpeechTrack.Describe"/>.</param>
    public float LogOdds(scoped ReadOnlySpan<float> figures)
    {
        Span<float> first = stackalloc float[SpeechTrack.Kept / Stride * _convolutions[0].Bias.Length];
        Span<float> second = stackalloc float[first.Length];
        scoped var input = figures;
        var (steps, channels) = (SpeechTrack.Kept, SpeechTrack.Channels);
        for (var layer = 0; layer < _convolutions.Length; layer++)
        {
            var (weights, bias) = _convolutions[layer];
            var output = layer % 2 == 0 ? first : second;
            var left = ((steps - Kernel) / Stride) + 1;
            for (var step = 0; step < left; step++)
            {
                Apply(weights, bias, input.Slice(step * Stride * channels, Kernel * channels), output.Slice(step * bias.Length, bias.Length));
            }

            (steps, channels) = (left, bias.Length);
            input = output[..(steps * channels)];
        }

        Span<float> hidden = stackalloc float[_hidden.Bias.Length];
        Apply(_hidden.Weights, _hidden.Bias, input, hidden);
        return BandMeter.Product(hidden, _out.Weights) + _out.Bias[0];
    }

    private static void Apply(float[] weights, float[] bias, ReadOnlySpan<float> input, Span<float> output)
    {
        for (var i = 0; i < bias.Length; i++)
        {
            output[i] = Math.Max(0, BandMeter.Product(input, weights.AsSpan(i * input.Length, input.Length)) + bias[i]);
        }
    }

    /// <summary>From [outputs, inputs, kernel] to [outputs, kernel, inputs]: then a window of the input lies in one piece.</summary>
    private static float[] KernelFirst(float[] weights, int outputs, int inputs)
    {
        var turned = new float[weights.Length];
        for (var output = 0; output < outputs; output++)
        {
            for (var input = 0; input < inputs; input++)
            {
                for (var tap = 0; tap < Kernel; tap++)
                {
                    turned[(((output * Kernel) + tap) * inputs) + input] = weights[(((output * inputs) + input) * Kernel) + tap];
                }
            }
        }

        return turned;
    }

    private static PauseNetwork Load(string resource)
    {
        using var reader = new StreamReader(typeof(PauseNetwork).Assembly.GetManifestResourceStream(resource)!);
        var tensors = new Dictionary<string, float[]>(StringComparer.Ordinal);
        while (reader.ReadLine() is { } line)
        {
            if (line.Length == 0 || line[0] == '#')
            {
                continue;
            }

            var parts = line.Split(' ');
            var bytes = Convert.FromBase64String(parts[2]);
            var values = new float[bytes.Length / sizeof(float)];
            for (var i = 0; i < values.Length; i++)
            {
                values[i] = BitConverter.ToSingle(bytes, i * sizeof(float));
            }

            var size = parts[1].Split(',').Aggregate(1, static (product, one) => product * int.Parse(one, CultureInfo.InvariantCulture));
            if (size != values.Length)
            {
                throw new FormatException($"{resource}: {parts[0]} has {values.Length} values, not {parts[1]}.");
            }

            tensors.Add(parts[0], values);
        }

        return new PauseNetwork(tensors);
    }
}
