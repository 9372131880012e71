using System.Text;

namespace VirtualTA.Synthesis.Text;

/// <summary>Numbers in English words, as a lecturer says them (American: no "and").</summary>
public static class NumberWords
{
    private static readonly string[] Small =
    [
        "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen", "fourteen",
        "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
    ];

    private static readonly string[] Tens = ["", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];

    private static readonly string[] Powers = ["", "thousand", "million", "billion", "trillion", "quadrillion", "quintillion"];

    private static readonly Dictionary<string, string> Ordinals = new()
    {
        ["one"] = "first",
        ["two"] = "second",
        ["three"] = "third",
        ["five"] = "fifth",
        ["eight"] = "eighth",
        ["nine"] = "ninth",
        ["twelve"] = "twelfth",
    };

    /// <summary>"zero" to "nine".</summary>
    public static string Digit(char digit) => Small[digit - '0'];

    /// <summary>Digits one after the other: "zero" is said "oh" nowhere.</summary>
    public static string Digits(ReadOnlySpan<char> digits)
    {
        StringBuilder words = new();
        foreach (char digit in digits)
        {
            if (char.IsAsciiDigit(digit))
            {
                words.Append(words.Length > 0 ? " " : "").Append(Digit(digit));
            }
        }

        return words.ToString();
    }

    /// <summary>A whole number: "one hundred twenty three".</summary>
    public static string Cardinal(ulong number)
    {
        if (number < 20)
        {
            return Small[number];
        }

        List<string> groups = [];
        for (int power = 0; number > 0; power++, number /= 1000)
        {
            int group = (int)(number % 1000);
            if (group > 0)
            {
                groups.Add(power == 0 ? Hundreds(group) : $"{Hundreds(group)} {Powers[power]}");
            }
        }

        groups.Reverse();
        return string.Join(' ', groups);
    }

    /// <summary>Digits, possibly with commas, too long for a number or with leading zeros are named one by one.</summary>
    public static string Cardinal(ReadOnlySpan<char> written)
    {
        string digits = written.ToString().Replace(",", "", StringComparison.Ordinal).Replace("_", "", StringComparison.Ordinal);
        return digits.Length is 0 or > 18 || (digits.Length > 1 && digits[0] == '0')
            ? Digits(digits)
            : Cardinal(ulong.Parse(digits, System.Globalization.CultureInfo.InvariantCulture));
    }

    /// <summary>Whole part, "point", and the decimals one by one; a missing whole part is "zero".</summary>
    public static string DecimalNumber(ReadOnlySpan<char> written)
    {
        int point = written.IndexOf('.');
        if (point < 0)
        {
            return Cardinal(written);
        }

        string whole = point == 0 ? "zero" : Cardinal(written[..point]);
        return $"{whole} point {Digits(written[(point + 1)..])}";
    }

    /// <summary>"twenty first".</summary>
    public static string Ordinal(ulong number)
    {
        string cardinal = Cardinal(number);
        int last = cardinal.LastIndexOf(' ') + 1;
        string word = cardinal[last..];
        string ordinal = Ordinals.TryGetValue(word, out string? irregular) ? irregular
            : word.EndsWith('y') ? word[..^1] + "ieth"
            : word + "th";
        return cardinal[..last] + ordinal;
    }

    /// <summary>A year: "nineteen ninety five", "two thousand five", "twenty twenty four".</summary>
    public static string Year(int year)
    {
        (int century, int rest) = (year / 100, year % 100);
        return year is < 1000 or > 9999 || (century % 10 == 0 && rest < 10)
            ? Cardinal((ulong)Math.Max(0, year))
            : rest == 0 ? $"{Hundreds(century)} hundred"
            : rest < 10 ? $"{Hundreds(century)} oh {Small[rest]}"
            : $"{Hundreds(century)} {Hundreds(rest)}";
    }

    /// <summary>The plural of the last word: "nineties", "hundreds".</summary>
    public static string Plural(string words) => words.EndsWith('y') ? words[..^1] + "ies" : words.EndsWith('x') ? words + "es" : words + "s";

    /// <summary>The value of a Roman numeral; 0 if it is not a well-formed one.</summary>
    public static int Roman(string numeral)
    {
        ArgumentNullException.ThrowIfNull(numeral);
        int value = 0;
        int previous = 0;
        for (int index = numeral.Length - 1; index >= 0; index--)
        {
            int digit = numeral[index] switch { 'I' => 1, 'V' => 5, 'X' => 10, 'L' => 50, 'C' => 100, _ => 0 };
            if (digit == 0)
            {
                return 0;
            }

            value += digit < previous ? -digit : digit;
            previous = Math.Max(previous, digit);
        }

        return ToRoman(value) == numeral ? value : 0;
    }

    private static string ToRoman(int value)
    {
        (int Value, string Numeral)[] steps = [(100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")];
        StringBuilder numeral = new();
        foreach ((int step, string letters) in steps)
        {
            for (; value >= step; value -= step)
            {
                numeral.Append(letters);
            }
        }

        return numeral.ToString();
    }

    private static string Hundreds(int number)
    {
        string rest = number % 100 == 0 ? ""
            : number % 100 < 20 ? Small[number % 100]
            : number % 10 == 0 ? Tens[number % 100 / 10]
            : $"{Tens[number % 100 / 10]} {Small[number % 10]}";
        return number < 100 ? rest : rest.Length == 0 ? $"{Small[number / 100]} hundred" : $"{Small[number / 100]} hundred {rest}";
    }
}
