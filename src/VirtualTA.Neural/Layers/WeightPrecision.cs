namespace VirtualTA.Neural.Layers;

/// <summary>How a layer keeps its weights.</summary>
public enum WeightPrecision
{
    /// <summary>32-bit floating point.</summary>
    Full,

    /// <summary>16-bit floating point, arithmetic in 32 bits.</summary>
    Half,

    /// <summary>8-bit integers with one scale a row; activations quantised per token.</summary>
    Quantized,
}
