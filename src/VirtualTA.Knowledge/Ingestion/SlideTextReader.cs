using System.Globalization;
using System.Text.RegularExpressions;

namespace VirtualTA.Knowledge.Ingestion;

/// <summary>Reads slides that were turned to text, marked "Slide 12", "--- Slide 3 ---" or "[slide 4: Title]".</summary>
internal static partial class SlideTextReader
{
    private const int FullLine = 50;

    /// <summary>True if there are at least two slide marks.</summary>
    public static bool Recognizes(string[] lines) => lines.Count(l => Mark().IsMatch(l)) >= 2 || BareSlideNumbers.Count(lines) >= BareSlideNumbers.Fewest;

    /// <summary>Reads the slides.</summary>
    public static CourseDocument Read(string[] lines, string title)
    {
        lines = BareSlideNumbers.Count(lines) >= BareSlideNumbers.Fewest && lines.Count(l => Mark().IsMatch(l)) < 2 ? BareSlideNumbers.Mark(lines) : lines;
        lines = RepeatedLines.Drop(lines, l => Mark().IsMatch(l));
        var blocks = new List<DocumentBlock>();
        var number = 0;
        var heading = "";
        var body = new List<string>();
        string? documentTitle = null;
        foreach (var line in lines.Append("Slide 0"))
        {
            var mark = Mark().Match(line);
            if (!mark.Success)
            {
                body.Add(line);
                continue;
            }

            if (heading.Length == 0)
            {
                heading = TakeTitle(body);
            }

            documentTitle ??= heading.Length > 0 ? heading : null;
            AddBody(body, number, heading, blocks);
            number = int.Parse(mark.Groups[1].ValueSpan, CultureInfo.InvariantCulture);
            heading = mark.Groups[2].Value.Trim(' ', '-', '=', '*', ':', '#', ']', '.', '–', '—');
            body.Clear();
        }

        return new CourseDocument(documentTitle ?? title, blocks);
    }

    private static string TakeTitle(List<string> body)
    {
        var index = body.FindIndex(l => !string.IsNullOrWhiteSpace(l));
        if (index < 0)
        {
            return "";
        }

        var first = body[index].Trim().TrimStart('#', ' ');
        if (first.Length > 90 || first.EndsWith('.') || Bullet().IsMatch(first))
        {
            return "";
        }

        body.RemoveAt(index);
        return first.StartsWith("Title:", StringComparison.OrdinalIgnoreCase) ? first[6..].Trim() : first;
    }

    private static void AddBody(List<string> body, int number, string heading, List<DocumentBlock> blocks)
    {
        var place = number > 0 ? $"slide {number}" : "start";
        var added = false;
        var joined = new List<(string Text, bool IsItem)>();
        foreach (var line in body)
        {
            var text = line.Trim();
            if (text.Length == 0 || PagedText.IsPageNumber(text))
            {
                continue;
            }

            var bullet = Bullet().Match(text);
            var continues = !bullet.Success && joined.Count > 0 && Continues(joined[^1].Text, text);
            if (continues)
            {
                joined[^1] = (joined[^1].Text + " " + text, joined[^1].IsItem);
            }
            else
            {
                joined.Add((bullet.Success ? text[bullet.Length..] : text, bullet.Success || text.Length < 90));
            }
        }

        foreach (var (text, isItem) in joined.Where(j => j.Text.Length > 0))
        {
            blocks.Add(new DocumentBlock(isItem && !EndsSentence(text) ? BlockKind.ListItem : BlockKind.Prose, text, place) { Heading = heading });
            added = true;
        }

        if (!added && heading.Length > 0)
        {
            blocks.Add(new DocumentBlock(BlockKind.ListItem, heading, place) { Heading = heading });
        }
    }

    // A line goes on where the one before was full, or breaks off, or what follows only adds to it.
    private static bool Continues(string before, string text) =>
        text[0] is '(' or '→' || (char.IsLower(text[0]) && !EndsSentence(before) && (before.Length >= FullLine || OpenEnd().IsMatch(before)));

    private static bool EndsSentence(string text) => text[^1] is '.' or '!' or '?' or ':' or ';';

    [GeneratedRegex(@"^[\s#=*\-–—\[<(_]*(?:slide|folie|(?<=[-=*#\[<(_–—]\s*)(?:page|seite))\s*(?:no\.?|number|#)?\s*(\d{1,4})(?:\s*(?:/|of)\s*\d+)?(?![\w.,]*\w)\s*[\])>]?\s*[:.\-–—=*_\s]*(.{0,120}?)[\s=*\-–—\])>_]*$", RegexOptions.IgnoreCase)]
    private static partial Regex Mark();

    [GeneratedRegex(@"[,(–—-]$|\b(?:a|an|the|of|to|in|on|at|by|for|with|from|and|or|but|is|are|that|which|as|than|into|per|not)$", RegexOptions.IgnoreCase)]
    private static partial Regex OpenEnd();

    [GeneratedRegex(@"^(?:[•●▪◦‣·○■□➢➤✓\-–—*o]|\d{1,2}[.)]|[a-z]\))\s+")]
    private static partial Regex Bullet();
}
