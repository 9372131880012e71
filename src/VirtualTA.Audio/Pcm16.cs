using System.Buffers.Binary;

namespace VirtualTA.Audio;

/// <summary>Conversion between 16-bit PCM and floating point samples. 32768 steps are 1.0, as in every common decoder.</summary>
public static class Pcm16
{
    private const float Scale = 32768f;

    /// <summary>Nearest 16-bit value; louder than full scale is clipped, NaN becomes silence.</summary>
    public static short FromFloat(float sample) => float.IsNaN(sample)
        ? (short)0
        : (short)Math.Clamp(MathF.Round(sample * Scale), short.MinValue, short.MaxValue);

    /// <summary>Converts samples; both spans must be equally long.</summary>
    public static void FromFloat(ReadOnlySpan<float> samples, Span<short> pcm)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(pcm.Length, samples.Length);
        for (var i = 0; i < samples.Length; i++)
        {
            pcm[i] = FromFloat(samples[i]);
        }
    }

    /// <summary>Converts samples; both spans must be equally long.</summary>
    public static void ToFloat(ReadOnlySpan<short> pcm, Span<float> samples)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(samples.Length, pcm.Length);
        for (var i = 0; i < pcm.Length; i++)
        {
            samples[i] = pcm[i] / Scale;
        }
    }

    /// <summary>Little-endian bytes of the samples, two a sample.</summary>
    public static byte[] ToBytes(ReadOnlySpan<float> samples)
    {
        var bytes = new byte[samples.Length * sizeof(short)];
        WriteBytes(samples, bytes);
        return bytes;
    }

    /// <summary>Writes the samples as little-endian bytes.</summary>
    /// <param name="samples">Samples, nominally within −1…1.</param>
    /// <param name="bytes">Exactly two bytes a sample.</param>
    public static void WriteBytes(ReadOnlySpan<float> samples, Span<byte> bytes)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(bytes.Length, samples.Length * sizeof(short));
        for (var i = 0; i < samples.Length; i++)
        {
            BinaryPrimitives.WriteInt16LittleEndian(bytes[(i * sizeof(short))..], FromFloat(samples[i]));
        }
    }

    /// <summary>Samples of little-endian 16-bit bytes.</summary>
    /// <exception cref="AudioFormatException">The number of bytes is odd.</exception>
    public static float[] FromBytes(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length % sizeof(short) != 0)
        {
            throw new AudioFormatException($"16-bit PCM needs an even number of bytes, got {bytes.Length}. Send whole samples.");
        }

        var samples = new float[bytes.Length / sizeof(short)];
        for (var i = 0; i < samples.Length; i++)
        {
            samples[i] = BinaryPrimitives.ReadInt16LittleEndian(bytes[(i * sizeof(short))..]) / Scale;
        }

        return samples;
    }
}
