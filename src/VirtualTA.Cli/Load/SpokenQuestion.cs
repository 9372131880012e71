using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using VirtualTA.Audio;
using VirtualTA.Cli.Hosting;
using VirtualTA.Core.Contracts;

namespace VirtualTA.Cli.Load;

/// <summary>A recorded question, given out as a microphone would.</summary>
/// <param name="Name">What tells it from others.</param>
/// <param name="Samples">16 kHz, mono.</param>
internal sealed record SpokenQuestion(string Name, short[] Samples)
{
    private const int FrameSamples = AudioFrame.SampleRate / 20;

    private static readonly TimeSpan Frame = TimeSpan.FromMilliseconds(50);

    /// <summary>Reads recordings.</summary>
    /// <param name="paths">WAV files, or folders of them.</param>
    /// <exception cref="UserInputException">A file is missing or no recording, or a folder holds none.</exception>
    public static IReadOnlyList<SpokenQuestion> Read(IEnumerable<string> paths)
    {
        SpokenQuestion[] questions =
        [
            .. paths.SelectMany(static IEnumerable<string> (path) => Directory.Exists(path) ? Directory.EnumerateFiles(path, "*.wav").Order(StringComparer.Ordinal) : [path])
                .Select(static path => new SpokenQuestion(Path.GetFileName(path), ReadSamples(path))),
        ];
        return questions.Length > 0
            ? questions
            : throw new UserInputException(InputCodes.FileMissing, "--question names no recording. Give WAV files, or a folder that holds some.");
    }

    /// <summary>The question frame by frame, in real time.</summary>
    /// <param name="time">The clock.</param>
    /// <param name="spoken">Told when each frame, and so at last the whole question, has been spoken.</param>
    /// <param name="cancellationToken">Falls silent.</param>
    public async IAsyncEnumerable<string> SpeakAsync(
        TimeProvider time, Action spoken, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        using var timer = new PeriodicTimer(Frame, time);
        for (var at = 0; at < Samples.Length; at += FrameSamples)
        {
            await timer.WaitForNextTickAsync(cancellationToken);
            spoken();
            yield return Encode(Samples.AsSpan(at, Math.Min(FrameSamples, Samples.Length - at)));
        }
    }

    private static string Encode(ReadOnlySpan<short> samples)
    {
        var pcm = new byte[samples.Length * sizeof(short)];
        for (var i = 0; i < samples.Length; i++)
        {
            BinaryPrimitives.WriteInt16LittleEndian(pcm.AsSpan(i * sizeof(short)), samples[i]);
        }

        return Convert.ToBase64String(pcm);
    }

    private static short[] ReadSamples(string path)
    {
        var sound = AudioInput.Read(path, AudioFrame.SampleRate);
        var samples = new short[sound.Length];
        Pcm16.FromFloat(sound, samples);
        return samples;
    }
}
