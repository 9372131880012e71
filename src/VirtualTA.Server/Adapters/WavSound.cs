using VirtualTA.Audio;
using VirtualTA.Audio.Wav;
using VirtualTA.Core.Contracts;

namespace VirtualTA.Server.Adapters;

/// <summary>Between the sound of our contracts and the files of Microsoft.Extensions.AI.</summary>
internal static class WavSound
{
    public const string MediaType = "audio/wav";

    private const int FrameSamples = AudioFrame.SampleRate / 20;

    /// <summary>Writes 16 kHz samples as a WAV file.</summary>
    public static byte[] Write(IReadOnlyCollection<short> samples)
    {
        using var file = new MemoryStream();
        using (var writer = new WavWriter(file, AudioFrame.SampleRate, leaveOpen: true))
        {
            writer.Append([.. samples.Select(sample => sample / 32768f)]);
        }

        return file.ToArray();
    }

    /// <summary>Reads a WAV file of any rate as 16 kHz samples.</summary>
    /// <exception cref="UserInputException">The file is no WAV file that can be read.</exception>
    public static short[] Read(Stream file)
    {
        try
        {
            using var whole = new MemoryStream();
            file.CopyTo(whole);
            whole.Position = 0;
            var clip = WavFile.Read(whole).AtRate(AudioFrame.SampleRate);
            var samples = new short[clip.Samples.Length];
            Pcm16.FromFloat(clip.Samples, samples);
            return samples;
        }
        catch (AudioFormatException broken)
        {
            throw new UserInputException(NoticeCodes.AudioFormat, broken.Message, broken);
        }
    }

    /// <summary>The samples in frames of 50 ms.</summary>
    public static IAsyncEnumerable<AudioFrame> ToFrames(short[] samples) =>
        Enumerable.Range(0, (samples.Length + FrameSamples - 1) / FrameSamples)
            .Select(i => new AudioFrame(samples.AsMemory(i * FrameSamples, Math.Min(FrameSamples, samples.Length - (i * FrameSamples)))))
            .ToAsyncEnumerable();
}
