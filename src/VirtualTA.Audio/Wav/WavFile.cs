namespace VirtualTA.Audio.Wav;

/// <summary>Reads and writes WAV files: 8, 16, 24, 32-bit PCM, 32 and 64-bit float, plain and extensible, 4 to 192 kHz, up to 32 channels.</summary>
public static class WavFile
{
    /// <summary>Longest recording that <see cref="Read(string)"/> accepts.</summary>
    public static readonly TimeSpan LongestByDefault = TimeSpan.FromHours(1);

    /// <summary>Reads a file; several channels are averaged to mono. No samples at all is a valid, empty clip.</summary>
    /// <exception cref="AudioFormatException">Not a WAV file, damaged, cut short, too long, or with samples that are no numbers.</exception>
    /// <exception cref="IOException">The file is missing or cannot be opened.</exception>
    public static AudioClip Read(string path)
    {
        using var stream = File.OpenRead(path);
        return Read(stream, path);
    }

    /// <summary>Reads a stream, forward only; the stream stays open.</summary>
    /// <param name="stream">Readable stream at the RIFF header.</param>
    /// <param name="source">Name used in error messages.</param>
    /// <param name="longest">Longest recording accepted; one hour if not given.</param>
    /// <exception cref="AudioFormatException">Not a WAV file, damaged, cut short, too long, or with samples that are no numbers.</exception>
    public static AudioClip Read(Stream stream, string source = "WAV data", TimeSpan? longest = null) =>
        new WavReader(stream, source, longest ?? LongestByDefault).Read();

    /// <summary>Writes a mono file, replacing any that is there.</summary>
    public static void Write(string path, AudioClip clip, WavEncoding encoding = WavEncoding.Pcm16)
    {
        using var stream = File.Create(path);
        Write(stream, clip, encoding);
    }

    /// <summary>Writes a mono WAV file to a seekable stream, which stays open.</summary>
    public static void Write(Stream stream, AudioClip clip, WavEncoding encoding = WavEncoding.Pcm16)
    {
        using var writer = new WavWriter(stream, clip.SampleRate, encoding, leaveOpen: true);
        writer.Append(clip.Samples);
    }
}
