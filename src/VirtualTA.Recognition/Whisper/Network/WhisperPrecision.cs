namespace VirtualTA.Recognition.Whisper.Network;

/// <summary>How a Whisper model computes.</summary>
public enum WhisperPrecision
{
    /// <summary>Weights as the file defines them, arithmetic in 32 bits.</summary>
    Exact,

    /// <summary>Weights rounded to 8 bits per row, activations per token: less memory and time, slightly different results.</summary>
    Fast,
}
