using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using VirtualTA.Neural.Formats;
using VirtualTA.Neural.Layers;

namespace VirtualTA.Recognition.Whisper.Files;

/// <summary>A Whisper model in ggml's "ggml" container (.bin), memory-mapped: header, mel filters, vocabulary, tensors. Reading is thread-safe.</summary>
public sealed class WhisperFile : IDisposable
{
    private const uint Magic = 0x67676D6C;
    private const int LongestToken = 1024;
    private const int LongestName = 256;
    private const int MostDimensions = 3;
    private readonly MappedFile _file;
    private readonly Dictionary<string, Entry> _tensors = new(StringComparer.Ordinal);
    private long _at;

    private WhisperFile(MappedFile file)
    {
        _file = file;
        if (file.Length < 4 || BinaryPrimitives.ReadUInt32LittleEndian(Next(4)) != Magic)
        {
            throw Fault("this is no ggml Whisper model. Fetch one with `virtualta models pull`");
        }

        Dimensions = new WhisperDimensions(
            NextInt(), NextInt(), NextInt(), NextInt(), NextInt(), NextInt(), NextInt(), NextInt(), NextInt(), NextInt(), NextInt());
        if (Dimensions.Fault() is { } fault)
        {
            throw Fault($"the header names {fault}, which no Whisper model has; the file is damaged or of another kind");
        }

        MelFilters = ReadFilters();
        Tokens = ReadTokens();
        ReadTensorTable();
    }

    /// <summary>Path as given.</summary>
    public string Path => _file.Path;

    /// <summary>Sizes.</summary>
    public WhisperDimensions Dimensions { get; }

    /// <summary>Mel filters, [mels, 201].</summary>
    public float[] MelFilters { get; }

    /// <summary>Bytes of the ordinary tokens.</summary>
    public IReadOnlyList<byte[]> Tokens { get; }

    /// <summary>Names of all tensors.</summary>
    public IReadOnlyCollection<string> TensorNames => _tensors.Keys;

