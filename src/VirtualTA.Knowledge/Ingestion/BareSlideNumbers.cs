using System.Globalization;

namespace VirtualTA.Knowledge.Ingestion;

/// <summary>Slides turned to text often keep nothing of the slide but its number, alone on a line: 1, 2, 3, …</summary>
internal static class BareSlideNumbers
{
    /// <summary>How many numbers in a row make slides.</summary>
    public const int Fewest = 4;

    /// <summary>How far the lines that are numbers count up from 1 (or 2, where the title slide has none).</summary>
    public static int Count(string[] lines) => Positions(lines).Count;

    /// <summary>The lines with a slide mark before each slide.</summary>
    public static string[] Mark(string[] lines)
    {
        var positions = Positions(lines);
        var marked = new List<string>(lines.Length + positions.Count);

        // A number with nothing after the last one stands at the foot of its slide, otherwise at its head.
        var isFoot = lines.Skip(positions[^1] + 1).All(string.IsNullOrWhiteSpace);
        var number = Number(lines[positions[0]]);
        if (isFoot)
        {
            marked.Add(Line(number));
        }

        var next = 0;
        for (var i = 0; i < lines.Length; i++)
        {
            if (next < positions.Count && positions[next] == i)
            {
                next++;
                if (!isFoot || next < positions.Count)
                {
                    marked.Add(Line(isFoot ? number + next : number + next - 1));
                }

                continue;
            }

            marked.Add(lines[i]);
        }

        return [.. marked];
    }

    private static List<int> Positions(string[] lines)
    {
        var positions = new List<int>();
        var expected = 1;
        for (var i = 0; i < lines.Length; i++)
        {
            var number = Number(lines[i]);
            if (number == expected || (positions.Count == 0 && number == 2))
            {
                positions.Add(i);
                expected = number + 1;
            }
        }

        return positions;
    }

    private static int Number(string line) =>
        int.TryParse(line.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number < 1000 ? number : -1;

    private static string Line(int number) => string.Create(CultureInfo.InvariantCulture, $"Slide {number}");
}
