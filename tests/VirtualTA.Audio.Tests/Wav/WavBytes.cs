using System.Buffers.Binary;

namespace VirtualTA.Audio.Tests.Wav;

/// <summary>Builds WAV files by hand, right or wrong.</summary>
internal static class WavBytes
{
    public static byte[] Build(
        byte[] data, ushort format = 1, ushort channels = 1, uint rate = 16000, ushort bits = 16, bool extensible = false, uint? dataLength = null, bool extraChunk = false)
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        writer.Write("RIFF"u8);
        writer.Write(0u);
        writer.Write("WAVE"u8);
        if (extraChunk)
        {
            writer.Write("LIST"u8);
            writer.Write(3u);
            writer.Write(new byte[] { 1, 2, 3, 0 });
        }

        writer.Write("fmt "u8);
        writer.Write(extensible ? 40u : 16u);
        writer.Write(extensible ? (ushort)0xFFFE : format);
        writer.Write(channels);
        writer.Write(rate);
        writer.Write((uint)(rate * channels * bits / 8));
        writer.Write((ushort)(channels * bits / 8));
        writer.Write(bits);
        if (extensible)
        {
            writer.Write((ushort)22);
            writer.Write(bits);
            writer.Write(0u);
            writer.Write(format);
            writer.Write([0, 0, 0, 0, 0x10, 0, 0x80, 0, 0, 0xAA, 0, 0x38, 0x9B, 0x71]);
        }

        writer.Write("data"u8);
        writer.Write(dataLength ?? (uint)data.Length);
        writer.Write(data);
        return stream.ToArray();
    }

    public static byte[] Encode(float[] samples, int bits, bool floating)
    {
        var bytes = new byte[samples.Length * bits / 8];
        for (var i = 0; i < samples.Length; i++)
        {
            var at = bytes.AsSpan(i * bits / 8);
            switch (bits, floating)
            {
                case (8, _): at[0] = (byte)(MathF.Round(samples[i] * 127) + 128); break;
                case (16, _): BinaryPrimitives.WriteInt16LittleEndian(at, (short)MathF.Round(samples[i] * 32767)); break;
                case (24, _):
                    var value = (int)Math.Round(samples[i] * 8388607.0);
                    (at[0], at[1], at[2]) = ((byte)value, (byte)(value >> 8), (byte)(value >> 16));
                    break;
                case (32, false): BinaryPrimitives.WriteInt32LittleEndian(at, (int)Math.Round(samples[i] * 2147483647.0)); break;
                case (32, true): BinaryPrimitives.WriteSingleLittleEndian(at, samples[i]); break;
                default: BinaryPrimitives.WriteDoubleLittleEndian(at, samples[i]); break;
            }
        }

        return bytes;
    }
}
