namespace VirtualTA.Core.Contracts;

/// <summary>A piece of synthesised speech: mono, 16-bit PCM at <see cref="AudioFrame.SampleRate"/>.</summary>
/// <param name="Samples">Samples in playing order. The receiver owns them.</param>
/// <param name="Words">Words whose times became known with this chunk; they count from the first sample of the utterance.</param>
public sealed record AudioChunk(ReadOnlyMemory<short> Samples, IReadOnlyList<WordTiming> Words)
{
    /// <summary>Index of the first sample above -60 dBFS, or -1: what lies below nobody hears as an answer.</summary>
    public int FindAudible() => Samples.Span.IndexOfAnyExceptInRange((short)-32, (short)32);
}
