namespace VirtualTA.Neural.Layers;

/// <summary>Rotary position embedding (Su et al., 2104.09864) of heads, the two halves of a head forming the pairs. Immutable.</summary>
public sealed class RotaryEmbedding
{
    private readonly float[] _cosines;
    private readonly float[] _sines;
    private readonly int _half;
    private readonly int _positions;

    /// <summary>Prepares angles position·base^(−2i/dimension).</summary>
    /// <param name="headDimension">Values per head, even.</param>
    /// <param name="positions">Positions that can occur.</param>
    /// <param name="frequencyBase">Usually 10 000.</param>
    public RotaryEmbedding(int headDimension, int positions, double frequencyBase = 10_000)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(headDimension % 2, 0, nameof(headDimension));
        (_half, _positions) = (headDimension / 2, positions);
        _cosines = new float[positions * _half];
        _sines = new float[positions * _half];
        for (var position = 0; position < positions; position++)
        {
            for (var i = 0; i < _half; i++)
            {
                var angle = position * Math.Pow(frequencyBase, -2.0 * i / headDimension);
                _cosines[(position * _half) + i] = (float)Math.Cos(angle);
                _sines[(position * _half) + i] = (float)Math.Sin(angle);
            }
        }
    }

    /// <summary>Rotates in place.</summary>
    /// <param name="values">[tokens, heads, headDimension].</param>
    /// <param name="tokens">Tokens.</param>
    /// <param name="firstPosition">Position of the first token; the others follow.</param>
    public void Apply(Span<float> values, int tokens, int firstPosition)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(firstPosition);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(firstPosition + tokens, _positions, nameof(tokens));
        if (tokens == 0)
        {
            return;
        }

        var width = values.Length / tokens;
        for (var token = 0; token < tokens; token++)
        {
            var cosines = _cosines.AsSpan((firstPosition + token) * _half, _half);
            var sines = _sines.AsSpan((firstPosition + token) * _half, _half);
            for (var head = token * width; head < (token + 1) * width; head += 2 * _half)
            {
                var lower = values.Slice(head, _half);
                var upper = values.Slice(head + _half, _half);
                for (var i = 0; i < _half; i++)
                {
                    var (a, b) = (lower[i], upper[i]);
                    lower[i] = (a * cosines[i]) - (b * sines[i]);
                    upper[i] = (b * cosines[i]) + (a * sines[i]);
                }
            }
        }
    }
}
