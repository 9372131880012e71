using VirtualTA.Neural.Attention;

namespace VirtualTA.Recognition.Whisper.Decoding;

/// <summary>Where one hypothesis stands.</summary>
/// <param name="text">Keys and values of the tokens so far.</param>
/// <param name="logits">Of the next token, [vocabulary].</param>
internal sealed class DecodingState(KvCache text, float[] logits)
{
    public KvCache Text { get; } = text;

    public float[] Logits { get; } = logits;

    public double NoSpeech { get; set; }

    public DecodingState Copy()
    {
        var cache = new KvCache(Text.Layers, Text.Width, Text.Capacity);
        cache.CopyFrom(Text);
        return new DecodingState(cache, [.. Logits]) { NoSpeech = NoSpeech };
    }
}
