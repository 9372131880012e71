using System.Globalization;
using System.Xml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Presentation;
using VirtualTA.Core.Contracts;
using VirtualTA.Core.Lectures;

namespace VirtualTA.Knowledge.Ingestion;

/// <summary>When a slide is reached.</summary>
/// <param name="Locator">The slide as passages name it, for instance <c>slide 12</c>.</param>
/// <param name="AtSeconds">Seconds from the start of the show.</param>
public sealed record SlideTime(string Locator, double AtSeconds);

/// <summary>Reads the times after which a PowerPoint show moves on by itself, as rehearsing it records them.</summary>
public static class SlideTimings
{
    /// <summary>The shown slides up to the first that waits for a click; empty if already the first does.</summary>
    /// <param name="path">A PPTX file.</param>
    /// <param name="limits">Bounds for hostile files; defaults if null.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="UserInputException">It is no PPTX file, or a dangerous one.</exception>
    public static async Task<IReadOnlyList<SlideTime>> ReadAsync(string path, IngestLimits? limits = null, CancellationToken cancellationToken = default)
    {
        limits ??= new IngestLimits();
        try
        {
            await ZipGuard.CheckAsync(path, limits, cancellationToken);
            using var package = PresentationDocument.Open(path, isEditable: false, new OpenSettings { AutoSave = false, MaxCharactersInPart = limits.MaximumPartBytes });
            return Read(package.PresentationPart);
        }
        catch (IngestException dangerous)
        {
            throw Refuse(dangerous.Message, dangerous);
        }
        catch (Exception exception) when (exception is InvalidDataException or OpenXmlPackageException or FileFormatException or XmlException or ArgumentException or InvalidOperationException or KeyNotFoundException or UriFormatException)
        {
            throw Refuse("it is no readable PPTX file. Open it in PowerPoint or LibreOffice and save it again.", exception);
        }
    }

    private static UserInputException Refuse(string why, Exception inner) =>
        new(LectureCodes.FileRefused, $"The times of the slides cannot be read: {why}", inner);

    private static List<SlideTime> Read(PresentationPart? presentation)
    {
        var times = new List<SlideTime>();
        var seconds = 0.0;
        var number = 0;
        foreach (var id in presentation?.Presentation?.SlideIdList?.Elements<SlideId>() ?? [])
        {
            number++;
            if (id.RelationshipId?.Value is not { } key || presentation!.GetPartById(key) is not SlidePart { Slide: { } slide } || slide.Show?.Value == false)
            {
                continue;
            }

            times.Add(new SlideTime($"slide {number}", seconds));
            if (AdvancesAfter(slide) is not { } duration)
            {
                break;
            }

            seconds += duration;
        }

        return times.Count > 1 ? times : [];
    }

    // Newer versions write the transition twice, for themselves and for older ones; both say the same.
    private static double? AdvancesAfter(Slide slide)
    {
        var milliseconds = slide.Descendants()
            .Where(element => element.LocalName == "transition")
            .SelectMany(element => element.GetAttributes())
            .Where(attribute => attribute.LocalName == "advTm")
            .Select(attribute => attribute.Value)
            .FirstOrDefault();
        return double.TryParse(milliseconds, NumberStyles.None, CultureInfo.InvariantCulture, out var time) ? time / 1_000 : null;
    }
}
