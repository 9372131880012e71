using System.Collections.Frozen;
using System.Text.RegularExpressions;
using VirtualTA.Knowledge.Language;

namespace VirtualTA.Knowledge.Chat;

/// <summary>A number, year, month or weekday that a sentence states.</summary>
/// <param name="Value">The number in figures or the name, in lower case.</param>
/// <param name="Counted">Stems of the words that it counts, or the kind of date that it is.</param>
internal sealed partial record StatedFigure(string Value, HashSet<string> Counted)
{
    private const int Reach = 2;
    private const string Year = "<year>";
    private const string Month = "<month>";
    private const string Weekday = "<weekday>";

    // "may" and "march" are verbs far more often than dates.
    private static readonly FrozenDictionary<string, string> Dates =
        "january february april june july august september october november december".Split(' ').Select(m => (Name: m, Kind: Month))
            .Concat("monday tuesday wednesday thursday friday saturday sunday".Split(' ').Select(d => (Name: d, Kind: Weekday)))
            .ToFrozenDictionary(d => d.Name, d => d.Kind, StringComparer.Ordinal);

    /// <summary>What <paramref name="text"/> states, in figures or in words; a figure counts the words right after it.</summary>
    public static List<StatedFigure> Of(string text)
    {
        var terms = TermAnalyzer.Analyze(SpokenNumbers.ToFigures(text)).Where(t => !t.IsPart).ToList();
        var figures = new List<StatedFigure>();
        for (var i = 0; i < terms.Count; i++)
        {
            if (Dates.TryGetValue(terms[i].Word, out var kind))
            {
                figures.Add(new StatedFigure(terms[i].Word, [kind]));
            }

            if (!Number().IsMatch(terms[i].Word))
            {
                continue;
            }

            var counted = terms.Skip(i + 1).TakeWhile(t => !Number().IsMatch(t.Word) && t.Position - terms[i].Position <= Reach + 1).Take(Reach).Select(t => t.Value).ToHashSet(StringComparer.Ordinal);
            if (counted.Count == 0 && CalendarYear().IsMatch(terms[i].Word))
            {
                counted.Add(Year);
            }

            if (counted.Count > 0)
            {
                figures.Add(new StatedFigure(terms[i].Value, counted));
            }
        }

        return figures;
    }

    [GeneratedRegex(@"^\d[\d.,]*$")]
    private static partial Regex Number();

    [GeneratedRegex(@"^(?:1\d|20)\d\d$")]
    private static partial Regex CalendarYear();
}
