using System.Runtime.InteropServices;
using VirtualTA.Audio.Opus;

namespace VirtualTA.Server.Lectures.Answers;

/// <summary>The sound of one answer in Opus, made once for all who take it so.</summary>
internal sealed class OpusSound : IDisposable
{
    private readonly OpusEncoder _encoder = new();
    private readonly short[] _rest = new short[OpusEncoder.PacketSamples];
    private int _held;

    /// <summary>Takes sound.</summary>
    /// <param name="pcm">Mono 16-bit PCM at 16 kHz, any length.</param>
    /// <returns>The packets that are complete; what is left begins the next one.</returns>
    public IReadOnlyList<byte[]> Add(ReadOnlySpan<byte> pcm)
    {
        var samples = MemoryMarshal.Cast<byte, short>(pcm);
        var packets = new List<byte[]>((_held + samples.Length) / _rest.Length);
        while (_held + samples.Length >= _rest.Length)
        {
            var taken = _rest.Length - _held;
            samples[..taken].CopyTo(_rest.AsSpan(_held));
            packets.Add(_encoder.Encode(_rest).ToArray());
            samples = samples[taken..];
            _held = 0;
        }

        samples.CopyTo(_rest.AsSpan(_held));
        _held += samples.Length;
        return packets;
    }

    /// <summary>The packets that bring the last samples out of the encoder.</summary>
    public IReadOnlyList<byte[]> Finish() =>
        Add(new byte[sizeof(short) * (_held + OpusEncoder.Delay <= _rest.Length ? _rest.Length - _held : (2 * _rest.Length) - _held)]);

    public void Dispose() => _encoder.Dispose();
}
