using System.Buffers.Binary;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace VirtualTA.Recognition.PocketSphinx;

/// <summary>
/// One child process for one utterance. It loads its models while the person speaks and then decodes the recording, as far
/// as it has come, as often as it is asked to. The recording is a file because only then is the whole of it normalised,
/// which halves the errors against decoding from a pipe.
/// </summary>
internal sealed class PocketSphinxProcess : IDisposable
{
    private const string Utterance = "utterance";
    private const string Extension = ".raw";

    private readonly Process _process;
    private readonly DirectoryInfo _folder;
    private readonly FileStream _recording;
    private readonly Task<string> _complaints;

    public PocketSphinxProcess(string program, string acousticModel, LanguageFiles language)
    {
        _folder = Directory.CreateTempSubdirectory("virtualta-"); // readable by this user only
        try
        {
            _recording = new FileStream(
                Path.Combine(_folder.FullName, Utterance + Extension), FileMode.CreateNew, FileAccess.Write, FileShare.Read);
            var start = new ProcessStartInfo(program)
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                ArgumentList =
                {
                    "-hmm", acousticModel, "-lm", language.Model, "-dict", language.Dictionary,
                    "-adcin", "yes", "-adchdr", "0", "-cepdir", _folder.FullName, "-cepext", Extension,
                    "-ctl", "/dev/stdin", "-hypseg", "/dev/stdout",
                    "-remove_silence", "no", // keeps the word times those of the recording
                },
            };
            _process = Process.Start(start) ?? throw new InvalidOperationException($"'{program}' did not start.");
        }
        catch
        {
            _recording?.Dispose();
            _folder.Delete(recursive: true);
            throw;
        }

        _complaints = LastComplaintAsync(_process.StandardError);
    }

    /// <summary>Adds speech to the recording; not while a decoding is under way.</summary>
    public void Append(ReadOnlySpan<short> samples)
    {
        if (BitConverter.IsLittleEndian)
        {
            _recording.Write(MemoryMarshal.AsBytes(samples));
            return;
        }

        Span<byte> bytes = stackalloc byte[sizeof(short)];
        foreach (var sample in samples)
        {
            BinaryPrimitives.WriteInt16LittleEndian(bytes, sample);
            _recording.Write(bytes);
        }
    }

    /// <summary>Decodes everything recorded so far.</summary>
    /// <returns>A line for <see cref="Hypothesis"/>.</returns>
    public async Task<string> DecodeAsync(CancellationToken cancellationToken)
    {
        await _recording.FlushAsync(cancellationToken);
        try
        {
            await _process.StandardInput.WriteLineAsync(Utterance.AsMemory(), cancellationToken);
            await _process.StandardInput.FlushAsync(cancellationToken);
        }
        catch (IOException exception)
        {
            throw await FailureAsync(exception);
        }

        return await _process.StandardOutput.ReadLineAsync(cancellationToken) ?? throw await FailureAsync(null);
    }

    public void Dispose()
    {
        try
        {
            _process.Kill();
            _process.WaitForExit();
        }
        catch (InvalidOperationException)
        {
            // It has ended by itself.
        }

        _process.Dispose();
        _recording.Dispose();
        _folder.Delete(recursive: true);
    }

    private async Task<InvalidOperationException> FailureAsync(Exception? cause) => new(
        $"PocketSphinx stopped without a result. {await _complaints} Reinstall it: sudo apt install --reinstall pocketsphinx pocketsphinx-en-us.",
        cause);

    /// <summary>Reads the log to its end, so that the child never waits for us, and keeps what matters.</summary>
    private static async Task<string> LastComplaintAsync(StreamReader log)
    {
        var last = "";
        while (await log.ReadLineAsync() is { } line)
        {
            if (line.StartsWith("ERROR", StringComparison.Ordinal) || line.StartsWith("FATAL", StringComparison.Ordinal))
            {
                last = $"It said: {line}.";
            }
        }

        return last;
    }
}
