using VirtualTA.Neural.Formats;

namespace VirtualTA.Synthesis.Transformer;

/// <summary>A table of vectors, one a symbol. Immutable.</summary>
internal sealed class EmbeddingTable(SafetensorsFile file, string name, int rows, int width)
{
    private readonly float[] _values = file.Floats(name + ".weight", rows, width);

    public int Rows => rows;

    /// <summary>All vectors, [rows, width].</summary>
    public ReadOnlySpan<float> Values => _values;

    /// <summary>Adds the vector of a row.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row.</exception>
    public void AddTo(int row, Span<float> total)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)row, (uint)rows, nameof(row));
        ReadOnlySpan<float> vector = _values.AsSpan(row * width, width);
        for (int channel = 0; channel < width; channel++)
        {
            total[channel] += vector[channel];
        }
    }
}
