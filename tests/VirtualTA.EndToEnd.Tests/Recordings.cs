using System.Buffers.Binary;

namespace VirtualTA.EndToEnd.Tests;

/// <summary>Sound that is no speech, as WAV with 16 kHz.</summary>
internal static class Recordings
{
    private const int Rate = 16_000;

    /// <summary>Loud white noise, the same every time.</summary>
    public static byte[] Noise(TimeSpan length)
    {
        var random = new Random(7);
        var wav = new byte[44 + (2 * (int)(length.TotalSeconds * Rate))];
        "RIFF"u8.CopyTo(wav);
        BinaryPrimitives.WriteInt32LittleEndian(wav.AsSpan(4), wav.Length - 8);
        "WAVEfmt "u8.CopyTo(wav.AsSpan(8));
        BinaryPrimitives.WriteInt32LittleEndian(wav.AsSpan(16), 16);
        BinaryPrimitives.WriteInt16LittleEndian(wav.AsSpan(20), 1); // PCM
        BinaryPrimitives.WriteInt16LittleEndian(wav.AsSpan(22), 1); // mono
        BinaryPrimitives.WriteInt32LittleEndian(wav.AsSpan(24), Rate);
        BinaryPrimitives.WriteInt32LittleEndian(wav.AsSpan(28), 2 * Rate);
        BinaryPrimitives.WriteInt16LittleEndian(wav.AsSpan(32), 2);
        BinaryPrimitives.WriteInt16LittleEndian(wav.AsSpan(34), 16);
        "data"u8.CopyTo(wav.AsSpan(36));
        BinaryPrimitives.WriteInt32LittleEndian(wav.AsSpan(40), wav.Length - 44);
        for (var at = 44; at < wav.Length; at += 2)
        {
            BinaryPrimitives.WriteInt16LittleEndian(wav.AsSpan(at), (short)random.Next(-8_000, 8_000));
        }

        return wav;
    }
}
