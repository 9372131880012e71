using VirtualTA.Neural.Convolution;
using VirtualTA.Neural.Formats;
using VirtualTA.Neural.Layers;
using VirtualTA.Neural.Memory;

namespace VirtualTA.Synthesis.Codec;

/// <summary>Causal strided convolutions on samples, as in EnCodec's encoder.</summary>
internal sealed class WaveformFront : IEncoderFront
{
    private const int FirstKernel = 7;
    private readonly Conv1d _first;
    private readonly Conv1d[] _strided;
    private readonly CodecShape _shape;

    public WaveformFront(SafetensorsFile file, CodecShape shape)
    {
        _shape = shape;
        _first = Conv1d.Load(file, "encoder.first", 1, shape.Channels[0], FirstKernel);
        _strided = new Conv1d[shape.Strides.Length];
        for (var i = 0; i < _strided.Length; i++)
        {
            var stride = shape.Strides[i];
            _strided[i] = Conv1d.Load(file, $"encoder.strided.{i}", shape.Channels[i], shape.Channels[i + 1], 2 * stride, stride);
        }
    }

    public int Features => _shape.Channels[^1];

    public object NewState() => new ConvState[] { _first.NewState() }.Concat(_strided.Select(static layer => layer.NewState())).ToArray();

    public void Apply(ReadOnlySpan<float> samples, int frames, Span<float> features, object state, Workspace workspace)
    {
        using var scope = workspace.Begin();
        var states = (ConvState[])state;
        var time = frames * _shape.Hop;
        var hidden = workspace.Floats(time * _first.Outputs);
        _first.Apply(samples, time, hidden, states[0], workspace);
        for (var i = 0; i < _strided.Length; i++)
        {
            Activation.Silu(hidden);
            var after = time / _shape.Strides[i];
            var output = i == _strided.Length - 1 ? features[..(after * Features)] : workspace.Floats(after * _strided[i].Outputs);
            _strided[i].Apply(hidden, time, output, states[i + 1], workspace);
            hidden = output;
            time = after;
        }
    }
}
