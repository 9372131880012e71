using System.Buffers.Binary;
using System.Text.Json;

namespace VirtualTA.Neural.Formats;

/// <summary>Parses and checks the JSON header of a safetensors file.</summary>
internal static class SafetensorsHeader
{
    public const int LongestHeader = 8 * 1024 * 1024;
    private const int LengthBytes = 8;
    private const int MostDimensions = 8;

    public static (Dictionary<string, TensorInfo> Tensors, Dictionary<string, string> Metadata) Parse(MappedFile file)
    {
        if (file.Length < LengthBytes)
        {
            throw new ModelFormatException($"{file.Path}: {file.Length} bytes are too few for a safetensors file. Fetch it again.");
        }

        var length = BinaryPrimitives.ReadUInt64LittleEndian(file.Bytes(0, LengthBytes));
        if (length > LongestHeader)
        {
            throw new ModelFormatException(
                $"{file.Path}: a header of {length} bytes is claimed (at most {LongestHeader}); this is no safetensors file, or it is damaged.");
        }

        if ((long)length > file.Length - LengthBytes)
        {
            throw new ModelFormatException($"{file.Path}: the file is cut short inside its header. Fetch it again.");
        }

        try
        {
            var reader = new Utf8JsonReader(file.Bytes(LengthBytes, (long)length), new JsonReaderOptions { MaxDepth = 8 });
            using var json = JsonDocument.ParseValue(ref reader);
            return Read(file, json.RootElement, LengthBytes + (long)length);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or FormatException and not ModelFormatException or KeyNotFoundException)
        {
            throw new ModelFormatException($"{file.Path}: the header is damaged: {error.Message}", error);
        }
    }

    private static (Dictionary<string, TensorInfo> Tensors, Dictionary<string, string> Metadata) Read(MappedFile file, JsonElement root, long dataStart)
    {
        var tensors = new Dictionary<string, TensorInfo>(StringComparer.Ordinal);
        var metadata = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var entry in root.EnumerateObject())
        {
            if (entry.NameEquals("__metadata__"))
            {
                foreach (var pair in entry.Value.EnumerateObject())
                {
                    metadata[pair.Name] = pair.Value.GetString() ?? "";
                }
            }
            else if (!tensors.TryAdd(entry.Name, ReadTensor(file, entry.Name, entry.Value, dataStart)))
            {
                throw new ModelFormatException($"{file.Path}: tensor '{entry.Name}' appears twice; the header is damaged.");
            }
        }

        return (tensors, metadata);
    }

    private static TensorInfo ReadTensor(MappedFile file, string name, JsonElement entry, long dataStart)
    {
        var typeName = entry.GetProperty("dtype").GetString();
        if (!Enum.TryParse<TensorType>(typeName, out var type) || !Enum.IsDefined(type) || int.TryParse(typeName, out _))
        {
            throw new ModelFormatException($"{file.Path}: tensor '{name}' has the unknown type '{typeName}'.");
        }

        var shape = entry.GetProperty("shape").EnumerateArray().Select(static length => length.GetInt32()).ToArray();
        var offsets = entry.GetProperty("data_offsets").EnumerateArray().Select(static offset => offset.GetInt64()).ToArray();
        var bytes = shape.Length <= MostDimensions
            ? shape.Aggregate((Int128)TensorInfo.SizeOf(type), static (product, length) => length < 0 || product > long.MaxValue ? Int128.MaxValue >> 32 : product * length)
            : -1;
        if (offsets.Length != 2 || offsets[0] < 0 || offsets[1] < offsets[0] || offsets[1] - offsets[0] != bytes)
        {
            throw new ModelFormatException($"{file.Path}: tensor '{name}' has a shape that contradicts its place in the file; the header is damaged.");
        }

        return offsets[1] <= file.Length - dataStart
            ? new TensorInfo(name, type, shape, dataStart + offsets[0])
            : throw new ModelFormatException($"{file.Path}: the file is cut short: tensor '{name}' lies beyond its end. Fetch it again.");
    }
}
