using VirtualTA.Neural.Attention;
using VirtualTA.Neural.Formats;
using VirtualTA.Neural.Layers;
using VirtualTA.Neural.Memory;

namespace VirtualTA.Synthesis.Transformer;

/// <summary>
/// Attention and feed-forward (SiLU), pre-norm with RMS norms; with passes, both norms are scaled and shifted per pass (AdaLN).
/// </summary>
/// <remarks>Immutable. A token's result does not depend on the tokens computed beside it.</remarks>
internal sealed class TransformerBlock
{
    private readonly PassNorm[] _attentionNorms;
    private readonly PassNorm[] _feedNorms;
    private readonly Linear _queryKeyValue;
    private readonly Linear _project;
    private readonly Linear _expand;
    private readonly Linear _contract;
    private readonly MultiHeadAttention _attention;
    private readonly int _layer;

    /// <summary>Loads block <paramref name="layer"/> from tensors named as PyTorch's: <c>blocks.N.query_key_value.weight</c> and so on.</summary>
    public TransformerBlock(SafetensorsFile file, int layer, int width, int heads, int inner, int passes)
    {
        string name = $"blocks.{layer}";
        _layer = layer;
        _attention = new MultiHeadAttention(heads, width / heads);
        _queryKeyValue = Linear.Load(file, $"{name}.query_key_value", width, 3 * width);
        _project = Linear.Load(file, $"{name}.project", width, width);
        _expand = Linear.Load(file, $"{name}.expand", width, inner);
        _contract = Linear.Load(file, $"{name}.contract", inner, width);
        float[] scales = passes > 0 ? file.Floats($"{name}.scales.weight", passes, 4 * width) : [];
        float[] attention = file.Floats($"{name}.attention_norm.weight", width);
        float[] feed = file.Floats($"{name}.feed_norm.weight", width);
        _attentionNorms = PassNorm.Create(attention, scales, passes, 0);
        _feedNorms = PassNorm.Create(feed, scales, passes, 2);
    }

    public long WeightBytes => _queryKeyValue.WeightBytes + _project.WeightBytes + _expand.WeightBytes + _contract.WeightBytes;

    /// <summary>Runs consecutive tokens of one sequence behind what its cache holds; the caller advances the cache.</summary>
    /// <param name="hidden">[tokens, width], replaced.</param>
    /// <param name="tokens">Tokens.</param>
    /// <param name="cache">Keys and values so far.</param>
    /// <param name="rotary">Positions; the first token stands at the cache's length.</param>
    /// <param name="isCausal">Whether a token sees only those before it, or every token given.</param>
    /// <param name="pass">Pass of the adaptive norms, else 0.</param>
    /// <param name="workspace">Scratch memory and threads.</param>
    public void Apply(Span<float> hidden, int tokens, HalfKvCache cache, RotaryEmbedding rotary, bool isCausal, int pass, Workspace workspace)
    {
        using Workspace.Scope scope = workspace.Begin();
        int width = _project.Inputs;
        Span<float> mixed = workspace.Floats(tokens * width);
        Span<float> query = Project(hidden, tokens, pass, workspace, out Span<float> keys, out Span<float> values);
        rotary.Apply(query, tokens, cache.Length);
        rotary.Apply(keys, tokens, cache.Length);
        cache.Append(_layer, keys, values);
        _attention.Apply(query, tokens, cache, _layer, isCausal, mixed, workspace);
        Finish(hidden, mixed, tokens, pass, workspace);
    }

