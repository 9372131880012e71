using System.Buffers.Binary;
using System.Diagnostics;
using System.Globalization;
using VirtualTA.Audio;
using VirtualTA.Audio.Resampling;
using VirtualTA.Core.Contracts;

namespace VirtualTA.Synthesis.EspeakNg;

/// <summary>Speaks one clause in one child process.</summary>
internal static class EspeakNgProcess
{
    private const int HeaderBytes = 44;
    private const int RateOffset = 24;

    /// <returns>Samples at <see cref="AudioFrame.SampleRate"/>.</returns>
    public static async Task<short[]> SpeakAsync(
        string program, string voice, int wordsPerMinute, string text, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(program)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            ArgumentList = { "-v", voice, "-s", wordsPerMinute.ToString(CultureInfo.InvariantCulture), "-b", "1", "--stdin", "--stdout" },
        };
        using var process = Process.Start(start) ?? throw new InvalidOperationException($"'{program}' did not start.");
        try
        {
            var complaints = process.StandardError.ReadToEndAsync(cancellationToken);
            await GiveAsync(process.StandardInput, Plain(text), cancellationToken);

            using var wav = new MemoryStream();
            await process.StandardOutput.BaseStream.CopyToAsync(wav, cancellationToken);
            await process.WaitForExitAsync(cancellationToken);
            return wav.Length < HeaderBytes
                ? throw new InvalidOperationException(
                    $"eSpeak NG made no sound. It said: {(await complaints).Trim()}. Reinstall it: sudo apt install --reinstall espeak-ng.")
                : Decode(wav.GetBuffer().AsSpan(0, (int)wav.Length));
        }
        finally
        {
            Stop(process);
        }
    }

    private static async Task GiveAsync(StreamWriter input, string text, CancellationToken cancellationToken)
    {
        try
        {
            await input.WriteAsync(text.AsMemory(), cancellationToken);
            input.Close();
        }
        catch (IOException)
        {
            // It ended without reading; why is on its error stream, which says more than a broken pipe.
        }
    }

    /// <summary>Text without what the program would take as an instruction: phonemes in double brackets, control characters.</summary>
    private static string Plain(string text) => string.Create(text.Length, text, static (plain, source) =>
    {
        for (var i = 0; i < plain.Length; i++)
        {
            plain[i] = source[i] is '[' or ']' || char.IsControl(source[i]) ? ' ' : source[i];
        }
    });

    /// <summary>The header's sizes are those of a stream, so only its rate is read.</summary>
    private static short[] Decode(ReadOnlySpan<byte> wav)
    {
        var rate = BinaryPrimitives.ReadInt32LittleEndian(wav[RateOffset..]);
        var body = wav[HeaderBytes..];
        var samples = Resampler.Resample(Pcm16.FromBytes(body[..(body.Length & ~1)]), rate, AudioFrame.SampleRate);
        var pcm = new short[samples.Length];
        Pcm16.FromFloat(samples, pcm);
        return pcm;
    }

    private static void Stop(Process process)
    {
        if (!process.HasExited)
        {
            process.Kill();
            process.WaitForExit();
        }
    }
}
