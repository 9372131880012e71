using VirtualTA.Audio;
using VirtualTA.Audio.Wav;
using VirtualTA.Core.Contracts;

namespace VirtualTA.Cli.Hosting;

/// <summary>Reads recordings that a person named.</summary>
internal static class AudioInput
{
    /// <summary>Samples of a WAV file at a rate; never empty.</summary>
    /// <exception cref="UserInputException">Missing, unreadable or without sound.</exception>
    public static float[] Read(string path, int sampleRate)
    {
        if (!File.Exists(path))
        {
            throw new UserInputException(InputCodes.FileMissing, $"'{path}' does not exist: give a WAV file.");
        }

        AudioClip clip;
        try
        {
            clip = WavFile.Read(path).AtRate(sampleRate);
        }
        catch (AudioFormatException problem)
        {
            throw new UserInputException(InputCodes.FileUnreadable, problem.Message, problem);
        }

        return clip.Samples.Length > 0
            ? clip.Samples
            : throw new UserInputException(InputCodes.FileUnreadable, $"'{path}' holds no sound: give a recording of speech.");
    }
}
