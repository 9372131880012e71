using VirtualTA.Synthesis.Autoregressive;

namespace VirtualTA.Synthesis.Streaming;

/// <summary>How the embedded synthesiser works.</summary>
public sealed record EmbeddedSynthesizerOptions
{
    /// <summary>How many voices may speak at once.</summary>
    public int MostStreams { get; init; } = 16;

    /// <summary>How boldly codes are drawn.</summary>
    public SamplingOptions Sampling { get; init; } = new();

    /// <summary>Frames of 20 ms that a chunk has at least; 1 hands out every block at once.</summary>
    public int FramesPerChunk { get; init; } = 1;
}
