using VirtualTA.Neural.Memory;

namespace VirtualTA.Synthesis.Codec;

/// <summary>Turns one stream of codes into samples. The samples do not depend on how the stream is cut. Not thread-safe.</summary>
/// <remarks>Half of a frame's window waits for the next frame: the first frame gives nothing, every later one a hop of samples.
/// After warming up no call allocates.</remarks>
public sealed class CodecDecoder
{
    private const int FramesAtOnce = 16;
    private readonly AudioCodec _codec;
    private readonly Workspace _workspace;
    private readonly DecoderNetwork.State _state;
    private bool _started;

    internal CodecDecoder(AudioCodec codec, Workspace workspace, uint seed, ReadOnlySpan<float> speaker)
    {
        (_codec, _workspace) = (codec, workspace);
        _state = codec.Decoder.NewState(seed, speaker, workspace);
        UsedLevels = codec.Levels;
    }

    /// <summary>Levels that are heard, 1 to <see cref="AudioCodec.Levels"/>; the rest of each row of codes is ignored.</summary>
    public int UsedLevels
    {
        get;
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, _codec.Levels);
            field = value;
        }
    }

    /// <summary>Samples that <see cref="Decode"/> will give for so many frames.</summary>
    public int SamplesFor(int frames) => Math.Max(0, frames - (_started ? 0 : 1)) * _codec.Hop;

    /// <summary>Takes frames and writes the samples that are complete.</summary>
    /// <param name="codes">[frames, levels].</param>
    /// <param name="samples">Room for <see cref="SamplesFor"/>; −1…1 except for rare overshoots.</param>
    /// <returns>Samples written.</returns>
    /// <exception cref="ArgumentException">Codes that are no whole frames.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A code outside the codebook.</exception>
    public int Decode(ReadOnlySpan<int> codes, Span<float> samples)
    {
        if (codes.Length % _codec.Levels != 0)
        {
            throw new ArgumentException($"{codes.Length} codes are no whole frames of {_codec.Levels}.", nameof(codes));
        }

        var frames = codes.Length / _codec.Levels;
        var written = 0;
        for (var at = 0; at < frames; at += FramesAtOnce)
        {
            var count = Math.Min(FramesAtOnce, frames - at);
            using var scope = _workspace.Begin();
            var vectors = _workspace.Floats(count * _codec.Encoder.Width);
            var segment = _workspace.Floats(count * _codec.Hop);
            _codec.Quantiser.LookUp(codes.Slice(at * _codec.Levels, count * _codec.Levels), count, UsedLevels, vectors, _workspace);
            _codec.Decoder.Apply(vectors, count, segment, _state, _workspace);
            var ready = _started ? segment : segment[_codec.Hop..];
            _started = true;
            ready.CopyTo(samples[written..]);
            written += ready.Length;
        }

        return written;
    }
}
