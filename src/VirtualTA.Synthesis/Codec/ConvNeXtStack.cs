using VirtualTA.Neural.Convolution;
using VirtualTA.Neural.Formats;
using VirtualTA.Neural.Layers;
using VirtualTA.Neural.Memory;

namespace VirtualTA.Synthesis.Codec;

/// <summary>Linear layer, causal ConvNeXt blocks (Liu et al. 2022) and a layer norm at frame rate. Immutable.</summary>
internal sealed class ConvNeXtStack
{
    private const float Epsilon = 1e-6f;
    private readonly Linear _enter;
    private readonly Block[] _blocks;
    private readonly Normalization _leave;

    public ConvNeXtStack(SafetensorsFile file, string name, int inputs, int width, int inner, int blocks, int kernel)
    {
        Width = width;
        _enter = Linear.Load(file, $"{name}.enter", inputs, width);
        _blocks = new Block[blocks];
        for (var i = 0; i < blocks; i++)
        {
            var here = $"{name}.blocks.{i}";
            _blocks[i] = new Block(
                DepthwiseConv1d.Load(file, $"{here}.depthwise", width, kernel),
                Normalization.Load(file, $"{here}.norm", width, Epsilon),
                Linear.Load(file, $"{here}.expand", width, inner),
                Linear.Load(file, $"{here}.contract", inner, width));
        }

        _leave = Normalization.Load(file, $"{name}.leave", width, Epsilon);
    }

    /// <summary>Values per frame that come out.</summary>
    public int Width { get; }

    /// <summary>The past of one stream: silence.</summary>
    public ConvState[] NewState() => Array.ConvertAll(_blocks, static block => block.Depthwise.NewState());

    /// <summary>Computes the next frames of a stream.</summary>
    /// <param name="input">[frames, inputs].</param>
    /// <param name="frames">Frames.</param>
    /// <param name="output">[frames, width].</param>
    /// <param name="state">The stream's past; updated.</param>
    /// <param name="workspace">Scratch memory and threads.</param>
    /// <param name="offset">[width], added to every frame that enters; empty for none.</param>
    public void Apply(ReadOnlySpan<float> input, int frames, Span<float> output, ConvState[] state, Workspace workspace, ReadOnlySpan<float> offset = default)
    {
        using var scope = workspace.Begin();
        var hidden = output[..(frames * Width)];
        _enter.Apply(input, frames, hidden, workspace);
        if (!offset.IsEmpty)
        {
            for (var frame = 0; frame < frames; frame++)
            {
                Activation.Add(hidden.Slice(frame * Width, Width), offset);
            }
        }

        var mixed = workspace.Floats(frames * Width);
        for (var i = 0; i < _blocks.Length; i++)
        {
            var block = _blocks[i];
            using var inner = workspace.Begin();
            var wide = workspace.Floats(frames * block.Expand.Outputs);
            block.Depthwise.Apply(hidden, frames, mixed, state[i], workspace);
            block.Norm.Apply(mixed, mixed);
            block.Expand.Apply(mixed, frames, wide, workspace);
            Activation.Silu(wide);
            block.Contract.Apply(wide, frames, mixed, workspace);
            Activation.Add(hidden, mixed);
        }

        _leave.Apply(hidden, hidden);
    }

    private sealed record Block(DepthwiseConv1d Depthwise, Normalization Norm, Linear Expand, Linear Contract);
}
