using VirtualTA.Core.Contracts;
using VirtualTA.Core.Conversation;

namespace VirtualTA.Server.Lectures.Answers;

/// <summary>
/// Puts small pieces of sound together for the way to many devices, and holds sound back that runs too far ahead of the clock.
/// Sound that is needed soon is never held.
/// </summary>
internal sealed class SoundPieces(LectureOptions options, TimeProvider time)
{
    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(600);

    private readonly List<AudioChunkEvent> _held = [];
    private long? _began;
    private int _sent;

    /// <summary>Time that the sound sent so far lasts beyond now, if it began to play when it began to be sent.</summary>
    private TimeSpan Ahead(long sample) =>
        TimeSpan.FromSeconds((double)sample / AudioFrame.SampleRate) - (_began is { } began ? time.GetElapsedTime(began) : TimeSpan.Zero);

    /// <summary>Time until everything up to a sample should have been heard.</summary>
    public TimeSpan Left(long sample) => Ahead(sample);

    /// <summary>Takes a piece; gives one to send, or null while it is better to wait for more.</summary>
    public async Task<AudioChunkEvent?> AddAsync(AudioChunkEvent chunk, CancellationToken cancellationToken)
    {
        _began ??= time.GetTimestamp();
        _held.Add(chunk);
        var samples = _held.Sum(held => held.Pcm.Length / sizeof(short));
        var first = _held[0].FirstSample;
        if (samples < options.SoundPiece.TotalSeconds * AudioFrame.SampleRate && Ahead(first) > Soon)
        {
            return null;
        }

        var early = Ahead(first) - options.Lead;
        if (early > TimeSpan.Zero)
        {
            await Task.Delay(early, time, cancellationToken);
        }

        return Flush();
    }

    /// <summary>What is still held; null if nothing.</summary>
    public AudioChunkEvent? Flush()
    {
        if (_held.Count == 0)
        {
            return null;
        }

        var joined = _held[0] with
        {
            Chunk = _sent++,
            Pcm = _held.Count == 1 ? _held[0].Pcm : [.. _held.SelectMany(held => held.Pcm)],
            Words = [.. _held.SelectMany(held => held.Words)],
        };
        _held.Clear();
        return joined;
    }
}
