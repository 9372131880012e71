using System.Runtime.Intrinsics;
using VirtualTA.Neural.Formats;
using VirtualTA.Neural.Memory;

namespace VirtualTA.Neural.Convolution;

/// <summary>Convolution over time of each channel by itself, stride 1. Immutable.</summary>
public sealed unsafe class DepthwiseConv1d
{
    private readonly float[] _taps;
    private readonly float[] _bias;
    private readonly int _kernel;
    private readonly int _dilation;

    /// <summary>Makes a layer from weights in PyTorch's order.</summary>
    /// <param name="weights">[channels, 1, kernel].</param>
    /// <param name="bias">[channels], or empty.</param>
    /// <param name="kernel">Taps.</param>
    /// <param name="dilation">Frames between taps.</param>
    public DepthwiseConv1d(ReadOnlySpan<float> weights, ReadOnlySpan<float> bias, int kernel, int dilation = 1)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(weights.Length % kernel, 0, nameof(weights));
        (_kernel, _dilation, Channels) = (kernel, dilation, weights.Length / kernel);
        _taps = new float[weights.Length];
        _bias = bias.IsEmpty ? new float[Channels] : bias.ToArray();
        ArgumentOutOfRangeException.ThrowIfNotEqual(_bias.Length, Channels, nameof(bias));
        for (var channel = 0; channel < Channels; channel++)
        {
            for (var tap = 0; tap < kernel; tap++)
            {
                _taps[(tap * Channels) + channel] = weights[(channel * kernel) + tap];
            }
        }
    }

    /// <summary>Channels in and out.</summary>
    public int Channels { get; }

    /// <summary>Frames of the past that the next output needs.</summary>
    public int Context => (_kernel - 1) * _dilation;

    /// <summary>Loads NAME.weight [channels, 1, kernel] and NAME.bias.</summary>
    public static DepthwiseConv1d Load(SafetensorsFile file, string name, int channels, int kernel, int dilation = 1) => new(
        file.Floats(name + ".weight", channels, 1, kernel),
        file.Tensors.ContainsKey(name + ".bias") ? file.Floats(name + ".bias", channels) : [],
        kernel,
        dilation);

    /// <summary>A state with silence as the past.</summary>
    public ConvState NewState() => new(Context * Channels);

    /// <summary>Computes the next frames of a stream.</summary>
    /// <param name="input">[frames, channels].</param>
    /// <param name="frames">Frames.</param>
    /// <param name="output">[frames, channels]; must not overlap the input.</param>
    /// <param name="state">The stream's past; updated.</param>
    /// <param name="workspace">Scratch memory.</param>
    public void Apply(ReadOnlySpan<float> input, int frames, Span<float> output, ConvState state, Workspace workspace)
    {
        using var scope = workspace.Begin();
        Windows(state.Join(input[..(frames * Channels)], workspace), frames, output);
    }

    /// <summary>Computes a whole signal with silence around it; gives left + frames + right − <see cref="Context"/> frames.</summary>
    public void ApplyPadded(ReadOnlySpan<float> input, int frames, int left, int right, Span<float> output, Workspace workspace)
    {
        using var scope = workspace.Begin();
        var padded = workspace.Floats((left + frames + right) * Channels);
        padded.Clear();
        input[..(frames * Channels)].CopyTo(padded[(left * Channels)..]);
        Windows(padded, left + frames + right - Context, output);
    }

    private void Windows(ReadOnlySpan<float> signal, int frames, Span<float> output)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(output.Length, frames * Channels);
        fixed (float* from = signal)
        fixed (float* to = output)
        fixed (float* taps = _taps)
        fixed (float* bias = _bias)
        {
            for (var frame = 0; frame < frames; frame++)
            {
                var row = to + (frame * Channels);
                new Span<float>(bias, Channels).CopyTo(new Span<float>(row, Channels));
                for (var tap = 0; tap < _kernel; tap++)
                {
                    AddProduct(row, from + ((frame + (tap * _dilation)) * Channels), taps + (tap * Channels));
                }
            }
        }
    }

    private void AddProduct(float* sum, float* a, float* b)
    {
        var i = 0;
        for (; i + 8 <= Channels; i += 8)
        {
            Vector256.MultiplyAddEstimate(
                Vector256.Load(a + i),
                Vector256.Load(b + i),
                Vector256.Load(sum + i)).Store(sum + i);
        }

        for (; i < Channels; i++)
        {
            sum[i] = float.MultiplyAddEstimate(a[i], b[i], sum[i]);
        }
    }
}
