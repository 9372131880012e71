using System.Globalization;
using System.Text.RegularExpressions;

namespace VirtualTA.Knowledge.Speaking;

/// <summary>Writes whole numbers as words.</summary>
internal static partial class NumberWords
{
    private static readonly string[] Small =
    [
        "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen", "fourteen",
        "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
    ];

    private static readonly string[] Tens = ["", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];

    /// <summary>"twelve", "forty-two", "three hundred five".</summary>
    public static string Cardinal(long number) => number switch
    {
        < 0 => "minus " + Cardinal(-number),
        < 20 => Small[number],
        < 100 => Tens[number / 10] + (number % 10 > 0 ? "-" + Small[number % 10] : ""),
        < 1000 => $"{Small[number / 100]} hundred{Rest(number % 100)}",
        < 1_000_000 => $"{Cardinal(number / 1000)} thousand{Rest(number % 1000)}",
        < 1_000_000_000 => $"{Cardinal(number / 1_000_000)} million{Rest(number % 1_000_000)}",
        _ => number.ToString(CultureInfo.InvariantCulture),
    };

    /// <summary>Every whole number in <paramref name="text"/> as words.</summary>
    public static string Spell(string text) =>
        Whole().Replace(text, m => long.TryParse(m.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? Cardinal(number) : m.Value);

    private static string Rest(long rest) => rest > 0 ? " " + Cardinal(rest) : "";

    [GeneratedRegex(@"(?<![\d.,])\d{1,9}(?![\d.,]*\d)")]
    private static partial Regex Whole();
}
