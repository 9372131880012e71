using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace VirtualTA.Neural.Formats;

/// <summary>A safetensors file, memory-mapped. Every access checks type and shape and names file and tensor if they are wrong.</summary>
/// <remarks>If the metadata holds <see cref="DigestKey"/>, opening the file verifies the tensors' bytes. Reading is thread-safe.</remarks>
public sealed class SafetensorsFile : IDisposable
{
    /// <summary>Metadata key of the lower-case hexadecimal SHA-256 of all bytes behind the header.</summary>
    public const string DigestKey = "data_sha256";

    private readonly MappedFile _file;
    private readonly Dictionary<string, TensorInfo> _tensors;
    private readonly Dictionary<string, string> _metadata;

    private SafetensorsFile(MappedFile file)
    {
        _file = file;
        (_tensors, _metadata) = SafetensorsHeader.Parse(file);
        if (_metadata.TryGetValue(DigestKey, out var expected))
        {
            VerifyDigest(expected);
        }
    }

    /// <summary>Path as given.</summary>
    public string Path => _file.Path;

    /// <summary>Free text pairs of the header.</summary>
    public IReadOnlyDictionary<string, string> Metadata => _metadata;

    /// <summary>All tensors by name.</summary>
    public IReadOnlyDictionary<string, TensorInfo> Tensors => _tensors;

    /// <summary>Maps and checks a file.</summary>
    /// <exception cref="ModelFormatException">The file is missing, cut short, damaged or not a safetensors file.</exception>
    public static SafetensorsFile Open(string path)
    {
        var file = MappedFile.Open(path);
        try
        {
            return new SafetensorsFile(file);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>A metadata value that must be there.</summary>
    /// <exception cref="ModelFormatException">The key is missing.</exception>
    public string Require(string key) => _metadata.TryGetValue(key, out var value)
        ? value
        : throw new ModelFormatException($"{Path}: the header lacks '{key}'; this is another kind of model.");

    /// <summary>A whole number in the metadata.</summary>
    /// <exception cref="ModelFormatException">The key is missing or its value is out of range.</exception>
    public int RequireInt(string key, int smallest, int largest) =>
        int.TryParse(Require(key), System.Globalization.CultureInfo.InvariantCulture, out var value) && value >= smallest && value <= largest
            ? value
            : throw new ModelFormatException($"{Path}: '{key}' is '{Require(key)}'; {smallest} to {largest} are possible.");

    /// <summary>Checks kind and version of the model.</summary>
    /// <exception cref="ModelFormatException">Another kind or version.</exception>
    public void Expect(string key, string value)
    {
        if (!string.Equals(Require(key), value, StringComparison.Ordinal))
        {
            throw new ModelFormatException($"{Path}: {key} is '{Require(key)}', but this program reads '{value}'. Fetch the matching model file.");
        }
    }

    /// <summary>Description of a tensor.</summary>
    /// <exception cref="ModelFormatException">There is no such tensor.</exception>
    public TensorInfo Info(string name) => _tensors.TryGetValue(name, out var info)
        ? info
        : throw new ModelFormatException($"{Path}: tensor '{name}' is missing; this is another kind or version of model.");

    /// <summary>Raw little-endian bytes of a tensor; valid until the file is disposed.</summary>
    public ReadOnlySpan<byte> Bytes(string name)
    {
        var info = Info(name);
        return _file.Bytes(info.Offset, info.Count * info.ElementSize);
    }

    /// <summary>A tensor as floats, converted from F16, BF16, F32 or F64.</summary>
    /// <param name="name">Name of the tensor.</param>
    /// <param name="shape">Expected dimensions; −1 for any length; nothing for any shape.</param>
    /// <exception cref="ModelFormatException">Missing, another shape or type, or a value that is not finite.</exception>
    public float[] Floats(string name, params ReadOnlySpan<int> shape)
    {
        var info = CheckShape(name, shape);
        var values = new float[info.Count];
        if (!TensorDecoding.TryDecode(info.Type, Bytes(name), values))
        {
            throw new ModelFormatException($"{Path}: tensor '{name}' has type {info.Type} where floating point is needed.");
        }

        if (TensorDecoding.FirstNotFinite(values) is var bad and >= 0)
        {
            throw new ModelFormatException($"{Path}: tensor '{name}' holds {values[bad]} at {bad}; the file is damaged. Fetch it again.");
        }

        return values;
    }

    /// <summary>A tensor of 8-bit integers.</summary>
    /// <exception cref="ModelFormatException">Missing, or another shape or type.</exception>
    public sbyte[] Bytes8(string name, params ReadOnlySpan<int> shape)
    {
        var info = CheckShape(name, shape);
        return info.Type == TensorType.I8
            ? MemoryMarshal.Cast<byte, sbyte>(Bytes(name)).ToArray()
            : throw new ModelFormatException($"{Path}: tensor '{name}' has type {info.Type} where I8 is needed.");
    }

    /// <summary>A tensor of whole numbers as 32-bit integers, converted from I8, U8, I16, I32 or I64.</summary>
    /// <exception cref="ModelFormatException">Missing, another shape or type, or a value beyond 32 bits.</exception>
    public int[] Integers(string name, params ReadOnlySpan<int> shape)
    {
        var info = CheckShape(name, shape);
        var values = new int[info.Count];
        return TensorDecoding.TryDecode(info.Type, Bytes(name), values)
            ? values
            : throw new ModelFormatException($"{Path}: tensor '{name}' of type {info.Type} does not hold 32-bit integers.");
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private TensorInfo CheckShape(string name, ReadOnlySpan<int> shape)
    {
        var info = Info(name);
        var right = shape.IsEmpty || shape.Length == info.Shape.Count;
        for (var i = 0; right && i < shape.Length; i++)
        {
            right = shape[i] < 0 || shape[i] == info.Shape[i];
        }

        return right
            ? info
            : throw new ModelFormatException(
                $"{Path}: tensor '{name}' has shape {info.ShapeText} where [{string.Join(", ", shape.ToArray())}] is needed; this is another kind or version of model.");
    }

    private void VerifyDigest(string expected)
    {
        var start = _tensors.Count == 0 ? _file.Length : _tensors.Values.Min(static tensor => tensor.Offset);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        for (var at = start; at < _file.Length; at += int.MaxValue / 2)
        {
            hash.AppendData(_file.Bytes(at, Math.Min(int.MaxValue / 2, _file.Length - at)));
        }

        if (!string.Equals(Convert.ToHexStringLower(hash.GetHashAndReset()), expected, StringComparison.OrdinalIgnoreCase))
        {
            throw new ModelFormatException($"{Path}: the weights do not match their checksum; the file is damaged. Fetch it again.");
        }
    }
}
