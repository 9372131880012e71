using VirtualTA.Neural.Formats;
using VirtualTA.Neural.Layers;
using VirtualTA.Neural.Memory;

namespace VirtualTA.Synthesis.Codec;

/// <summary>Residual vector quantiser in a factorised code space. Immutable.</summary>
internal sealed class ResidualQuantiser
{
    private readonly Linear _enter;
    private readonly Linear _leave;
    private readonly float[] _vectors; // [levels, codes, width]
    private readonly Linear[] _scores;
    private readonly float[] _halfNorms; // [levels, codes]
    private readonly int _codes;
    private readonly int _width;

    public ResidualQuantiser(SafetensorsFile file, CodecShape shape)
    {
        (Levels, _codes, _width) = (shape.Levels, shape.Codes, shape.CodeWidth);
        _enter = Linear.Load(file, "quantiser.enter", shape.Width, _width);
        _leave = Linear.Load(file, "quantiser.leave", _width, shape.Width);
        _vectors = file.Floats("quantiser.vectors", Levels, _codes, _width);
        _halfNorms = new float[Levels * _codes];
        for (var i = 0; i < _halfNorms.Length; i++)
        {
            var sum = 0f;
            foreach (var value in _vectors.AsSpan(i * _width, _width))
            {
                sum += value * value;
            }

            _halfNorms[i] = -0.5f * sum;
        }

        _scores = new Linear[Levels];
        for (var level = 0; level < Levels; level++)
        {
            _scores[level] = Linear.SinglePrecision(
                _vectors.AsSpan(level * _codes * _width, _codes * _width), _halfNorms.AsSpan(level * _codes, _codes), _width);
        }
    }

    /// <summary>Codebooks.</summary>
    public int Levels { get; }

    /// <summary>Hidden vectors [frames, encoder width] to codes [frames, levels].</summary>
    public void Quantise(ReadOnlySpan<float> hidden, int frames, Span<int> codes, Workspace workspace)
    {
        using var scope = workspace.Begin();
        var residual = workspace.Floats(frames * _width);
        var scores = workspace.Floats(frames * _codes);
        _enter.Apply(hidden, frames, residual, workspace);
        for (var level = 0; level < Levels; level++)
        {
            _scores[level].Apply(residual, frames, scores, workspace);
            for (var frame = 0; frame < frames; frame++)
            {
                var best = Highest(scores.Slice(frame * _codes, _codes));
                codes[(frame * Levels) + level] = best;
                var vector = _vectors.AsSpan(((level * _codes) + best) * _width, _width);
                var rest = residual.Slice(frame * _width, _width);
                for (var i = 0; i < _width; i++)
                {
                    rest[i] -= vector[i];
                }
            }
        }
    }

    /// <summary>Codes [frames, levels] to decoder input [frames, encoder width], from the first <paramref name="used"/> levels.</summary>
    public void LookUp(ReadOnlySpan<int> codes, int frames, int used, Span<float> output, Workspace workspace)
    {
        using var scope = workspace.Begin();
        var sums = workspace.Floats(frames * _width);
        sums.Clear();
        for (var frame = 0; frame < frames; frame++)
        {
            var sum = sums.Slice(frame * _width, _width);
            for (var level = 0; level < used; level++)
            {
                var code = codes[(frame * Levels) + level];
                if ((uint)code >= (uint)_codes)
                {
                    throw new ArgumentOutOfRangeException(nameof(codes), code, $"Codes lie between 0 and {_codes - 1}.");
                }

                Activation.Add(sum, _vectors.AsSpan(((level * _codes) + code) * _width, _width));
            }
        }

        _leave.Apply(sums, frames, output, workspace);
    }

    private static int Highest(ReadOnlySpan<float> scores)
    {
        var best = 0;
        for (var i = 1; i < scores.Length; i++)
        {
            best = scores[i] > scores[best] ? i : best;
        }

        return best;
    }
}
