using VirtualTA.Neural.Layers;
using VirtualTA.Recognition.Whisper.Files;

namespace VirtualTA.Recognition.Whisper.Network;

/// <summary>Projections of one attention.</summary>
internal sealed class AttentionWeights(WhisperFile file, string name, int width, WeightPrecision precision)
{
    public Linear Query { get; } = file.Linear(name + ".query", width, width, true, precision);

    public Linear Key { get; } = file.Linear(name + ".key", width, width, false, precision);

    public Linear Value { get; } = file.Linear(name + ".value", width, width, true, precision);

    public Linear Out { get; } = file.Linear(name + ".out", width, width, true, precision);
}

/// <summary>Weights of one transformer block.</summary>
internal sealed class WhisperBlock
{
    public WhisperBlock(WhisperFile file, string name, int width, bool hasCrossAttention, WeightPrecision precision)
    {
        AttentionNorm = Norm(file, name + ".attn_ln", width);
        Attention = new AttentionWeights(file, name + ".attn", width, precision);
        if (hasCrossAttention)
        {
            CrossNorm = Norm(file, name + ".cross_attn_ln", width);
            Cross = new AttentionWeights(file, name + ".cross_attn", width, precision);
        }

        FeedForwardNorm = Norm(file, name + ".mlp_ln", width);
        Expand = file.Linear(name + ".mlp.0", width, 4 * width, true, precision);
        Contract = file.Linear(name + ".mlp.2", 4 * width, width, true, precision);
    }

    public Normalization AttentionNorm { get; }

    public AttentionWeights Attention { get; }

    public Normalization? CrossNorm { get; }

    public AttentionWeights? Cross { get; }

    public Normalization FeedForwardNorm { get; }

    public Linear Expand { get; }

    public Linear Contract { get; }

    public static Normalization Norm(WhisperFile file, string name, int width) =>
        Normalization.Layer(file.Floats(name + ".weight", width), file.Floats(name + ".bias", width));
}
