using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;
using VirtualTA.Core.Contracts;
using VirtualTA.Core.Lectures;
using VirtualTA.Knowledge.Courses;
using VirtualTA.Knowledge.Ingestion;
using VirtualTA.Knowledge.Pages;

namespace VirtualTA.Server.Lectures.Files;

/// <summary>What became of an upload.</summary>
internal sealed record UploadReport(string Course, int Documents, int Passages, IReadOnlyList<UploadedFile> Files);

/// <summary>What became of one file: read, unchanged, failed or ignored.</summary>
internal sealed record UploadedFile(string File, string Result, int Passages, string? Message);

/// <summary>Takes course files over HTTP and reads them into a course, with the same limits for hostile files as the command line.</summary>
internal sealed class CourseUpload(CourseLibrary library, PageImages pages, IOptions<LectureOptions> options) : IDisposable
{
    private const int LongestBoundary = 200;
    private const int LongestName = 120;

    private readonly SemaphoreSlim _one = new(1);
    private readonly string _shipped = Path.Combine(AppContext.BaseDirectory, "Courses");

    /// <exception cref="UserInputException">The request holds no files, too many or too large ones, or the course cannot take them.</exception>
    public async Task<UploadReport> TakeAsync(string course, HttpRequest request, CancellationToken cancellationToken)
    {
        var folder = library.DirectoryOf(course); // checks the name before anything is read
        if (request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = options.Value.MaximumUploadBytes;
        }

        var uploads = Directory.CreateTempSubdirectory("virtualta-upload-");
        try
        {
            var files = await SaveAsync(request, uploads.FullName, cancellationToken);
            await _one.WaitAsync(cancellationToken);
            try
            {
                return await IngestAsync(course, folder, files, cancellationToken);
            }
            finally
            {
                _one.Release();
            }
        }
        finally
        {
            uploads.Delete(recursive: true);
        }
    }

    public void Dispose() => _one.Dispose();

    private async Task<UploadReport> IngestAsync(string course, string folder, List<UploadedFile> files, CancellationToken cancellationToken)
    {
        var ingester = new CourseIngester(library);
        var shipped = Path.Combine(_shipped, Path.GetFileName(folder));
        if (Directory.Exists(shipped) && !library.IsStored(course))
        {
            await ingester.IngestAsync(shipped, course, null, cancellationToken); // what is added must not hide what the course had
        }

        IngestReport? last = null;
        var report = new List<UploadedFile>();
        foreach (var file in files)
        {
            if (file.Result != nameof(FileResult.Read))
            {
                report.Add(file);
                continue;
            }

            last = await ingester.IngestAsync(file.File, course, null, cancellationToken);
            await pages.KeepAsync(course, file.File, cancellationToken);
            report.AddRange(last.Files.Select(one => new UploadedFile(one.File, one.Result.ToString().ToLowerInvariant(), one.Passages, one.Message)));
        }

        if (last is { Passages: > 0 })
        {
            _ = Task.Run(() => library.Warm(course), CancellationToken.None);
        }

        return new UploadReport(Path.GetFileName(folder), last?.Documents ?? 0, last?.Passages ?? 0, report);
    }

    /// <summary>Writes the files of the request to a folder, each under its own safe name.</summary>
    private async Task<List<UploadedFile>> SaveAsync(HttpRequest request, string folder, CancellationToken cancellationToken)
    {
        var files = new List<UploadedFile>();
        try
        {
            var reader = new MultipartReader(Boundary(request), request.Body) { HeadersLengthLimit = 16 * 1024 };
            while (await reader.ReadNextSectionAsync(cancellationToken) is { } section)
            {
                if (section.AsFileSection() is not { FileName.Length: > 0, FileStream: { } content } part)
                {
                    continue;
                }

                if (files.Count >= options.Value.MaximumUploadFiles)
                {
                    throw Refuse($"At most {options.Value.MaximumUploadFiles} files are taken at once.");
                }

                files.Add(await SaveAsync(SafeName(part.FileName), content, folder, cancellationToken));
            }
        }
        catch (Exception broken) when (broken is IOException or InvalidDataException)
        {
            throw new UserInputException(
                LectureCodes.FileRefused, $"The upload broke off or is larger than {options.Value.MaximumUploadBytes >> 20} MB.", broken);
        }

        return files.Count > 0 ? files : throw Refuse("The upload holds no file. Send a form with files.");
    }

    private static async Task<UploadedFile> SaveAsync(string name, Stream content, string folder, CancellationToken cancellationToken)
    {
        if (!CourseIngester.Extensions.Contains(Path.GetExtension(name).ToLowerInvariant()))
        {
            await content.CopyToAsync(Stream.Null, cancellationToken);
            return new UploadedFile(name, "ignored", 0, $"Files of this kind are not read. Known kinds: {string.Join(' ', CourseIngester.Extensions.Order(StringComparer.Ordinal))}.");
        }

        var path = Path.Combine(folder, name);
        await using var file = File.Create(path);
        await content.CopyToAsync(file, cancellationToken);
        return new UploadedFile(path, nameof(FileResult.Read), 0, null);
    }

    private static string Boundary(HttpRequest request)
    {
        var boundary = MediaTypeHeaderValue.TryParse(request.ContentType, out var type) && type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase)
            ? HeaderUtilities.RemoveQuotes(type.Boundary).Value
            : null;
        return boundary is { Length: > 0 and <= LongestBoundary } ? boundary : throw Refuse("Send the files as a form (multipart/form-data).");
    }

    /// <summary>The last part of a name, from whatever system, without anything that a file system takes as a sign.</summary>
    private static string SafeName(string name)
    {
        var last = name[(name.LastIndexOfAny(['/', '\\', ':']) + 1)..];
        var safe = string.Concat(last.Select(c => char.IsLetterOrDigit(c) || c is '.' or '-' or '_' or ' ' or '(' or ')' ? c : '-')).Trim(' ', '.');
        safe = safe.Length > LongestName ? safe[^LongestName..] : safe;
        return safe.Length > 0 ? safe : "file";
    }

    private static UserInputException Refuse(string message) => new(LectureCodes.FileRefused, message);
}
