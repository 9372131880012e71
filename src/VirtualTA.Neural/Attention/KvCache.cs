using VirtualTA.Neural.Memory;

namespace VirtualTA.Neural.Attention;

/// <summary>Keys and values of all layers of one sequence, at full capacity from the start. Not thread-safe.</summary>
public sealed unsafe class KvCache
{
    private readonly AlignedBuffer<float> _keys;
    private readonly AlignedBuffer<float> _values;

    /// <summary>Creates an empty cache.</summary>
    /// <param name="layers">Layers.</param>
    /// <param name="width">Values per position and layer, heads·dimension.</param>
    /// <param name="capacity">Positions.</param>
    public KvCache(int layers, int width, int capacity)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(layers);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(capacity);
        (Layers, Width, Capacity) = (layers, width, capacity);
        _keys = new AlignedBuffer<float>((long)layers * capacity * width);
        _values = new AlignedBuffer<float>((long)layers * capacity * width);
        MarkUnused();
    }

    /// <summary>Layers.</summary>
    public int Layers { get; }

    /// <summary>Values per position and layer.</summary>
    public int Width { get; }

    /// <summary>Positions that fit.</summary>
    public int Capacity { get; }

    /// <summary>Positions in use.</summary>
    public int Length { get; private set; }

    /// <summary>Keys of a layer, [positions, width].</summary>
    public Span<float> Keys(int layer, int positions) => Slice(_keys, layer, positions);

    /// <summary>Values of a layer, [positions, width].</summary>
    public Span<float> Values(int layer, int positions) => Slice(_values, layer, positions);

    /// <summary>Writes new positions of one layer behind <see cref="Length"/>; call <see cref="Advance"/> when all layers have theirs.</summary>
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

        keys.CopyTo(Keys(layer, Length + tokens)[(Length * Width)..]);
        values.CopyTo(Values(layer, Length + tokens)[(Length * Width)..]);
    }

    /// <summary>Counts positions that all layers have written.</summary>
    public void Advance(int tokens)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(tokens);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Length + tokens, Capacity, nameof(tokens));
        Length += tokens;
    }

    /// <summary>Forgets positions from <paramref name="length"/> on.</summary>
    public void Truncate(int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, Length);
        Length = length;
    }

    /// <summary>Takes over all positions of another cache of the same shape, such as a voice's prefix.</summary>
    public void CopyFrom(KvCache other)
    {
        ArgumentNullException.ThrowIfNull(other);
        ArgumentOutOfRangeException.ThrowIfNotEqual(other.Layers, Layers, nameof(other));
        ArgumentOutOfRangeException.ThrowIfNotEqual(other.Width, Width, nameof(other));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(other.Length, Capacity, nameof(other));
        for (var layer = 0; layer < Layers; layer++)
        {
            other.Keys(layer, other.Length).CopyTo(Keys(layer, other.Length));
            other.Values(layer, other.Length).CopyTo(Values(layer, other.Length));
        }

        Length = other.Length;
    }

    private Span<float> Slice(AlignedBuffer<float> buffer, int layer, int positions)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)layer, (uint)Layers, nameof(layer));
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)positions, (uint)Capacity, nameof(positions));
        return new Span<float>(buffer.Pointer + ((long)layer * Capacity * Width), positions * Width);
    }

    [System.Diagnostics.Conditional("DEBUG")]
    private void MarkUnused()
    {
        // Whoever reads a position that was never written shall see it.
        _keys.Span.Fill(float.NaN);
        _values.Span.Fill(float.NaN);
    }
}
