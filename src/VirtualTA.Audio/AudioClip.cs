namespace VirtualTA.Audio;

/// <summary>A mono recording held in memory.</summary>
/// <param name="Samples">Samples, nominally within −1…1.</param>
/// <param name="SampleRate">Samples per second.</param>
public sealed record AudioClip(float[] Samples, int SampleRate)
{
    /// <summary>Playing time.</summary>
    public TimeSpan Duration => TimeSpan.FromSeconds(Samples.Length / (double)SampleRate);

    /// <summary>This clip at another sample rate; the same instance if the rate is already right.</summary>
    public AudioClip AtRate(int sampleRate) => sampleRate == SampleRate
        ? this
        : new AudioClip(Resampling.Resampler.Resample(Samples, SampleRate, sampleRate), sampleRate);
}