    /// <summary>Maps and checks a file.</summary>
    /// <exception cref="ModelFormatException">Missing, cut short, damaged, or not a Whisper model.</exception>
    public static WhisperFile Open(string path)
    {
        var file = MappedFile.Open(path);
        try
        {
            return new WhisperFile(file);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>A tensor as floats.</summary>
    /// <param name="name">Name.</param>
    /// <param name="shape">Expected dimensions, outermost first; dimensions of 1 in the file do not count.</param>
    /// <exception cref="ModelFormatException">Missing, another shape, or values that are no numbers.</exception>
    public float[] Floats(string name, params ReadOnlySpan<int> shape)
    {
        var entry = Find(name, shape);
        var values = new float[entry.Count];
        GgmlBlocks.Decode(entry.Type, _file.Bytes(entry.Offset, GgmlBlocks.RowBytes(entry.Type, entry.Count)), values);
        return CheckFinite(name, values);
    }

    /// <summary>A linear layer from NAME.weight [outputs, inputs] and, if asked for, NAME.bias.</summary>
    public Linear Linear(string name, int inputs, int outputs, bool hasBias, WeightPrecision precision)
    {
        var weights = Floats(name + ".weight", outputs, inputs);
        var bias = hasBias ? Floats(name + ".bias", outputs) : [];
        return precision switch
        {
            WeightPrecision.Quantized => Neural.Layers.Linear.Quantized(weights, bias, inputs),
            WeightPrecision.Half when TypeOf(name + ".weight") == GgmlType.F16 => Neural.Layers.Linear.HalfPrecision(weights, bias, inputs),
            _ => Neural.Layers.Linear.SinglePrecision(weights, bias, inputs),
        };
    }

    /// <summary>Element type of a tensor.</summary>
    public GgmlType TypeOf(string name) => Find(name, []).Type;

    /// <summary>One row of a matrix.</summary>
    /// <param name="name">Name of a tensor [rows, columns].</param>
    /// <param name="row">Row.</param>
    /// <param name="values">[columns].</param>
    public void Row(string name, int row, Span<float> values)
    {
        var entry = Find(name, []);
        var bytes = GgmlBlocks.RowBytes(entry.Type, values.Length);
        GgmlBlocks.Decode(entry.Type, _file.Bytes(entry.Offset + (row * bytes), bytes), values);
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private static bool SameShape(ReadOnlySpan<int> expected, IEnumerable<int> found) =>
        found.Where(static length => length != 1).SequenceEqual(expected.ToArray().Where(static length => length != 1));

    private Entry Find(string name, ReadOnlySpan<int> shape)
    {
        if (!_tensors.TryGetValue(name, out var entry))
        {
            throw Fault($"tensor '{name}' is missing; the file is incomplete or of another kind");
        }

        return shape.IsEmpty || SameShape(shape, entry.Shape)
            ? entry
            : throw Fault($"tensor '{name}' has shape [{string.Join(", ", entry.Shape)}] where [{string.Join(", ", shape.ToArray())}] is needed");
    }

    private float[] CheckFinite(string name, float[] values)
    {
        foreach (var value in values)
        {
            if (!float.IsFinite(value))
            {
                throw Fault($"tensor '{name}' holds {value}; the file is damaged. Fetch it again");
            }
        }

        return values;
    }

    private float[] ReadFilters()
    {
        var (mels, bins) = (NextInt(), NextInt());
        if (mels != Dimensions.Mels || bins != 201)
        {
            throw Fault($"mel filters of {mels} × {bins} where {Dimensions.Mels} × 201 are needed; the file is damaged");
        }

        return CheckFinite("mel filters", MemoryMarshal.Cast<byte, float>(Next((long)mels * bins * 4)).ToArray());
    }

    private byte[][] ReadTokens()
    {
        var count = NextInt();
        if (count < 256 || count > Dimensions.Vocabulary)
        {
            throw Fault($"{count} tokens in the vocabulary of a model of {Dimensions.Vocabulary}; the file is damaged");
        }

        var tokens = new byte[count][];
        for (var i = 0; i < count; i++)
        {
            var length = NextInt();
            tokens[i] = length is >= 0 and <= LongestToken
                ? Next(length).ToArray()
                : throw Fault($"token {i} claims {length} bytes; the file is damaged");
        }

        return tokens;
    }

    private void ReadTensorTable()
    {
        while (_at < _file.Length)
        {
            var (dimensions, nameLength, type) = (NextInt(), NextInt(), (GgmlType)NextInt());
            if (dimensions is < 1 or > MostDimensions || nameLength is < 1 or > LongestName)
            {
                throw Fault($"a tensor of {dimensions} dimensions and a name of {nameLength} bytes at {_at}; the file is damaged");
            }

            var shape = new int[dimensions];
            var count = 1L;
            for (var i = dimensions - 1; i >= 0; i--)
            {
                shape[i] = NextInt();
                count = shape[i] > 0 && count < int.MaxValue ? count * shape[i] : long.MaxValue / 2;
            }

            var name = Encoding.UTF8.GetString(Next(nameLength));
            if (!Enum.IsDefined(type))
            {
                throw Fault($"tensor '{name}' has type {(int)type}; f32, f16, q4_0, q4_1, q5_0, q5_1 and q8_0 are supported");
            }

            var isQuantized = type is not (GgmlType.F32 or GgmlType.F16);
            if (count > Array.MaxLength || (isQuantized && shape[^1] % GgmlBlocks.BlockLength != 0))
            {
                throw Fault($"tensor '{name}' has the impossible shape [{string.Join(", ", shape)}]; the file is damaged");
            }

            var bytes = GgmlBlocks.RowBytes(type, count);
            if (!_tensors.TryAdd(name, new Entry(type, shape, count, _at)))
            {
                throw Fault($"tensor '{name}' appears twice; the file is damaged");
            }

            if (bytes > _file.Length - _at)
            {
                throw Fault($"the file is cut short inside tensor '{name}'. Fetch it again");
            }

            _at += bytes;
        }
    }

    private ReadOnlySpan<byte> Next(long count)
    {
        var bytes = _file.Bytes(_at, count);
        _at += count;
        return bytes;
    }

    private int NextInt() => BinaryPrimitives.ReadInt32LittleEndian(Next(4));

    private ModelFormatException Fault(string fault) => new($"{_file.Path}: {fault}.");

    private sealed record Entry(GgmlType Type, int[] Shape, long Count, long Offset);
}
