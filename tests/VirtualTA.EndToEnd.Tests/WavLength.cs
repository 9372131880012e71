using System.Buffers.Binary;

namespace VirtualTA.EndToEnd.Tests;

/// <summary>How long a plain PCM WAV plays.</summary>
internal static class WavLength
{
    public static TimeSpan Of(string file)
    {
        var bytes = File.ReadAllBytes(file);
        var bytesPerSecond = BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(28));
        return TimeSpan.FromSeconds((bytes.Length - 44) / (double)bytesPerSecond);
    }
}
