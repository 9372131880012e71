using System.Buffers.Binary;
using System.Runtime.InteropServices;
using VirtualTA.Core.Contracts;

namespace VirtualTA.Server.Hubs;

/// <summary>Decodes the frames of one question and refuses what is no 16-bit PCM.</summary>
internal sealed class FrameDecoder
{
    private const int MaximumBytes = AudioFrame.SampleRate * sizeof(short);
    private const int ProbeFloats = 512;

    private int _probed;
    private int _floatLike;

    /// <summary>Decodes one frame.</summary>
    /// <exception cref="UserInputException">The frame is no 16-bit PCM in base64.</exception>
    public short[] Decode(string? frame)
    {
        // A client may send null whatever the type says.
        if (frame is null || frame.Length > (MaximumBytes / 3 * 4) + 4)
        {
            throw Refuse("A piece of audio is missing or longer than a second. Send pieces of 20 to 100 milliseconds.");
        }

        var bytes = new byte[frame.Length / 4 * 3];
        if (!Convert.TryFromBase64String(frame, bytes, out var length))
        {
            throw Refuse("A piece of audio is not valid base64.");
        }

        if (length % sizeof(short) != 0)
        {
            throw Refuse($"A piece of audio has {length} bytes; 16-bit samples need an even number.");
        }

        ThrowIfFloat(bytes.AsSpan(0, length));
        var samples = new short[length / sizeof(short)];
        for (var i = 0; i < samples.Length; i++)
        {
            samples[i] = BinaryPrimitives.ReadInt16LittleEndian(bytes.AsSpan(i * sizeof(short)));
        }

        return samples;
    }

    /// <summary>
    /// 32-bit floats pass every other test and sound like noise. Read as floats they are all within ±1 (or no number);
    /// real 16-bit speech practically never is, because every second sample would have to lie near half of full scale.
    /// </summary>
    private void ThrowIfFloat(ReadOnlySpan<byte> bytes)
    {
        if (_probed >= ProbeFloats)
        {
            return;
        }

        foreach (var value in MemoryMarshal.Cast<byte, float>(bytes))
        {
            if (value != 0)
            {
                _probed++;
                _floatLike += !float.IsFinite(value) || Math.Abs(value) is > 1e-6f and <= 1f ? 1 : 0;
            }
        }

        if (_probed >= ProbeFloats / 2 && _floatLike > _probed * 0.9)
        {
            throw Refuse("The audio looks like 32-bit floats. Send 16-bit whole-number samples, little-endian.");
        }
    }

    private static UserInputException Refuse(string message) => new(NoticeCodes.AudioFormat, message);
}
