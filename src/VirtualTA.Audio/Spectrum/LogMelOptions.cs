namespace VirtualTA.Audio.Spectrum;

/// <summary>Shape of a log-mel spectrogram. The defaults are Whisper's.</summary>
public sealed record LogMelOptions
{
    /// <summary>Samples per second.</summary>
    public int SampleRate { get; init; } = 16_000;

    /// <summary>Length of the Fourier transform in samples, even.</summary>
    public int FftLength { get; init; } = 400;

    /// <summary>Length of the periodic Hann window in samples, centred in the transform; at most <see cref="FftLength"/>.</summary>
    public int WindowLength { get; init; } = 400;

    /// <summary>Samples between frames.</summary>
    public int Hop { get; init; } = 160;

    /// <summary>Mel bands.</summary>
    public int MelCount { get; init; } = 80;

    /// <summary>Lower edge of the first band in hertz.</summary>
    public double LowHz { get; init; }

    /// <summary>Upper edge of the last band in hertz, at most half the sample rate.</summary>
    public double HighHz { get; init; } = 8_000;

    /// <summary>Pitch scale.</summary>
    public MelScale Scale { get; init; } = MelScale.Slaney;

    /// <summary>Whether filters have equal area (librosa "slaney" norm) instead of equal height.</summary>
    public bool AreaNormalised { get; init; } = true;

    /// <summary>Whether bands sum power instead of magnitude.</summary>
    public bool UsePower { get; init; } = true;

    /// <summary>Smallest band value before the logarithm.</summary>
    public float Floor { get; init; } = 1e-10f;

    /// <summary>Whether the logarithm is decimal instead of natural.</summary>
    public bool Base10 { get; init; } = true;

    /// <summary>Whether frame t is centred on sample t·hop with the ends mirrored (offline), instead of starting there (streaming).</summary>
    public bool Centered { get; init; } = true;

    internal void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(SampleRate);
        ArgumentOutOfRangeException.ThrowIfLessThan(FftLength, 2);
        ArgumentOutOfRangeException.ThrowIfNotEqual(FftLength % 2, 0, nameof(FftLength));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(FftLength, 8192);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(WindowLength);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(WindowLength, FftLength);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(Hop);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(MelCount);
        ArgumentOutOfRangeException.ThrowIfNegative(LowHz);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(HighHz, LowHz);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(HighHz, SampleRate / 2.0);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(Floor);
    }
}
