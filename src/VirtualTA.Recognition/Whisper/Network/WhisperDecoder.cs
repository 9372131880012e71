using VirtualTA.Neural.Attention;
using VirtualTA.Neural.Layers;
using VirtualTA.Neural.Memory;
using VirtualTA.Recognition.Whisper.Files;

namespace VirtualTA.Recognition.Whisper.Network;

/// <summary>Whisper's text decoder. Immutable; the state is passed.</summary>
internal sealed class WhisperDecoder
{
    private const string Embedding = "decoder.token_embedding";
    private readonly WhisperFile _file;
    private readonly int _width;
    private readonly float[] _positions;
    private readonly WhisperBlock[] _blocks;
    private readonly Normalization _last;
    private readonly Linear _logits;
    private readonly MultiHeadAttention _attention;

    public WhisperDecoder(WhisperFile file, WeightPrecision precision)
    {
        var size = file.Dimensions;
        (_file, _width) = (file, size.TextState);
        _positions = file.Floats("decoder.positional_embedding", size.TextContext, _width);
        _blocks = [.. Enumerable.Range(0, size.TextLayers).Select(i => new WhisperBlock(file, $"decoder.blocks.{i}", _width, true, precision))];
        _last = WhisperBlock.Norm(file, "decoder.ln", _width);
        _logits = file.Linear(Embedding, _width, size.Vocabulary, false, precision);
        _attention = new MultiHeadAttention(size.TextHeads, _width / size.TextHeads);
    }

    public int Vocabulary => _logits.Outputs;

    public int Context => _positions.Length / _width;

    public int Layers => _blocks.Length;

    public int Heads => _attention.Heads;

    /// <summary>Computes what all tokens of one utterance will attend to.</summary>
    /// <param name="audio">Encoder output, [positions, width].</param>
    /// <param name="positions">Positions.</param>
    /// <param name="workspace">Scratch memory and threads.</param>
    public KvCache Listen(ReadOnlySpan<float> audio, int positions, Workspace workspace)
    {
        var cross = new KvCache(_blocks.Length, _width, positions);
        using var scope = workspace.Begin();
        var key = workspace.Floats(positions * _width);
        var value = workspace.Floats(positions * _width);
        for (var layer = 0; layer < _blocks.Length; layer++)
        {
            _blocks[layer].Cross!.Key.Apply(audio, positions, key, workspace);
            _blocks[layer].Cross!.Value.Apply(audio, positions, value, workspace);
            cross.Append(layer, key, value);
        }

        cross.Advance(positions);
        return cross;
    }

    /// <summary>An empty text state.</summary>
    public KvCache NewState() => new(_blocks.Length, _width, Context);

    /// <summary>Feeds tokens and gives the logits after the last one, or after each.</summary>
    /// <param name="tokens">Next tokens; text state and tokens together fit the context.</param>
    /// <param name="state">Text so far; advanced.</param>
    /// <param name="cross">From <see cref="Listen"/>.</param>
    /// <param name="logits">[vocabulary], or [tokens, vocabulary] if there is room.</param>
    /// <param name="workspace">Scratch memory and threads.</param>
    /// <param name="weights">If not empty, receives cross-attention [layers, tokens, heads, positions].</param>
    public void Apply(ReadOnlySpan<int> tokens, KvCache state, KvCache cross, Span<float> logits, Workspace workspace, Span<float> weights = default)
    {
        using var scope = workspace.Begin();
        var count = tokens.Length;
        var x = workspace.Floats(count * _width);
        for (var i = 0; i < count; i++)
        {
            var row = x.Slice(i * _width, _width);
            _file.Row(Embedding + ".weight", tokens[i], row);
            Activation.Add(row, _positions.AsSpan((state.Length + i) * _width, _width));
        }

        var visible = workspace.Take<int>(count);
        visible.Fill(cross.Length);
        var weightsPerLayer = weights.Length / _blocks.Length;
        for (var layer = 0; layer < _blocks.Length; layer++)
        {
            Block(layer, x, count, state, cross, visible, workspace, weights.Slice(layer * weightsPerLayer, weightsPerLayer));
        }

        state.Advance(count);
        _last.Apply(x, x);
        if (logits.Length >= count * Vocabulary)
        {
            _logits.Apply(x, count, logits, workspace);
        }
        else
        {
            _logits.Apply(x[((count - 1) * _width)..], 1, logits, workspace);
        }
    }

    private void Block(
        int layer, Span<float> x, int count, KvCache state, KvCache cross, ReadOnlySpan<int> visible, Workspace workspace, Span<float> weights)
    {
        using var scope = workspace.Begin();
        var block = _blocks[layer];
        var normed = workspace.Floats(x.Length);
        var query = workspace.Floats(x.Length);
        var key = workspace.Floats(x.Length);
        var value = workspace.Floats(x.Length);
        block.AttentionNorm.Apply(x, normed);
        block.Attention.Query.Apply(normed, count, query, workspace);
        block.Attention.Key.Apply(normed, count, key, workspace);
        block.Attention.Value.Apply(normed, count, value, workspace);
        state.Append(layer, key, value);
        var length = state.Length + count;
        _attention.Causal(query, count, state.Keys(layer, length), state.Values(layer, length), state.Length, normed, workspace);
        block.Attention.Out.Apply(normed, count, query, workspace);
        Activation.Add(x, query);

        block.CrossNorm!.Apply(x, normed);
        block.Cross!.Query.Apply(normed, count, query, workspace);
        _attention.Apply(query, count, cross.Keys(layer, cross.Length), cross.Values(layer, cross.Length), visible, normed, workspace, weights);
        block.Cross.Out.Apply(normed, count, query, workspace);
        Activation.Add(x, query);

        block.FeedForwardNorm.Apply(x, normed);
        var hidden = workspace.Floats(4 * x.Length);
        block.Expand.Apply(normed, count, hidden, workspace);
        Activation.Gelu(hidden);
        block.Contract.Apply(hidden, count, query, workspace);
        Activation.Add(x, query);
    }
}
