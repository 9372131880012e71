using VirtualTA.Audio;
using VirtualTA.Audio.Loudness;
using VirtualTA.Audio.Wav;
using VirtualTA.Cli.Hosting;
using VirtualTA.Core.Contracts;

namespace VirtualTA.Cli.Recordings;

/// <summary>Reads a recording of any rate and number of channels for a recogniser, and refuses what cannot be one.</summary>
internal static class RecordingFile
{
    private const double SilenceDecibels = -55;
    private static readonly TimeSpan Frame = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(200);

    /// <returns>Samples at <see cref="AudioFrame.SampleRate"/>.</returns>
    /// <exception cref="UserInputException">It cannot be used; the message says why and what to do.</exception>
    public static short[] Read(string path, TimeSpan longest)
    {
        var clip = Open(path);
        var name = Path.GetFileName(path);
        if (clip.Samples.Length == 0)
        {
            throw new UserInputException(NoticeCodes.AudioEmpty, $"'{name}' holds no sound at all. Record it again.");
        }

        if (clip.Duration < Shortest)
        {
            throw new UserInputException(
                NoticeCodes.AudioTooShort,
                $"'{name}' lasts {clip.Duration.TotalSeconds:0.00} s; at least {Shortest.TotalSeconds:0.0} s are needed. Record a whole sentence.");
        }

        if (clip.Duration > longest)
        {
            throw new UserInputException(
                NoticeCodes.AudioTooLong,
                $"'{name}' lasts {clip.Duration.TotalSeconds:0} s; at most {longest.TotalSeconds:0} s are accepted. Cut it into shorter recordings.");
        }

        if (Level.Decibels(Level.Peak(clip.Samples)) < SilenceDecibels)
        {
            throw new UserInputException(
                NoticeCodes.AudioSilent, $"'{name}' is silent. Check the microphone and record it again.");
        }

        var samples = clip.AtRate(AudioFrame.SampleRate).Samples;
        var pcm = new short[samples.Length];
        Pcm16.FromFloat(samples, pcm);
        return pcm;
    }

    /// <summary>The recording as a microphone would deliver it, only faster.</summary>
    public static async IAsyncEnumerable<AudioFrame> FramesAsync(short[] samples)
    {
        var length = (int)(Frame.TotalSeconds * AudioFrame.SampleRate);
        for (var at = 0; at < samples.Length; at += length)
        {
            yield return new AudioFrame(samples.AsMemory(at, Math.Min(length, samples.Length - at)));
            await Task.Yield();
        }
    }

    private static AudioClip Open(string path)
    {
        if (Directory.Exists(path))
        {
            throw new UserInputException(InputCodes.FileUnreadable, $"'{path}' is a folder. Name a WAV file in it.");
        }

        if (!File.Exists(path))
        {
            throw new UserInputException(InputCodes.FileMissing, $"There is no file '{path}'. Check the name and the folder.");
        }

        try
        {
            return WavFile.Read(path);
        }
        catch (AudioFormatException exception)
        {
            var code = new FileInfo(path).Length == 0 ? NoticeCodes.AudioEmpty : NoticeCodes.AudioFormat;
            throw new UserInputException(code, exception.Message, exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new UserInputException(
                InputCodes.FileUnreadable, $"'{path}' cannot be read: {exception.Message} Check its permissions.", exception);
        }
    }
}
