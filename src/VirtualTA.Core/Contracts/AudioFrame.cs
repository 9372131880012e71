namespace VirtualTA.Core.Contracts;

/// <summary>A piece of microphone audio: mono, 16-bit PCM at <see cref="SampleRate"/>.</summary>
/// <param name="Samples">Samples in playing order; valid until the next frame is asked for.</param>
public readonly record struct AudioFrame(ReadOnlyMemory<short> Samples)
{
    /// <summary>The one sample rate used between components, in hertz.</summary>
    public const int SampleRate = 16_000;

    /// <summary>Playing time of the frame.</summary>
    public TimeSpan Duration => TimeSpan.FromSeconds((double)Samples.Length / SampleRate);
}
