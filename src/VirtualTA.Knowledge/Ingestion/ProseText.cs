using System.Text;
using System.Text.RegularExpressions;

namespace VirtualTA.Knowledge.Ingestion;

/// <summary>Finds headings, paragraphs and lists in plain text.</summary>
internal static partial class ProseText
{
    private const int FewParagraphs = 3;

    /// <summary>Reads lines of text.</summary>
    public static CourseDocument Read(string[] lines, string title)
    {
        var headings = new HeadingPath();
        var blocks = new List<DocumentBlock>();
        var paragraph = new StringBuilder();
        var isItem = false;
        for (var i = 0; i < lines.Length; i++)
        {
            var line = lines[i].Trim();
            var bullet = Bullet().Match(line);
            if (line.Length == 0 || Rule().IsMatch(line))
            {
                Flush(ref isItem);
            }
            else if (HeadingLevel(lines, i) is var level and > 0)
            {
                Flush(ref isItem);
                headings.Enter(level, line.TrimStart('#', ' ').TrimEnd(':'));
            }
            else if (bullet.Success)
            {
                Flush(ref isItem);
                paragraph.Append(line, bullet.Length, line.Length - bullet.Length);
                isItem = true;
            }
            else
            {
                AppendLine(paragraph, line);
            }
        }

        Flush(ref isItem);
        if (headings.Title is null && blocks.Count <= FewParagraphs)
        {
            // One endless paragraph is no place to look at; its parts are.
            return new CourseDocument(title, [.. blocks.Select(b => b with { Place = "" })]);
        }

        return new CourseDocument(headings.Title ?? title, blocks);

        void Flush(ref bool item)
        {
            if (paragraph.Length > 0)
            {
                var place = headings.Path.Length > 0 ? headings.Path : $"paragraph {blocks.Count + 1}";
                blocks.Add(new DocumentBlock(item ? BlockKind.ListItem : BlockKind.Prose, paragraph.ToString(), place) { Heading = headings.Words });
                paragraph.Clear();
            }

            item = false;
        }
    }

    private static void AppendLine(StringBuilder paragraph, string line)
    {
        if (paragraph.Length == 0)
        {
            paragraph.Append(line);
        }
        else if (paragraph.Length > 1 && paragraph[^1] is '-' or '\u00AD' && char.IsLower(line[0]) && char.IsLetter(paragraph[^2]))
        {
            // A word broken at the end of a line is joined again.
            paragraph.Length--;
            paragraph.Append(line);
        }
        else
        {
            paragraph.Append(' ').Append(line);
        }
    }

    private static int HeadingLevel(string[] lines, int index)
    {
        var line = lines[index].Trim();
        if (line.StartsWith('#'))
        {
            return Math.Clamp(line.TakeWhile(c => c == '#').Count(), 1, 6);
        }

        var next = index + 1 < lines.Length ? lines[index + 1].Trim() : "";
        if (next.Length >= 3 && next.Length >= line.Length / 2 && (next.All(c => c == '=') || next.All(c => c == '-')))
        {
            return next[0] == '=' ? 1 : 2;
        }

        var alone = (index == 0 || string.IsNullOrWhiteSpace(lines[index - 1])) && next.Length == 0;
        if (!alone || line.Length > 80 || line[^1] is '.' or ',' or ';' or '?' or '!' || !char.IsLetterOrDigit(line[0]))
        {
            return 0;
        }

        var numbered = Numbered().Match(line);
        if (numbered.Success)
        {
            return Math.Clamp(1 + numbered.Value.Count(c => c == '.'), 1, 6);
        }

        return char.IsUpper(line[0]) && line.Count(c => c == ' ') < 10 ? 2 : 0;
    }

    [GeneratedRegex(@"^(?:[•●▪◦‣·○■➢*\-–]|\d{1,2}[.)]|\([a-z0-9]\))\s+")]
    private static partial Regex Bullet();

    [GeneratedRegex(@"^(?:=+|-{3,}|\*{3,}|_{3,})$")]
    private static partial Regex Rule();

    [GeneratedRegex(@"^\d{1,2}(?:\.\d{1,2})*(?=\.?\s+[A-Z])")]
    private static partial Regex Numbered();
}
