using VirtualTA.Audio;
using VirtualTA.Audio.Wav;
using VirtualTA.Cli.Hosting;
using VirtualTA.Core.Contracts;

namespace VirtualTA.Cli.Recordings;

/// <summary>A WAV file that appears under its name only when it is complete; what was there before stays until then.</summary>
internal sealed class SpeechFile : IDisposable
{
    private readonly string _path;
    private readonly string _unfinished;
    private readonly WavWriter _writer;
    private bool _complete;

    private SpeechFile(string path, string unfinished, FileStream stream)
    {
        _path = path;
        _unfinished = unfinished;
        _writer = new WavWriter(stream, AudioFrame.SampleRate);
    }

    /// <summary>Number of samples written.</summary>
    public long Samples { get; private set; }

    /// <summary>Playing time of what was written, in seconds.</summary>
    public double Seconds => Math.Round(Samples / (double)AudioFrame.SampleRate, 3);

    /// <summary>Starts the file, so that a place that cannot be written is found out before any work is done.</summary>
    /// <exception cref="UserInputException">It cannot be written there.</exception>
    public static SpeechFile Create(string path)
    {
        try
        {
            var full = Path.GetFullPath(path);
            if (Directory.Exists(full))
            {
                throw new UserInputException(InputCodes.OutputUnwritable, $"'{path}' is a folder. Name a file in it, for instance {Path.Combine(path, "answer.wav")}.");
            }

            var unfinished = $"{full}.{Guid.NewGuid():N}.part";
            return new SpeechFile(full, unfinished, new FileStream(unfinished, FileMode.CreateNew, FileAccess.Write, FileShare.None));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new UserInputException(
                InputCodes.OutputUnwritable, $"'{path}' cannot be written: {Reason(exception)} Choose another place with --out.", exception);
        }
    }

    public void Append(ReadOnlySpan<short> samples)
    {
        var floats = new float[samples.Length];
        Pcm16.ToFloat(samples, floats);
        _writer.Append(floats);
        Samples += samples.Length;
    }

    /// <summary>Gives the file its name.</summary>
    public void Complete()
    {
        _writer.Dispose();
        File.Move(_unfinished, _path, overwrite: true);
        _complete = true;
    }

    public void Dispose()
    {
        _writer.Dispose();
        if (!_complete)
        {
            File.Delete(_unfinished);
        }
    }

    private static string Reason(Exception exception) => exception switch
    {
        DirectoryNotFoundException => "its folder does not exist.",
        UnauthorizedAccessException => "permission is denied.",
        _ => exception.Message.EndsWith('.') ? exception.Message : exception.Message + ".",
    };
}