    /// <summary>Runs one token of each of several sequences; the caller advances the caches.</summary>
    /// <param name="hidden">[sequences, width], replaced.</param>
    /// <param name="caches">Keys and values of each sequence.</param>
    /// <param name="rotary">Positions; each token stands at its cache's length.</param>
    /// <param name="workspace">Scratch memory and threads.</param>
    public void ApplyEach(Span<float> hidden, ReadOnlySpan<HalfKvCache> caches, RotaryEmbedding rotary, Workspace workspace)
    {
        using Workspace.Scope scope = workspace.Begin();
        int width = _project.Inputs;
        Span<float> mixed = workspace.Floats(caches.Length * width);
        Span<float> query = Project(hidden, caches.Length, 0, workspace, out Span<float> keys, out Span<float> values);
        for (int sequence = 0; sequence < caches.Length; sequence++)
        {
            HalfKvCache cache = caches[sequence];
            Span<float> own = query.Slice(sequence * width, width);
            Span<float> key = keys.Slice(sequence * width, width);
            rotary.Apply(own, 1, cache.Length);
            rotary.Apply(key, 1, cache.Length);
            cache.Append(_layer, key, values.Slice(sequence * width, width));
            _attention.Apply(own, 1, cache, _layer, isCausal: true, mixed.Slice(sequence * width, width), workspace);
        }

        Finish(hidden, mixed, caches.Length, 0, workspace);
    }

    private Span<float> Project(ReadOnlySpan<float> hidden, int tokens, int pass, Workspace workspace, out Span<float> keys, out Span<float> values)
    {
        int width = _project.Inputs;
        Span<float> normal = workspace.Floats(tokens * width);
        Span<float> together = workspace.Floats(tokens * 3 * width);
        Span<float> query = workspace.Floats(tokens * width);
        keys = workspace.Floats(tokens * width);
        values = workspace.Floats(tokens * width);
        _attentionNorms[pass].Apply(hidden, normal);
        _queryKeyValue.Apply(normal, tokens, together, workspace);
        for (int token = 0; token < tokens; token++)
        {
            ReadOnlySpan<float> row = together.Slice(token * 3 * width, 3 * width);
            row[..width].CopyTo(query[(token * width)..]);
            row.Slice(width, width).CopyTo(keys[(token * width)..]);
            row[(2 * width)..].CopyTo(values[(token * width)..]);
        }

        return query;
    }

    private void Finish(Span<float> hidden, ReadOnlySpan<float> mixed, int tokens, int pass, Workspace workspace)
    {
        int width = _project.Inputs;
        Span<float> change = workspace.Floats(tokens * width);
        Span<float> inner = workspace.Floats(tokens * _expand.Outputs);
        _project.Apply(mixed, tokens, change, workspace);
        Add(hidden, change);
        _feedNorms[pass].Apply(hidden, change);
        _expand.Apply(change, tokens, inner, workspace);
        Activation.Silu(inner);
        _contract.Apply(inner, tokens, change, workspace);
        Add(hidden, change);
    }

    private static void Add(Span<float> total, ReadOnlySpan<float> change)
    {
        for (int index = 0; index < change.Length; index++)
        {
            total[index] += change[index];
        }
    }
}

/// <summary>An RMS norm whose gain and shift belong to one pass.</summary>
internal sealed class PassNorm
{
    private const float Epsilon = 1e-5f;

    private readonly Normalization _norm;
    private readonly float[]? _shift;

    private PassNorm(float[] gain, float[]? shift)
    {
        _norm = Normalization.Rms(gain, Epsilon);
        _shift = shift;
    }

    /// <summary>One norm a pass, or a single plain one; <paramref name="first"/> is the row of scales to begin with.</summary>
    public static PassNorm[] Create(float[] gain, ReadOnlySpan<float> scales, int passes, int first)
    {
        if (passes == 0)
        {
            return [new PassNorm(gain, null)];
        }

        int width = gain.Length;
        PassNorm[] norms = new PassNorm[passes];
        for (int pass = 0; pass < passes; pass++)
        {
            ReadOnlySpan<float> rows = scales.Slice(((pass * 4) + first) * width, 2 * width);
            float[] own = new float[width];
            for (int channel = 0; channel < width; channel++)
            {
                own[channel] = gain[channel] * (1 + rows[channel]);
            }

            norms[pass] = new PassNorm(own, rows[width..].ToArray());
        }

        return norms;
    }

    public void Apply(ReadOnlySpan<float> input, Span<float> output)
    {
        _norm.Apply(input, output);
        if (_shift is null)
        {
            return;
        }

        for (int start = 0; start < input.Length; start += _shift.Length)
        {
            for (int channel = 0; channel < _shift.Length; channel++)
            {
                output[start + channel] += _shift[channel];
            }
        }
    }
}
