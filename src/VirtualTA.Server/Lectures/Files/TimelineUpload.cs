using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;
using VirtualTA.Core.Contracts;
using VirtualTA.Core.Lectures;
using VirtualTA.Knowledge.Ingestion;

namespace VirtualTA.Server.Lectures.Files;

/// <summary>The places of a lecture and when it reaches them.</summary>
internal sealed record TimelineView(IReadOnlyList<TimelineCue> Cues);

/// <summary>Reads the times of a PowerPoint show; the file is not kept.</summary>
internal sealed class TimelineUpload(IOptions<LectureOptions> options)
{
    /// <exception cref="UserInputException">It is no PPTX file, too large, or its slides have no times.</exception>
    public async Task<TimelineView> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = options.Value.MaximumUploadBytes;
        }

        var path = Path.Combine(Path.GetTempPath(), $"virtualta-timeline-{Guid.NewGuid():N}.pptx");
        try
        {
            await using (var file = File.Create(path))
            {
                await request.Body.CopyToAsync(file, cancellationToken);
            }

            var times = await SlideTimings.ReadAsync(path, cancellationToken: cancellationToken);
            return times.Count > 0
                ? new TimelineView([.. times.Select(time => new TimelineCue(time.Locator, time.AtSeconds))])
                : throw Refuse("Its slides wait for a click. Record their times in PowerPoint (Slide Show, Rehearse Timings) and save it again.");
        }
        catch (BadHttpRequestException)
        {
            throw Refuse($"A file may have {options.Value.MaximumUploadBytes >> 20} MB.");
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static UserInputException Refuse(string message) => new(LectureCodes.FileRefused, message);
}
