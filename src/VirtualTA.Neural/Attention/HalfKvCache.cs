using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using VirtualTA.Neural.Formats;
using VirtualTA.Neural.Kernels;
using VirtualTA.Neural.Memory;

namespace VirtualTA.Neural.Attention;

/// <summary>Keys and values of all layers of one sequence in half precision, if wanted behind a prefix that many sequences share. Not thread-safe.</summary>
/// <remarks>A prefix is never copied: it may lie in a mapped file. While it is shared it must not change.</remarks>
public sealed unsafe class HalfKvCache
{
    // Whatever reads behind the last position gets far too large numbers.
    private const ushort Unused = 0x7FFF;
    private const int MarkedPositions = 8;
    private readonly object _owner;
    private readonly ushort* _keys;
    private readonly ushort* _values;

    /// <summary>Creates an empty cache.</summary>
    /// <param name="layers">Layers.</param>
    /// <param name="width">Values per position and layer, heads·dimension.</param>
    /// <param name="capacity">Positions, those of a prefix included.</param>
    public HalfKvCache(int layers, int width, int capacity)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(layers);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(capacity);
        (Layers, Width, Capacity) = (layers, width, capacity);
        var size = (long)layers * capacity * width;
        var buffer = new AlignedBuffer<ushort>(2 * size);
        _owner = buffer;
        _keys = buffer.Pointer;
        _values = buffer.Pointer + size;
    }

    private HalfKvCache(SafetensorsFile file, string keys, string values, int layers, int width)
    {
        var info = file.Info(keys);
        (Layers, Width, Capacity) = (layers, width, info.Shape.Count == 3 ? info.Shape[1] : 0);
        Length = Capacity;
        _owner = file;
        _keys = Start(keys);
        _values = Start(values);

        ushort* Start(string name)
        {
            var tensor = file.Info(name);
            return tensor.Type == TensorType.F16 && Capacity > 0 && tensor.Shape.SequenceEqual([layers, Capacity, width])
                ? (ushort*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(file.Bytes(name)))
                : throw new ModelFormatException($"{file.Path}: tensor '{name}' is {tensor.Type} {tensor.ShapeText} where F16 [{layers}, {Capacity}, {width}] is needed.");
        }
    }

    /// <summary>Layers.</summary>
    public int Layers { get; }

    /// <summary>Values per position and layer.</summary>
    public int Width { get; }

    /// <summary>Positions that fit, those of the prefix included.</summary>
    public int Capacity { get; }

    /// <summary>Positions in use, those of the prefix included.</summary>
    public int Length { get; private set; }

    /// <summary>The prefix that is shared, or null.</summary>
    public HalfKvCache? Prefix { get; private set; }

    private int PrefixLength => Prefix?.Length ?? 0;

    /// <summary>A full cache over two tensors of a file, which it keeps open.</summary>
    /// <param name="file">The file; must not be disposed.</param>
    /// <param name="keys">Name of the F16 tensor [layers, positions, width].</param>
    /// <param name="values">Likewise.</param>
    /// <param name="layers">Layers.</param>
    /// <param name="width">Values per position and layer.</param>
    /// <exception cref="ModelFormatException">A tensor is missing or has another shape or type.</exception>
    public static HalfKvCache Map(SafetensorsFile file, string keys, string values, int layers, int width)
    {
        ArgumentNullException.ThrowIfNull(file);
        return new HalfKvCache(file, keys, values, layers, width);
    }

    /// <summary>Forgets everything and stands behind another cache from now on; null for none.</summary>
    public void Share(HalfKvCache? prefix)
    {
        if (prefix is not null)
        {
            ArgumentOutOfRangeException.ThrowIfNotEqual(prefix.Layers, Layers, nameof(prefix));
            ArgumentOutOfRangeException.ThrowIfNotEqual(prefix.Width, Width, nameof(prefix));
            ArgumentOutOfRangeException.ThrowIfGreaterThan(prefix.Length, Capacity, nameof(prefix));
            ArgumentOutOfRangeException.ThrowIfNotEqual(prefix.PrefixLength, 0, nameof(prefix));
        }

        Prefix = prefix;
        Length = PrefixLength;
    }

    /// <summary>Bits of the keys of a layer without those of the prefix, [positions, width].</summary>
    public ReadOnlySpan<ushort> Keys(int layer) => new(Row(_keys, layer, 0), (Length - PrefixLength) * Width);

    /// <summary>Bits of the values of a layer without those of the prefix, [positions, width].</summary>
    public ReadOnlySpan<ushort> Values(int layer) => new(Row(_values, layer, 0), (Length - PrefixLength) * Width);

    /// <summary>Writes new positions of one layer behind <see cref="Length"/>, rounded; call <see cref="Advance"/> when all layers have theirs.</summary>
    /// <param name="layer">Layer.</param>
    /// <param name="keys">[tokens, width].</param>
    /// <param name="values">[tokens, width].</param>
    /// <exception cref="InvalidOperationException">The cache is full.</exception>
    public void Append(int layer, ReadOnlySpan<float> keys, ReadOnlySpan<float> values)
    {
        var tokens = keys.Length / Width;
        if (Length + tokens > Capacity)
        {
            throw new InvalidOperationException($"The cache holds {Capacity} positions; {Length} are used and {tokens} more do not fit.");
        }

        var own = Length - PrefixLength;
        HalfVectors.Narrow(keys, new Span<ushort>(Row(_keys, layer, own), keys.Length));
        HalfVectors.Narrow(values[..keys.Length], new Span<ushort>(Row(_values, layer, own), keys.Length));
        MarkUnused(layer, own + tokens);
        GC.KeepAlive(this);
    }

    /// <summary>Counts positions that all layers have written.</summary>
    public void Advance(int tokens)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(tokens);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Length + tokens, Capacity, nameof(tokens));
        Length += tokens;
    }

    /// <summary>Forgets positions from <paramref name="length"/> on, but none of the prefix.</summary>
    public void Truncate(int length)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(length, PrefixLength);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, Length);
        Length = length;
    }

    /// <summary>Where the prefix's positions of a layer lie; valid while this cache is alive.</summary>
    internal HalfRows PrefixRows(int layer) => Prefix?.OwnRows(layer, Prefix.Length) ?? default;

    /// <summary>Where the own positions lie; <paramref name="positions"/> may count some that are not yet advanced over.</summary>
    internal HalfRows OwnRows(int layer, int positions) => new(Row(_keys, layer, 0), Row(_values, layer, 0), positions);

    private ushort* Row(ushort* start, int layer, int position)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)layer, (uint)Layers, nameof(layer));
        return start + (((((long)layer * Capacity) + position)) * Width);
    }

    // Only the next few: a whole cache, once touched, is memory that most utterances never need.
    [System.Diagnostics.Conditional("DEBUG")]
    private void MarkUnused(int layer, int position)
    {
        var length = Math.Min(MarkedPositions, Capacity - position) * Width;
        new Span<ushort>(Row(_keys, layer, position), length).Fill(Unused);
        new Span<ushort>(Row(_values, layer, position), length).Fill(Unused);
    }
}

/// <summary>Some positions' keys and values, [positions, width] each.</summary>
internal readonly unsafe struct HalfRows(ushort* keys, ushort* values, int positions)
{
    public ushort* Keys => keys;

    public ushort* Values => values;

    public int Positions => positions;
}
