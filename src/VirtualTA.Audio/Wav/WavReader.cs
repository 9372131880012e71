using System.Buffers.Binary;

namespace VirtualTA.Audio.Wav;

/// <summary>Walks the chunks of one WAV stream and mixes its samples to mono. Reads forward only.</summary>
internal sealed class WavReader(Stream stream, string source, TimeSpan longest)
{
    private const int BlockFrames = 4096;
    private const uint UnknownLength = uint.MaxValue;
    private const int LongestFormatChunk = 64 * 1024;

    public AudioClip Read()
    {
        Span<byte> riff = stackalloc byte[12];
        ReadHeader(riff, "the RIFF header");
        if (!riff[..4].SequenceEqual("RIFF"u8) || !riff[8..].SequenceEqual("WAVE"u8))
        {
            throw new AudioFormatException($"{source}: not a WAV file (no RIFF/WAVE header). Convert it to WAV first.");
        }

        WavFormat? format = null;
        Span<byte> head = stackalloc byte[8];
        while (true)
        {
            ReadHeader(head, "a chunk header; no sample data was found");
            var length = BinaryPrimitives.ReadUInt32LittleEndian(head[4..]);
            if (head[..4].SequenceEqual("fmt "u8))
            {
                format = ReadFormat(length);
            }
            else if (head[..4].SequenceEqual("data"u8))
            {
                return ReadData(
                    format ?? throw new AudioFormatException($"{source}: sample data before the format chunk; the header is damaged."),
                    length);
            }
            else
            {
                Skip(length + (length & 1L));
            }
        }
    }

    private WavFormat ReadFormat(uint length)
    {
        if (length > LongestFormatChunk)
        {
            throw new AudioFormatException($"{source}: the format chunk claims {length} bytes; the header is damaged.");
        }

        var chunk = new byte[length + (length & 1)];
        ReadHeader(chunk, "the format chunk");
        return WavFormat.Parse(chunk.AsSpan(0, (int)length), source);
    }

    private AudioClip ReadData(WavFormat format, uint length)
    {
        var bytesPerFrame = format.BytesPerFrame;
        var longestFrames = (long)(longest.TotalSeconds * format.SampleRate);
        var open = length == UnknownLength;
        var frames = open ? long.MaxValue : length / bytesPerFrame;
        if (!open && length % bytesPerFrame != 0)
        {
            throw new AudioFormatException($"{source}: {length} bytes of sample data are not a whole number of {bytesPerFrame}-byte frames; the file is damaged.");
        }

        if (!open && frames > longestFrames)
        {
            throw new AudioFormatException($"{source}: {frames / format.SampleRate} s of audio; at most {longest.TotalSeconds:0} s are accepted. Split the file.");
        }

        // The claimed length is not trusted with an allocation before the bytes have arrived.
        var samples = new float[Math.Min(open ? BlockFrames : frames, 1 << 20)];
        var block = new byte[BlockFrames * bytesPerFrame];
        var count = 0;
        while (count < frames)
        {
            var wanted = (int)Math.Min(BlockFrames, frames - count) * bytesPerFrame;
            var got = stream.ReadAtLeast(block.AsSpan(0, wanted), wanted, throwOnEndOfStream: false);
            if (got < wanted && !open)
            {
                throw new AudioFormatException($"{source}: the file is cut short: {count + (got / bytesPerFrame)} of {frames} frames. Copy it again.");
            }

            var arrived = got / bytesPerFrame;
            if (count + arrived > longestFrames)
            {
                throw new AudioFormatException($"{source}: more than {longest.TotalSeconds:0} s of audio. Split the file.");
            }

            if (count + arrived > samples.Length)
            {
                Array.Resize(ref samples, (int)Math.Min(Math.Max(count + arrived, samples.Length * 2L), Math.Min(frames, longestFrames)));
            }

            Mix(format, block.AsSpan(0, arrived * bytesPerFrame), samples.AsSpan(count, arrived), count);
            count += arrived;
            if (got < wanted)
            {
                break;
            }
        }

        return new AudioClip(count == samples.Length ? samples : samples[..count], format.SampleRate);
    }

    private void Mix(WavFormat format, ReadOnlySpan<byte> block, Span<float> mono, int firstFrame)
    {
        var at = 0;
        for (var frame = 0; frame < mono.Length; frame++)
        {
            var sum = 0f;
            for (var channel = 0; channel < format.Channels; channel++)
            {
                sum += format.Decode(block.Slice(at, format.BytesPerSample));
                at += format.BytesPerSample;
            }

            mono[frame] = format.Channels == 1 ? sum : sum / format.Channels;
            if (!float.IsFinite(sum))
            {
                throw new AudioFormatException($"{source}: frame {firstFrame + frame} is not a finite number. Export the audio again.");
            }
        }
    }

    private void ReadHeader(Span<byte> bytes, string what)
    {
        if (stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) < bytes.Length)
        {
            throw new AudioFormatException($"{source}: the file ends in {what}. It is empty, cut short or not a WAV file.");
        }
    }

    private void Skip(long bytes)
    {
        Span<byte> waste = stackalloc byte[1024];
        while (bytes > 0)
        {
            var got = stream.Read(waste[..(int)Math.Min(bytes, waste.Length)]);
            if (got == 0)
            {
                throw new AudioFormatException($"{source}: the file ends inside a chunk before any sample data. It is cut short or damaged.");
            }

            bytes -= got;
        }
    }
}
