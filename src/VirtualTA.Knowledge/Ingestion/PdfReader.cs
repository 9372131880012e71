using System.ComponentModel;
using System.Diagnostics;
using System.Text;

namespace VirtualTA.Knowledge.Ingestion;

/// <summary>Reads PDF files with <c>pdftotext</c> of poppler-utils as a child process.</summary>
internal sealed class PdfReader : IDocumentReader
{
    /// <summary>What to do where the program is missing.</summary>
    public const string Remedy = "PDF files need the program pdftotext. Install the package poppler-utils (sudo apt install poppler-utils), or export the document as text.";

    private const string Program = "pdftotext";

    public IReadOnlyList<string> Extensions { get; } = [".pdf"];

    /// <summary>True if the program can be started.</summary>
    public static bool IsInstalled =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .Any(d => d.Length > 0 && (File.Exists(Path.Combine(d, Program)) || File.Exists(Path.Combine(d, Program + ".exe"))));

    public async Task<CourseDocument> ReadAsync(SourceFile file, CancellationToken cancellationToken)
    {
        var length = new FileInfo(file.FullPath).Length;
        if (length > file.Limits.MaximumBinaryBytes)
        {
            throw new IngestException($"it has {length >> 20} MB and PDF files may have {file.Limits.MaximumBinaryBytes >> 20} MB. Split it into chapters.");
        }

        await CheckHeaderAsync(file.FullPath, cancellationToken);
        var text = await ExtractAsync(file, cancellationToken);
        return PagedText.Read(text, file.NameInWords);
    }

    private static async Task CheckHeaderAsync(string path, CancellationToken cancellationToken)
    {
        var head = new byte[1024];
        await using var stream = File.OpenRead(path);
        var read = await stream.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false, cancellationToken);
        if (head.AsSpan(0, read).IndexOf("%PDF-"u8) < 0)
        {
            throw new IngestException("it is no PDF file, whatever its name says.");
        }
    }

    private static async Task<string> ExtractAsync(SourceFile file, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(file.Limits.PdfTimeout);
        using var process = Start(file.FullPath);
        try
        {
            var errors = process.StandardError.ReadToEndAsync(limit.Token);
            var bytes = await ReadBoundedAsync(process.StandardOutput.BaseStream, file.Limits.MaximumCharacters, limit.Token);
            await process.WaitForExitAsync(limit.Token);
            if (process.ExitCode != 0 && bytes.Length == 0)
            {
                throw new IngestException(Explain(await errors));
            }

            return TextFile.Decode(bytes);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new IngestException($"reading it took longer than {file.Limits.PdfTimeout.TotalSeconds:0} seconds. Split it or print it to a new PDF.");
        }
        finally
        {
            Stop(process);
        }
    }

    private static Process Start(string path)
    {
        var start = new ProcessStartInfo(Program) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        foreach (var argument in (ReadOnlySpan<string>)["-enc", "UTF-8", "-eol", "unix", path, "-"])
        {
            start.ArgumentList.Add(argument);
        }

        try
        {
            return Process.Start(start) ?? throw new IngestException("pdftotext could not be started.");
        }
        catch (Win32Exception exception)
        {
            throw new IngestException(Remedy, exception);
        }
    }

    private static async Task<byte[]> ReadBoundedAsync(Stream stream, int maximum, CancellationToken cancellationToken)
    {
        using var bytes = new MemoryStream();
        var buffer = new byte[1 << 16];
        int read;
        while ((read = await stream.ReadAsync(buffer, cancellationToken)) > 0)
        {
            bytes.Write(buffer, 0, read);
            if (bytes.Length > maximum)
            {
                throw new IngestException($"it has more than {maximum / 1_000_000} million characters of text. Split it.");
            }
        }

        return bytes.ToArray();
    }

    private static string Explain(string errors) =>
        errors.Contains("assword", StringComparison.Ordinal)
            ? "it is protected by a password. Save an unprotected copy."
            : "pdftotext cannot read it; it is damaged. Print it to a new PDF.";

    private static void Stop(Process process)
    {
        try
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
        catch (InvalidOperationException)
        {
            // It ended between the question and the kill.
        }
    }
}
