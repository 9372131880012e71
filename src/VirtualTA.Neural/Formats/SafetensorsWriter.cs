using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json;

namespace VirtualTA.Neural.Formats;

/// <summary>Collects tensors and writes them as a safetensors file with a checksum.</summary>
public sealed class SafetensorsWriter
{
    private const int Alignment = 64;
    private readonly List<(string Name, TensorType Type, int[] Shape, byte[] Bytes)> _tensors = [];
    private readonly SortedDictionary<string, string> _metadata = new(StringComparer.Ordinal);

    /// <summary>Adds a pair to the header.</summary>
    public SafetensorsWriter Metadata(string key, string value)
    {
        _metadata[key] = value;
        return this;
    }

    /// <summary>Adds a tensor.</summary>
    /// <param name="name">Name, once per file.</param>
    /// <param name="type">Type; <typeparamref name="T"/> must have its size.</param>
    /// <param name="shape">Dimensions, outermost first.</param>
    /// <param name="values">Values in row-major order.</param>
    public SafetensorsWriter Add<T>(string name, TensorType type, int[] shape, ReadOnlySpan<T> values)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(shape);
        var bytes = MemoryMarshal.AsBytes(values).ToArray();
        ArgumentOutOfRangeException.ThrowIfNotEqual(bytes.LongLength, shape.Aggregate((long)TensorInfo.SizeOf(type), static (a, b) => a * b), nameof(values));
        _tensors.Add((name, type, shape, bytes));
        return this;
    }

    /// <summary>Writes the file.</summary>
    public void Save(string path)
    {
        using var stream = File.Create(path);
        Save(stream);
    }

    /// <summary>Writes the file to a stream, which stays open.</summary>
    public void Save(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var tensor in _tensors)
        {
            hash.AppendData(tensor.Bytes);
        }

        var digest = Convert.ToHexStringLower(hash.GetHashAndReset());
        using var header = new MemoryStream();
        using (var json = new Utf8JsonWriter(header))
        {
            WriteHeader(json, digest);
        }

        while ((header.Length + sizeof(ulong)) % Alignment != 0)
        {
            header.WriteByte((byte)' ');
        }

        Span<byte> length = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)header.Length);
        stream.Write(length);
        header.WriteTo(stream);
        foreach (var tensor in _tensors)
        {
            stream.Write(tensor.Bytes);
        }
    }

    private void WriteHeader(Utf8JsonWriter json, string digest)
    {
        json.WriteStartObject();
        json.WriteStartObject("__metadata__");
        foreach (var (key, value) in _metadata)
        {
            json.WriteString(key, value);
        }

        json.WriteString(SafetensorsFile.DigestKey, digest);
        json.WriteEndObject();
        var offset = 0L;
        foreach (var (name, type, shape, bytes) in _tensors)
        {
            json.WriteStartObject(name);
            json.WriteString("dtype", type.ToString());
            json.WriteStartArray("shape");
            foreach (var dimension in shape)
            {
                json.WriteNumberValue(dimension);
            }

            json.WriteEndArray();
            json.WriteStartArray("data_offsets");
            json.WriteNumberValue(offset);
            json.WriteNumberValue(offset += bytes.LongLength);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }
}
