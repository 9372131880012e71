namespace VirtualTA.Audio.Spectrum;

/// <summary>Which pitch scale spaces the filters of a mel bank.</summary>
public enum MelScale
{
    /// <summary>Linear below 1 kHz, logarithmic above (Slaney's Auditory Toolbox; librosa's default, used by Whisper).</summary>
    Slaney,

    /// <summary>2595·log10(1 + f/700) (HTK; torchaudio's default).</summary>
    Htk,
}
