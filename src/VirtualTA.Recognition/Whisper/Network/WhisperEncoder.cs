using VirtualTA.Neural.Attention;
using VirtualTA.Neural.Convolution;
using VirtualTA.Neural.Layers;
using VirtualTA.Neural.Memory;
using VirtualTA.Recognition.Whisper.Files;

namespace VirtualTA.Recognition.Whisper.Network;

/// <summary>Whisper's audio encoder (Radford et al., 2212.04356). Immutable.</summary>
internal sealed class WhisperEncoder
{
    private readonly int _width;
    private readonly int _mels;
    private readonly Conv1d _first;
    private readonly Conv1d _second;
    private readonly float[] _positions;
    private readonly WhisperBlock[] _blocks;
    private readonly Normalization _last;
    private readonly DenseAttention _attention;

    public WhisperEncoder(WhisperFile file, WeightPrecision precision)
    {
        var size = file.Dimensions;
        (_width, _mels) = (size.AudioState, size.Mels);

        // The two convolutions see few frames' worth of work: full precision costs little and keeps quiet sounds.
        _first = Conv1d.Create(file.Floats("encoder.conv1.weight", _width, _mels, 3), file.Floats("encoder.conv1.bias", _width), _mels, 3);
        _second = Conv1d.Create(file.Floats("encoder.conv2.weight", _width, _width, 3), file.Floats("encoder.conv2.bias", _width), _width, 3, stride: 2);
        _positions = file.Floats("encoder.positional_embedding", size.AudioContext, _width);
        _blocks = [.. Enumerable.Range(0, size.AudioLayers).Select(i => new WhisperBlock(file, $"encoder.blocks.{i}", _width, false, precision))];
        _last = WhisperBlock.Norm(file, "encoder.ln_post", _width);
        _attention = new DenseAttention(size.AudioHeads, _width / size.AudioHeads);
    }

    /// <summary>Encodes mel frames.</summary>
    /// <param name="mel">[2·positions, mels].</param>
    /// <param name="positions">Positions, at most the model's audio context.</param>
    /// <param name="output">[positions, width].</param>
    /// <param name="workspace">Scratch memory and threads.</param>
    public void Apply(ReadOnlySpan<float> mel, int positions, Span<float> output, Workspace workspace)
    {
        using var scope = workspace.Begin();
        var frames = 2 * positions;
        var count = positions * _width;
        var wide = workspace.Floats(frames * _width);
        _first.ApplyPadded(mel, frames, 1, 1, wide, workspace);
        Activation.Gelu(wide, workspace);
        var x = output[..count];
        _second.ApplyPadded(wide, frames, 1, 1, x, workspace);
        Activation.Gelu(x, workspace);
        Activation.Add(x, _positions.AsSpan(0, count));

        var normed = workspace.Floats(count);
        var query = workspace.Floats(count);
        var key = workspace.Floats(count);
        var value = workspace.Floats(count);
        var hidden = workspace.Floats(4 * count);
        foreach (var block in _blocks)
        {
            block.AttentionNorm.Apply(x, normed);
            block.Attention.Query.Apply(normed, positions, query, workspace);
            block.Attention.Key.Apply(normed, positions, key, workspace);
            block.Attention.Value.Apply(normed, positions, value, workspace);
            _attention.Apply(query, positions, key, value, positions, normed, workspace);
            block.Attention.Out.Apply(normed, positions, query, workspace);
            Activation.Add(x, query);

            block.FeedForwardNorm.Apply(x, normed);
            block.Expand.Apply(normed, positions, hidden, workspace);
            Activation.Gelu(hidden, workspace);
            block.Contract.Apply(hidden, positions, query, workspace);
            Activation.Add(x, query);
        }

        _last.Apply(x, x);
    }
}
