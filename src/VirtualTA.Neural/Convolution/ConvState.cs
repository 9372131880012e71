using VirtualTA.Neural.Memory;

namespace VirtualTA.Neural.Convolution;

/// <summary>The past of one stream through one convolution.</summary>
public sealed class ConvState
{
    private readonly float[] _past;

    internal ConvState(int length) => _past = new float[length];

    /// <summary>Forgets the past.</summary>
    public void Reset() => Array.Clear(_past);

    /// <summary>Takes over another stream's past.</summary>
    public void CopyFrom(ConvState other) => other._past.CopyTo(_past, 0);

    internal Span<float> Past => _past;

    /// <summary>Past and input in one piece of scratch memory; the end becomes the new past.</summary>
    internal Span<float> Join(ReadOnlySpan<float> input, Workspace workspace)
    {
        var joined = workspace.Floats(_past.Length + input.Length);
        _past.CopyTo(joined);
        input.CopyTo(joined[_past.Length..]);
        joined[input.Length..].CopyTo(_past);
        return joined;
    }
}
