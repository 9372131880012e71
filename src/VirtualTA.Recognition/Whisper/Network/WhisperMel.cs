using VirtualTA.Audio.Spectrum;
using VirtualTA.Recognition.Whisper.Files;

namespace VirtualTA.Recognition.Whisper.Network;

/// <summary>Whisper's input: log10 mel power of 25 ms frames every 10 ms, limited to 8 below the maximum, scaled about 0.</summary>
public static class WhisperMel
{
    /// <summary>Samples per second.</summary>
    public const int SampleRate = 16_000;

    /// <summary>Samples per encoder position.</summary>
    public const int SamplesPerPosition = 320;

    private const int FramesPerPosition = 2;
    private const float Range = 8;

    /// <summary>Mel frames for the given number of encoder positions.</summary>
    /// <param name="samples">16 kHz; cut or extended by silence to fit.</param>
    /// <param name="positions">Encoder positions of 20 ms.</param>
    /// <param name="file">Gives the filters.</param>
    /// <returns>[2·positions, mels].</returns>
    public static float[] Compute(ReadOnlySpan<float> samples, int positions, WhisperFile file)
    {
        ArgumentNullException.ThrowIfNull(file);
        var padded = new float[positions * SamplesPerPosition];
        samples[..Math.Min(samples.Length, padded.Length)].CopyTo(padded);
        var logMel = new LogMel(new LogMelOptions { MelCount = file.Dimensions.Mels }, file.MelFilters);
        var mel = logMel.Compute(padded).AsSpan(0, FramesPerPosition * positions * file.Dimensions.Mels).ToArray();
        var largest = float.NegativeInfinity;
        foreach (var value in mel)
        {
            largest = Math.Max(largest, value);
        }

        for (var i = 0; i < mel.Length; i++)
        {
            mel[i] = (Math.Max(mel[i], largest - Range) + 4) / 4;
        }

        return mel;
    }
}
