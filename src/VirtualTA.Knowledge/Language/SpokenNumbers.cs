using System.Collections.Frozen;
using System.Globalization;
using System.Text;

namespace VirtualTA.Knowledge.Language;

/// <summary>Reads numbers said in words: transcripts and answers for the ear have "four hundred and twelve" where slides have "412".</summary>
internal static class SpokenNumbers
{
    private const int FirstCentury = 11;
    private const int LastCentury = 20;

    private static readonly FrozenDictionary<string, int> Values = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase)
    {
        ["zero"] = 0,
        ["one"] = 1,
        ["two"] = 2,
        ["three"] = 3,
        ["four"] = 4,
        ["five"] = 5,
        ["six"] = 6,
        ["seven"] = 7,
        ["eight"] = 8,
        ["nine"] = 9,
        ["ten"] = 10,
        ["eleven"] = 11,
        ["twelve"] = 12,
        ["thirteen"] = 13,
        ["fourteen"] = 14,
        ["fifteen"] = 15,
        ["sixteen"] = 16,
        ["seventeen"] = 17,
        ["eighteen"] = 18,
        ["nineteen"] = 19,
        ["twenty"] = 20,
        ["thirty"] = 30,
        ["forty"] = 40,
        ["fifty"] = 50,
        ["sixty"] = 60,
        ["seventy"] = 70,
        ["eighty"] = 80,
        ["ninety"] = 90,
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>The text with its numbers in figures; a lone "one" stays, and so do "million" and "billion", as they do beside figures.</summary>
    public static string ToFigures(string text)
    {
        var words = text.Replace('-', ' ').Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var result = new StringBuilder(text.Length);
        for (var i = 0; i < words.Length;)
        {
            var start = i;
            var value = Read(words, ref i);
            if (value is null || (i == start + 1 && value == 1))
            {
                i = start + 1;
                result.Append(words[start]);
            }
            else
            {
                result.Append(value.Value.ToString(CultureInfo.InvariantCulture)).Append(words[i - 1][Bare(words[i - 1]).Length..]);
            }

            result.Append(i < words.Length ? " " : "");
        }

        return result.ToString();
    }

    private static int? Read(string[] words, ref int at)
    {
        if (Below100(words, ref at) is not { } first)
        {
            return null;
        }

        // "nineteen sixty one", "eighteen oh nine", "twenty twenty three"
        if (first is >= FirstCentury and <= LastCentury && !Ends(words, at))
        {
            var year = at;
            if (Is(words, year, "oh") && ++year < words.Length && Values.TryGetValue(Bare(words[year]), out var unit) && unit is > 0 and < 10)
            {
                at = year + 1;
                return (first * 100) + unit;
            }

            year = at;
            if (Below100(words, ref year) is >= 10 and var rest)
            {
                at = year;
                return (first * 100) + rest;
            }
        }

        var total = 0;
        var group = first;
        while (!Ends(words, at))
        {
            if (Is(words, at, "hundred") && group is > 0 and < 100)
            {
                at++;
                group *= 100;
            }
            else if (Is(words, at, "thousand") && total == 0 && group is > 0 and < 1000)
            {
                at++;
                total = group * 1000;
                group = 0;
            }
            else
            {
                break;
            }

            var next = at;
            next += !Ends(words, at) && Is(words, at, "and") ? 1 : 0;
            if (!Ends(words, at) && Below100(words, ref next) is { } more)
            {
                at = next;
                group += more;
            }
        }

        return total + group;
    }

    private static int? Below100(string[] words, ref int at)
    {
        if (at >= words.Length || !Values.TryGetValue(Bare(words[at]), out var value))
        {
            return null;
        }

        at++;
        if (value >= 20 && !Ends(words, at) && Values.TryGetValue(Bare(words[at]), out var unit) && unit is > 0 and < 10)
        {
            at++;
            value += unit;
        }

        return value;
    }

    // A number does not go on behind a comma or a stop.
    private static bool Ends(string[] words, int at) => at >= words.Length || (at > 0 && words[at - 1].Length > Bare(words[at - 1]).Length);

    private static bool Is(string[] words, int at, string word) => at < words.Length && Bare(words[at]).Equals(word, StringComparison.OrdinalIgnoreCase);

    private static string Bare(string word) => word.TrimEnd('.', ',', ';', ':', '!', '?', ')', '"', '”');
}
