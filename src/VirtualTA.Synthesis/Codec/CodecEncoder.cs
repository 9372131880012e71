using VirtualTA.Neural.Convolution;
using VirtualTA.Neural.Memory;

namespace VirtualTA.Synthesis.Codec;

/// <summary>Turns one stream of samples into codes. The codes do not depend on how the stream is cut. Not thread-safe.</summary>
/// <remarks>Frame t describes the sound around sample t·hop and comes out <see cref="AudioCodec.EncoderLookAhead"/> samples later.
/// After warming up no call allocates.</remarks>
public sealed class CodecEncoder
{
    private const int FramesAtOnce = 16;
    private readonly AudioCodec _codec;
    private readonly Workspace _workspace;
    private readonly object _front;
    private readonly ConvState[] _stack;
    private readonly float[] _pending;
    private int _waiting;
    private long _samples;
    private long _frames;
    private long _blocks;
    private bool _ended;

    internal CodecEncoder(AudioCodec codec, Workspace workspace)
    {
        (_codec, _workspace) = (codec, workspace);
        _front = codec.Front.NewState();
        _stack = codec.Encoder.NewState();
        _pending = new float[FramesAtOnce * codec.Hop];

        // Frame 0 ends `ahead` after the start: what is missing to a whole hop is silence before the sound.
        _waiting = Missing;
    }

    private int Missing => (_codec.Hop - (_codec.EncoderLookAhead % _codec.Hop)) % _codec.Hop;

    /// <summary>The most frames that <see cref="Encode"/> can give for so many samples.</summary>
    public int MostFrames(int samples) => ((samples + _waiting) / _codec.Hop) + 1;

    /// <summary>Takes samples and writes the frames that are complete.</summary>
    /// <param name="samples">Mono at the codec's rate, −1…1; values that are not finite count as 0.</param>
    /// <param name="codes">[frames, levels], room for <see cref="MostFrames"/>.</param>
    /// <returns>Frames written.</returns>
    /// <exception cref="InvalidOperationException">After <see cref="Flush"/>.</exception>
    public int Encode(ReadOnlySpan<float> samples, Span<int> codes)
    {
        ObjectDisposedException.ThrowIf(_ended, this);
        _samples += samples.Length;
        return Feed(samples, codes);
    }

    /// <summary>Ends the stream: the frames up to that centred on its end, which is filled up with silence to a whole frame.</summary>
    /// <param name="codes">[frames, levels], room for <see cref="FlushFrames"/>.</param>
    /// <returns>Frames written.</returns>
    public int Flush(Span<int> codes)
    {
        ObjectDisposedException.ThrowIf(_ended, this);
        _ended = true;
        var written = 0;
        Span<float> silence = stackalloc float[64];
        silence.Clear();
        while (_frames < TotalFrames)
        {
            var need = Math.Min(silence.Length, _codec.Hop - (_waiting % _codec.Hop));
            written += Feed(silence[..need], codes[(written * _codec.Levels)..]);
        }

        return written;
    }

    /// <summary>Frames that <see cref="Flush"/> will give.</summary>
    public int FlushFrames => (int)(TotalFrames - _frames);

    private long TotalFrames => _samples == 0 ? 0 : ((_samples + _codec.Hop - 1) / _codec.Hop) + 1;

    private int Feed(ReadOnlySpan<float> samples, Span<int> codes)
    {
        var written = 0;
        while (!samples.IsEmpty)
        {
            var taken = Math.Min(samples.Length, _pending.Length - _waiting);
            Clean(samples[..taken], _pending.AsSpan(_waiting));
            _waiting += taken;
            samples = samples[taken..];
            var blocks = _waiting / _codec.Hop;
            if (blocks > 0)
            {
                written += Run(blocks, codes[(written * _codec.Levels)..]);
                _pending.AsSpan(blocks * _codec.Hop, _waiting - (blocks * _codec.Hop)).CopyTo(_pending);
                _waiting -= blocks * _codec.Hop;
            }
        }

        return written;
    }

    // Hops of samples go in; the first of them only fill the look-ahead of frame 0.
    private int Run(int blocks, Span<int> codes)
    {
        using var scope = _workspace.Begin();
        var features = _workspace.Floats(blocks * _codec.Front.Features);
        _codec.Front.Apply(_pending.AsSpan(0, blocks * _codec.Hop), blocks, features, _front, _workspace);
        var skipped = (int)Math.Min(blocks, Math.Max(0, _codec.LeadingBlocks - _blocks));
        _blocks += blocks;
        var frames = (int)Math.Min(blocks - skipped, _ended ? TotalFrames - _frames : long.MaxValue);
        if (frames <= 0)
        {
            return 0;
        }

        var hidden = _workspace.Floats(frames * _codec.Encoder.Width);
        _codec.Encoder.Apply(features[(skipped * _codec.Front.Features)..][..(frames * _codec.Front.Features)], frames, hidden, _stack, _workspace);
        _codec.Quantiser.Quantise(hidden, frames, codes[..(frames * _codec.Levels)], _workspace);
        _frames += frames;
        return frames;
    }

    private static void Clean(ReadOnlySpan<float> samples, Span<float> to)
    {
        for (var i = 0; i < samples.Length; i++)
        {
            to[i] = float.IsFinite(samples[i]) ? samples[i] : 0;
        }
    }
}
