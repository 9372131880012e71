using System.Buffers.Binary;

namespace VirtualTA.Audio.Wav;

/// <summary>The "fmt " chunk of a WAV file, checked.</summary>
internal readonly record struct WavFormat(bool IsFloat, int Channels, int SampleRate, int BitsPerSample)
{
    internal const int LowestRate = 4000;
    internal const int HighestRate = 192_000;
    private const ushort Pcm = 1;
    private const ushort IeeeFloat = 3;
    private const ushort Extensible = 0xFFFE;
    private const int PlainLength = 16;
    private const int ExtensibleLength = 40;
    private const int MostChannels = 32;

    private static ReadOnlySpan<byte> SubFormatTail =>
        [0x00, 0x00, 0x00, 0x00, 0x10, 0x00, 0x80, 0x00, 0x00, 0xAA, 0x00, 0x38, 0x9B, 0x71];

    public int BytesPerSample => BitsPerSample / 8;

    public int BytesPerFrame => BytesPerSample * Channels;

    public static WavFormat Parse(ReadOnlySpan<byte> chunk, string source)
    {
        if (chunk.Length < PlainLength)
        {
            throw new AudioFormatException($"{source}: the format chunk has {chunk.Length} bytes instead of 16 or more; the header is damaged.");
        }

        var tag = BinaryPrimitives.ReadUInt16LittleEndian(chunk);
        var channels = BinaryPrimitives.ReadUInt16LittleEndian(chunk[2..]);
        var rate = BinaryPrimitives.ReadUInt32LittleEndian(chunk[4..]);
        var blockAlign = BinaryPrimitives.ReadUInt16LittleEndian(chunk[12..]);
        var bits = BinaryPrimitives.ReadUInt16LittleEndian(chunk[14..]);
        if (tag == Extensible)
        {
            if (chunk.Length < ExtensibleLength || !chunk[26..ExtensibleLength].SequenceEqual(SubFormatTail))
            {
                throw new AudioFormatException($"{source}: unknown extensible WAV sub-format. Convert it to PCM, for instance with ffmpeg.");
            }

            tag = BinaryPrimitives.ReadUInt16LittleEndian(chunk[24..]);
        }

        var known = (tag == Pcm && bits is 8 or 16 or 24 or 32) || (tag == IeeeFloat && bits is 32 or 64);
        if (!known || (tag != Pcm && tag != IeeeFloat))
        {
            throw new AudioFormatException(
                $"{source}: WAV format {tag} with {bits} bits is not supported. Convert it to 8, 16, 24 or 32-bit PCM or to 32 or 64-bit float.");
        }

        if (channels is 0 or > MostChannels)
        {
            throw new AudioFormatException($"{source}: {channels} channels; 1 to {MostChannels} are possible.");
        }

        if (rate is < LowestRate or > HighestRate)
        {
            throw new AudioFormatException($"{source}: sample rate {rate} Hz; {LowestRate} to {HighestRate} Hz are possible.");
        }

        if (blockAlign != channels * (bits / 8))
        {
            throw new AudioFormatException($"{source}: {blockAlign} bytes a frame contradict {channels} channels of {bits} bits; the header is damaged.");
        }

        return new WavFormat(tag == IeeeFloat, channels, (int)rate, bits);
    }

    /// <summary>One sample as float; may be NaN or infinite if the file says so.</summary>
    public float Decode(ReadOnlySpan<byte> bytes) => (BitsPerSample, IsFloat) switch
    {
        (8, _) => (bytes[0] - 128) / 128f,
        (16, _) => BinaryPrimitives.ReadInt16LittleEndian(bytes) / 32768f,
        (24, _) => ((bytes[0] << 8 | bytes[1] << 16 | bytes[2] << 24) >> 8) / 8388608f,
        (32, false) => BinaryPrimitives.ReadInt32LittleEndian(bytes) / 2147483648f,
        (32, true) => BinaryPrimitives.ReadSingleLittleEndian(bytes),
        _ => (float)BinaryPrimitives.ReadDoubleLittleEndian(bytes),
    };
}
