namespace VirtualTA.Audio.Opus;

/// <summary>Makes Opus packets (RFC 6716) of mono speech at 16 kHz, about 19 kbit/s, with the system's libopus.</summary>
/// <remarks>One stream, one thread at a time. The decoded sound is <see cref="Delay"/> samples late.</remarks>
public sealed class OpusEncoder : IDisposable
{
    /// <summary>Samples per second that are taken.</summary>
    public const int SampleRate = 16_000;

    /// <summary>Samples of a packet: 20 ms.</summary>
    public const int PacketSamples = SampleRate / 50;

    /// <summary>Samples by which the decoded sound is late: 6.5 ms.</summary>
    public const int Delay = 104;

    private const int Voice = 2048; // OPUS_APPLICATION_VOIP
    private const int LargestPacket = 1_275;

    private readonly LibOpus.EncoderHandle _encoder;
    private readonly byte[] _packet = new byte[LargestPacket];

    /// <summary>Begins a stream.</summary>
    /// <exception cref="PlatformNotSupportedException">libopus is not installed; see <see cref="IsAvailable"/>.</exception>
    public OpusEncoder()
    {
        if (!IsAvailable)
        {
            throw new PlatformNotSupportedException("Opus needs the library libopus. Install it (Debian: libopus0), or send PCM.");
        }

        _encoder = LibOpus.CreateEncoder(SampleRate, 1, Voice, out var error);
        if (error != 0)
        {
            _encoder.Dispose();
            throw new InvalidOperationException($"libopus could not begin a stream (error {error}).");
        }
    }

    /// <summary>Whether libopus is installed.</summary>
    public static bool IsAvailable => LibOpus.IsAvailable;

    /// <summary>Makes a packet.</summary>
    /// <param name="samples">Exactly <see cref="PacketSamples"/> samples.</param>
    /// <returns>The packet, valid until the next call.</returns>
    /// <exception cref="ArgumentException">Another number of samples.</exception>
    public ReadOnlySpan<byte> Encode(ReadOnlySpan<short> samples) // [320]
    {
        if (samples.Length != PacketSamples)
        {
            throw new ArgumentException($"A packet is made of {PacketSamples} samples, not of {samples.Length}.", nameof(samples));
        }

        var length = LibOpus.Encode(_encoder, in samples[0], samples.Length, ref _packet[0], _packet.Length);
        return length > 0 ? _packet.AsSpan(0, length) : throw new InvalidOperationException($"libopus could not make a packet (error {length}).");
    }

    /// <inheritdoc/>
    public void Dispose() => _encoder.Dispose();
}
