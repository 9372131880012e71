using VirtualTA.Neural.Memory;

namespace VirtualTA.Synthesis.Codec;

/// <summary>From samples to features at frame rate. Immutable; the past travels in a state.</summary>
internal interface IEncoderFront
{
    /// <summary>Values per frame that come out.</summary>
    int Features { get; }

    /// <summary>The past of one stream: silence.</summary>
    object NewState();

    /// <summary>Computes the next frames.</summary>
    /// <param name="samples">[frames · hop] that follow those of the last call.</param>
    /// <param name="frames">Frames.</param>
    /// <param name="features">[frames, features].</param>
    /// <param name="state">The stream's past; updated.</param>
    /// <param name="workspace">Scratch memory and threads.</param>
    void Apply(ReadOnlySpan<float> samples, int frames, Span<float> features, object state, Workspace workspace);
}
