namespace VirtualTA.Recognition.Phones;

/// <summary>Output frames of 20 ms, valid until the stream is used again.</summary>
/// <param name="ctc">Log-posteriors of blank and phones, [count, 40].</param>
/// <param name="frame">Log-posteriors of silence and phones, [count, 40].</param>
public readonly ref struct PhoneFrames(ReadOnlySpan<float> ctc, ReadOnlySpan<float> frame)
{
    /// <summary>Log-posteriors of blank and phones, [count, 40]; for recognition.</summary>
    public ReadOnlySpan<float> Ctc { get; } = ctc;

    /// <summary>Log-posteriors of silence and phones, [count, 40]; for times and durations.</summary>
    public ReadOnlySpan<float> Frame { get; } = frame;

    /// <summary>Number of frames.</summary>
    public int Count => Ctc.Length / PhoneClasses.Count;
}
