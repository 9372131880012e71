namespace VirtualTA.Audio.Wav;

/// <summary>How samples are stored in a WAV file.</summary>
public enum WavEncoding
{
    /// <summary>16-bit integers; clipped at full scale.</summary>
    Pcm16,

    /// <summary>24-bit integers; clipped at full scale.</summary>
    Pcm24,

    /// <summary>32-bit; nothing is clipped.</summary>
    FloatingPoint,
}
