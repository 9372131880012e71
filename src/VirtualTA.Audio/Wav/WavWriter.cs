using System.Buffers.Binary;

namespace VirtualTA.Audio.Wav;

/// <summary>Writes a mono WAV file piece by piece; <see cref="Dispose"/> completes the lengths in the header.</summary>
public sealed class WavWriter : IDisposable
{
    private const int BlockSamples = 4096;
    private readonly Stream _stream;
    private readonly WavEncoding _encoding;
    private readonly bool _leaveOpen;
    private readonly long _start;
    private readonly int _sampleRate;
    private readonly byte[] _block;
    private long _dataBytes;
    private bool _disposed;

    /// <summary>Starts a file on a seekable stream.</summary>
    /// <param name="stream">Seekable, writable stream.</param>
    /// <param name="sampleRate">Samples per second.</param>
    /// <param name="encoding">How samples are stored.</param>
    /// <param name="leaveOpen">Whether the stream survives <see cref="Dispose"/>.</param>
    public WavWriter(Stream stream, int sampleRate, WavEncoding encoding = WavEncoding.Pcm16, bool leaveOpen = false)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(sampleRate);
        _stream = stream;
        _sampleRate = sampleRate;
        _encoding = encoding;
        _leaveOpen = leaveOpen;
        _start = stream.Position;
        _block = new byte[BlockSamples * BytesPerSample];
        WriteHeader();
    }

    private int BytesPerSample => _encoding switch
    {
        WavEncoding.Pcm16 => 2,
        WavEncoding.Pcm24 => 3,
        _ => 4,
    };

    /// <summary>Appends samples, nominally within −1…1.</summary>
    public void Append(ReadOnlySpan<float> samples)
    {
        while (!samples.IsEmpty)
        {
            var count = Math.Min(samples.Length, BlockSamples);
            var bytes = _block.AsSpan(0, count * BytesPerSample);
            if ((_dataBytes += bytes.Length) > uint.MaxValue - 1024)
            {
                throw new InvalidOperationException("A WAV file cannot hold more than 4 GiB. Start another file.");
            }

            Encode(samples[..count], bytes);
            _stream.Write(bytes);
            samples = samples[count..];
        }
    }

    /// <summary>Completes the header.</summary>
    public void Dispose()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        if ((_dataBytes & 1) == 1)
        {
            _stream.WriteByte(0);
        }

        var end = _stream.Position;
        _stream.Position = _start;
        WriteHeader();
        _stream.Position = end;
        if (_leaveOpen)
        {
            _stream.Flush();
        }
        else
        {
            _stream.Dispose();
        }
    }

    private void Encode(ReadOnlySpan<float> samples, Span<byte> bytes)
    {
        switch (_encoding)
        {
            case WavEncoding.Pcm16:
                Pcm16.WriteBytes(samples, bytes);
                break;
            case WavEncoding.Pcm24:
                for (var i = 0; i < samples.Length; i++)
                {
                    var value = (int)Math.Clamp(Math.Round(samples[i] * 8388608.0), -8388608, 8388607);
                    bytes[3 * i] = (byte)value;
                    bytes[(3 * i) + 1] = (byte)(value >> 8);
                    bytes[(3 * i) + 2] = (byte)(value >> 16);
                }

                break;
            default:
                for (var i = 0; i < samples.Length; i++)
                {
                    BinaryPrimitives.WriteSingleLittleEndian(bytes[(4 * i)..], samples[i]);
                }

                break;
        }
    }

    private void WriteHeader()
    {
        Span<byte> header = stackalloc byte[44];
        "RIFF"u8.CopyTo(header);
        BinaryPrimitives.WriteUInt32LittleEndian(header[4..], (uint)(36 + _dataBytes + (_dataBytes & 1)));
        "WAVEfmt "u8.CopyTo(header[8..]);
        BinaryPrimitives.WriteInt32LittleEndian(header[16..], 16);
        BinaryPrimitives.WriteInt16LittleEndian(header[20..], (short)(_encoding == WavEncoding.FloatingPoint ? 3 : 1));
        BinaryPrimitives.WriteInt16LittleEndian(header[22..], 1);
        BinaryPrimitives.WriteInt32LittleEndian(header[24..], _sampleRate);
        BinaryPrimitives.WriteInt32LittleEndian(header[28..], _sampleRate * BytesPerSample);
        BinaryPrimitives.WriteInt16LittleEndian(header[32..], (short)BytesPerSample);
        BinaryPrimitives.WriteInt16LittleEndian(header[34..], (short)(BytesPerSample * 8));
        "data"u8.CopyTo(header[36..]);
        BinaryPrimitives.WriteUInt32LittleEndian(header[40..], (uint)_dataBytes);
        _stream.Write(header);
    }
}
