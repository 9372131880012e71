using System.Globalization;
using System.Text.RegularExpressions;

namespace VirtualTA.Knowledge.Ingestion;

/// <summary>Reads text whose pages are separated by form feeds, as <c>pdftotext</c> writes it.</summary>
internal static partial class PagedText
{
    private const int FilledPage = 8;
    private const int FewestSlides = 4;
    private const int WordsOnSlide = 80;
    private const double LinesOnSlide = 2.5;

    /// <summary>Reads the pages: repeated headers and footers go, hyphenated words are joined.</summary>
    public static CourseDocument Read(string text, string title)
    {
        var pages = text.Split('\f').Select(p => p.Split('\n').Select(l => l.TrimEnd()).ToList()).ToList();
        RemoveRepeatedLines(pages);
        if (LooksLikeSlides(pages))
        {
            return SlideTextReader.Read([.. pages.SelectMany((p, i) => p.Where(l => !IsPageNumber(l.Trim())).Prepend(string.Create(CultureInfo.InvariantCulture, $"Slide {i + 1}")))], title);
        }

        var blocks = new List<DocumentBlock>();
        string? documentTitle = null;
        for (var i = 0; i < pages.Count; i++)
        {
            var place = $"page {i + 1}";
            var page = ProseText.Read([.. pages[i].Where(l => !IsPageNumber(l.Trim()))], "");
            documentTitle ??= page.Title.Length > 0 ? page.Title : null;
            blocks.AddRange(page.Blocks.Select(b => b with { Place = place }));
        }

        if (blocks.Count == 0)
        {
            throw new IngestException("it contains no text. A scanned document has to go through character recognition first.");
        }

        return new CourseDocument(documentTitle ?? title, blocks);
    }

    /// <summary>True for "12", "- 12 -", "Page 12 of 30".</summary>
    public static bool IsPageNumber(string line) => line.Length < 24 && PageNumber().IsMatch(line);

    // A page of a paper has hundreds of words in full lines; a slide has a title and a few short points.
    private static bool LooksLikeSlides(List<List<string>> pages)
    {
        var written = pages.Select(p => p.Where(l => !string.IsNullOrWhiteSpace(l)).ToList()).Where(p => p.Count > 0).ToList();
        if (written.Count < FewestSlides)
        {
            return false;
        }

        var words = written.Select(p => p.Sum(l => l.AsSpan().Trim().Count(' ') + 1)).Order().ElementAt(written.Count / 2);
        var lines = written.SelectMany(p => p).ToList();
        return words <= WordsOnSlide && lines.Count >= LinesOnSlide * written.Count && lines.Count(l => l.TrimEnd().EndsWith('.')) * 3 < lines.Count;
    }

    private static void RemoveRepeatedLines(List<List<string>> pages)
    {
        if (pages.Count < 3)
        {
            return;
        }

        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var page in pages)
        {
            foreach (var key in Edges(page).Select(i => Key(page[i])).Distinct())
            {
                counts[key] = counts.GetValueOrDefault(key) + 1;
            }
        }

        var limit = Math.Max(3, pages.Count / 3);
        foreach (var page in pages)
        {
            foreach (var index in Edges(page).OrderDescending().ToArray())
            {
                if (counts.GetValueOrDefault(Key(page[index])) >= limit)
                {
                    page.RemoveAt(index);
                }
            }
        }
    }

    // The first and last two written lines of a page are where running heads live.
    private static IEnumerable<int> Edges(List<string> page)
    {
        var written = Enumerable.Range(0, page.Count).Where(i => page[i].Length > 0).ToArray();
        var count = written.Length >= FilledPage ? 2 : 1;
        return written.Take(count).Concat(written.TakeLast(count)).Distinct();
    }

    private static string Key(string line) => Digits().Replace(line.Trim(), "#");

    [GeneratedRegex(@"^[-–—\s]*(?:page|slide|p\.)?\s*\d{1,4}(?:\s*(?:/|of)\s*\d{1,4})?[-–—\s]*$", RegexOptions.IgnoreCase)]
    private static partial Regex PageNumber();

    [GeneratedRegex(@"\d+")]
    private static partial Regex Digits();
}
