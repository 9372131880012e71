using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using VirtualTA.Core.Contracts;
using VirtualTA.Knowledge.Courses;
using VirtualTA.Knowledge.Ingestion;

namespace VirtualTA.Knowledge.Pages;

/// <summary>Pictures of the pages that passages stand on, drawn by <c>pdftoppm</c> of poppler-utils when first asked for, and kept.</summary>
/// <remarks>Only pages of PDF files can be drawn. Slides of PPTX files hold no picture of themselves; export them as PDF to see them.</remarks>
/// <param name="library">The courses.</param>
public sealed partial class PageImages(CourseLibrary library) : IDisposable
{
    private const string Program = "pdftoppm";
    private const string Folder = "pages";
    private const string PdfEnding = ".pdf";
    private const int LongerSide = 1_400; // pixels: sharp on a projector of full HD
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly SemaphoreSlim _drawing = new(1); // one at a time leaves the machine to the voice

    /// <summary>Keeps a PDF file whose original will not stay, such as an upload, so that its pages can be drawn; other files are left alone.</summary>
    /// <param name="course">Name of the course that it was read into.</param>
    /// <param name="path">The file.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="UserInputException">There is no such course.</exception>
    public async Task KeepAsync(string course, string path, CancellationToken cancellationToken)
    {
        if (!path.EndsWith(PdfEnding, StringComparison.OrdinalIgnoreCase))
        {
            return;
        }

        var folder = FolderOf(course);
        Directory.CreateDirectory(folder);
        var kept = Path.Combine(folder, await FolderReader.HashAsync(path, cancellationToken) + PdfEnding);
        File.Copy(path, kept + ".new", overwrite: true);
        File.Move(kept + ".new", kept, overwrite: true);
        RemoveGone(library.Open(course), folder);
    }

    /// <summary>The picture of the page on which a passage stands, as the path of a PNG file; null if there is none.</summary>
    /// <exception cref="UserInputException">There is no such course.</exception>
    public async Task<string?> FindAsync(string course, string passageId, CancellationToken cancellationToken)
    {
        var opened = library.Open(course);
        if (opened.FindDocument(passageId) is not var (document, locator)
            || PageNumber().Match(locator) is not { Success: true } match
            || !document.Path.EndsWith(PdfEnding, StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        var page = match.Groups[1].Value;
        var folder = FolderOf(course);
        var image = Path.Combine(folder, $"{document.Hash}-{page}.png");
        if (File.Exists(image))
        {
            return image;
        }

        await _drawing.WaitAsync(cancellationToken);
        try
        {
            return File.Exists(image) || (Original(document, folder) is { } original && await DrawAsync(original, page, image, cancellationToken)) ? image : null;
        }
        finally
        {
            _drawing.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _drawing.Dispose();

    private string FolderOf(string course) => Path.Combine(library.DirectoryOf(course), Folder);

    /// <summary>The file that a document was read from, unless it has changed since.</summary>
    private static string? Original(IndexedDocument document, string folder)
    {
        var kept = Path.Combine(folder, document.Hash + PdfEnding);
        if (File.Exists(kept))
        {
            return kept;
        }

        var original = new FileInfo(Path.Combine(document.Root, document.Path));
        return original.Exists && original.Length == document.Length && original.LastWriteTimeUtc.Ticks == document.ModifiedTicks ? original.FullName : null;
    }

    private static async Task<bool> DrawAsync(string pdf, string page, string image, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Patience);
        Directory.CreateDirectory(Path.GetDirectoryName(image)!);
        var drawn = Path.ChangeExtension(image, null) + ".new"; // the program adds .png
        var start = new ProcessStartInfo(Program) { RedirectStandardError = true, UseShellExecute = false };
        foreach (var argument in (ReadOnlySpan<string>)["-f", page, "-l", page, "-singlefile", "-png", "-scale-to", LongerSide.ToString(CultureInfo.InvariantCulture), pdf, drawn])
        {
            start.ArgumentList.Add(argument);
        }

        try
        {
            using var process = Process.Start(start);
            try
            {
                await process!.StandardError.ReadToEndAsync(limit.Token);
                await process.WaitForExitAsync(limit.Token);
            }
            catch (OperationCanceledException)
            {
                process!.Kill(entireProcessTree: true);
                cancellationToken.ThrowIfCancellationRequested();
                return false; // a page that takes so long is shown as text
            }

            if (process.ExitCode != 0 || !File.Exists(drawn + ".png"))
            {
                return false;
            }

            File.Move(drawn + ".png", image, overwrite: true);
            return true;
        }
        catch (Win32Exception)
        {
            return false; // the program is not installed
        }
    }

    private static void RemoveGone(Course course, string folder)
    {
        foreach (var path in Directory.EnumerateFiles(folder))
        {
            var hash = Path.GetFileName(path).Split('-', '.')[0];
            if (!course.Hashes.Contains(hash))
            {
                File.Delete(path);
            }
        }
    }

    [GeneratedRegex(@"^page (\d{1,5})\b")]
    private static partial Regex PageNumber();
}
