using System.Globalization;
using System.Text.RegularExpressions;

namespace VirtualTA.Synthesis.Text;

/// <content>Numbers with signs, ranges, fractions, units, percentages.</content>
public sealed partial class Normaliser
{
    private const string Number = @"(?:\d{1,3}(?:,\d{3}){1,6}|\d{1,40})(?:\.\d{1,40})?|\.\d{1,40}";

    private static int TrySignedNumber(string text, int position, SpeechBuilder speech)
    {
        char sign = text[position];
        bool isSign = sign is '-' or '−' or '+' or '~' or '≈' or '#';
        if (!isSign)
        {
            return 0;
        }

        speech.At(position, 1);
        return sign switch
        {
            '#' => Said(speech, "number", 1),
            '~' or '≈' => Said(speech, "about", 1),
            '+' when IsOperandBefore(text, position) => Said(speech, "plus", 1),
            '+' when PhoneNumber().Match(text, position) is { Success: true } => Said(speech, "plus", 1),
            '+' => Said(speech, "plus", 1),
            '-' when position > 0 && char.IsLetter(text[position - 1]) && char.IsLetter(CharAt(text, position - 2)) => 1,
            _ => Said(speech, "minus", 1),
        };
    }

    private int TryQuantity(string text, int position, SpeechBuilder speech)
    {
        return First(
            text, position, speech,
            TryPhoneNumber, TryVersion, TryHexadecimal, TryOrdinal, TryDecade, TryRange, TryFraction, TryScientific, TryNumberWithUnit, TryYear, TryPlainNumber);
    }

    private static int TryPhoneNumber(string text, int position, SpeechBuilder speech)
    {
        Match match = PhoneNumber().Match(text, position);
        if (!match.Success)
        {
            return 0;
        }

        speech.At(position, match.Length);
        bool first = true;
        foreach (string group in match.Value.Split(['-', ' ', '.', '(', ')'], StringSplitOptions.RemoveEmptyEntries))
        {
            if (!first)
            {
                speech.Mark(Core.Pronunciation.PhoneSet.Comma);
            }

            first = false;
            speech.Say(NumberWords.Digits(group));
        }

        return match.Length;
    }

    private static int TryVersion(string text, int position, SpeechBuilder speech)
    {
        Match match = Version().Match(text, position);
        if (!match.Success)
        {
            return 0;
        }

        string[] parts = match.Value.Split('.');
        string between = parts.Length == 4 ? " dot " : " point ";
        speech.At(position, match.Length).Say(string.Join(between, parts.Select(part => NumberWords.Cardinal(part))));
        return match.Length;
    }

    private static int TryHexadecimal(string text, int position, SpeechBuilder speech)
    {
        Match match = Hexadecimal().Match(text, position);
        if (!match.Success)
        {
            return 0;
        }

        speech.At(position, match.Length).Say(text[position + 1] is 'b' or 'B' ? "binary" : "hex").Spell(match.ValueSpan[2..]);
        return match.Length;
    }

    private static int TryOrdinal(string text, int position, SpeechBuilder speech)
    {
        Match match = OrdinalNumber().Match(text, position);
        if (!match.Success)
        {
            return 0;
        }

        ulong number = ulong.Parse(match.Groups[1].Value.Replace(",", "", StringComparison.Ordinal), CultureInfo.InvariantCulture);
        speech.At(position, match.Length).Say(NumberWords.Ordinal(number));
        return match.Length;
    }

    private static int TryDecade(string text, int position, SpeechBuilder speech)
    {
        Match match = Decade().Match(text, position);
        if (!match.Success)
        {
            return 0;
        }

        int year = int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture);
        string words = match.Groups[1].Length == 4 ? NumberWords.Year(year) : NumberWords.Cardinal((ulong)year);
        speech.At(position, match.Length).Say(NumberWords.Plural(words));
        return match.Length;
    }

    private int TryRange(string text, int position, SpeechBuilder speech)
    {
        Match match = NumberRange().Match(text, position);
        if (!match.Success)
        {
            return 0;
        }

        (string from, string to) = (match.Groups["from"].Value, match.Groups["to"].Value);
        bool years = IsYear(from) && IsYear(to);
        bool isDifference = match.Groups["dash"].Value == "-" && match.Groups["blank"].Length > 0 && !years;
        speech.At(position, match.Groups["to"].Index - position).Say(years ? NumberWords.Year(int.Parse(from, CultureInfo.InvariantCulture)) : NumberWords.DecimalNumber(from));
        speech.Say(isDifference ? "minus" : "to");
        int second = match.Groups["to"].Index;
        if (years)
        {
            speech.At(second, to.Length).Say(NumberWords.Year(int.Parse(to, CultureInfo.InvariantCulture)));
            return second + to.Length - position;
        }

        return second - position + First(text, second, speech, TryNumberWithUnit, TryPlainNumber);
    }

    private static int TryFraction(string text, int position, SpeechBuilder speech)
    {
        Match match = Fraction().Match(text, position);
        if (!match.Success || !int.TryParse(match.Groups["top"].Value, out int top) || !int.TryParse(match.Groups["bottom"].Value, out int bottom))
        {
            return 0;
        }

        speech.At(position, match.Length);
        if (match.Groups["whole"].Success)
        {
            speech.Say(NumberWords.Cardinal(match.Groups["whole"].ValueSpan) + " and");
        }

        string name = bottom switch { 2 => "half", 4 => "quarter", _ => NumberWords.Ordinal((ulong)bottom) };
        bool isNamed = bottom is >= 2 and <= 20 or 100 or 1000 && top < bottom;
        speech.Say((top, bottom) is (24, 7) ? "twenty four seven"
            : !isNamed ? $"{NumberWords.Cardinal((ulong)top)} over {NumberWords.Cardinal((ulong)bottom)}"
            : top == 1 ? $"{(match.Groups["whole"].Success ? "a" : "one")} {name}"
            : $"{NumberWords.Cardinal((ulong)top)} {(bottom == 2 ? "halves" : NumberWords.Plural(name))}");
        return match.Length;
    }

    private static int TryScientific(string text, int position, SpeechBuilder speech)
    {
        Match match = Scientific().Match(text, position);
        if (!match.Success)
        {
            return 0;
        }

        string exponent = match.Groups["exponent"].Value;
        string sign = exponent[0] is '-' or '−' ? "minus " : "";
        speech.At(position, match.Length).Say($"{NumberWords.DecimalNumber(match.Groups["number"].ValueSpan)} times ten to the {sign}{NumberWords.Cardinal(exponent.TrimStart('-', '−', '+', '0') is { Length: > 0 } digits ? digits : "0")}");
        return match.Length;
    }

    private static int TryNumberWithUnit(string text, int position, SpeechBuilder speech)
    {
        Match match = WithUnit().Match(text, position);
        if (!match.Success)
        {
            return 0;
        }

        string number = match.Groups["number"].Value;
        string unit = match.Groups["unit"].Value;
        bool one = number == "1";
        string words;
        if (unit is "%")
        {
            words = "percent";
        }
        else if (unit == "x" && VariableFollows().IsMatch(text, position + match.Length))
        {
            return 0;
        }
        else if (match.Groups["blank"].Length == 0 && unit is "k" or "K" or "M" or "B" or "T" or "bn" or "x" or "×")
        {
            words = unit switch { "k" or "K" => "thousand", "M" => "million", "B" or "bn" => "billion", "T" => "trillion", _ => one ? "time" : "times" };
        }
        else if (SpokenTables.Units.TryGetValue(unit, out (string One, string Many) named) && IsUnitHere(unit, match.Groups["blank"].Length))
        {
            words = PowerOf(match.Groups["power"].Value) + (one ? named.One : named.Many);
            string per = match.Groups["per"].Value;
            if (per.Length > 0)
            {
                if (!SpokenTables.Units.TryGetValue(per, out (string One, string Many) below))
                {
                    return 0;
                }

                words += " per " + PowerOf(match.Groups["perpower"].Value) + below.One;
            }
        }
        else
        {
            return 0;
        }

        speech.At(position, match.Length).Say($"{NumberWords.DecimalNumber(number)} {words}");
        return match.Length;
    }

    private static string PowerOf(string power) => power switch { "²" or "^2" or "2" => "square ", "³" or "^3" or "3" => "cubic ", _ => "" };

    // A lone letter after a blank is a unit only where it is hardly anything else: "5 m", but not "group 5 A".
    private static bool IsUnitHere(string unit, int blanks) => blanks == 0 || unit.Length > 1 || unit is "s" or "m" or "g" or "h" or "V" or "W" or "J" or "N" or "L" or "Ω" or "°";

    private static int TryPlainNumber(string text, int position, SpeechBuilder speech)
    {
        Match match = PlainNumber().Match(text, position);
        string number = match.Value;
        speech.At(position, match.Length);
        speech.Say(number.Length >= 10 && !number.Contains('.', StringComparison.Ordinal) && !number.Contains(',', StringComparison.Ordinal)
            ? NumberWords.Digits(number)
            : NumberWords.DecimalNumber(number));
        return match.Length;
    }

    [GeneratedRegex(@"\G(?:\d{3}[-. ]\d{3}[-. ]\d{4}|\(\d{3}\) ?\d{3}-\d{4}|\d{3}-\d{4}|\+?\d{1,3}[- ]\d{2,4}[- ]\d{3,4}[- ]\d{3,4})(?![\d-])")]
    private static partial Regex PhoneNumber();

    [GeneratedRegex(@"\G\d{1,4}\.\d{1,4}\.\d{1,4}(?:\.\d{1,4})?(?![\d.]*\d)")]
    private static partial Regex Version();

    [GeneratedRegex(@"\G0[xX][0-9a-fA-F]{1,16}\b|\G0[bB][01]{1,32}\b")]
    private static partial Regex Hexadecimal();

    [GeneratedRegex(@"\G(\d{1,3}(?:,\d{3}){0,4}|\d{1,15})(?:st|nd|rd|th)\b")]
    private static partial Regex OrdinalNumber();

    [GeneratedRegex(@"\G(\d{3}0|[1-9]0)['’]?s\b")]
    private static partial Regex Decade();

    [GeneratedRegex(@"\G(?<from>" + Number + @")(?<blank>\s?)(?<dash>[-–—‑])\s?(?=(?<to>" + Number + @"))(?!\d{1,4}-\d)")]
    private static partial Regex NumberRange();

    [GeneratedRegex(@"\G(?:(?<whole>\d{1,6})[ ])?(?<top>\d{1,6})[/⁄](?<bottom>\d{1,6})(?![\d/.]*\d)")]
    private static partial Regex Fraction();

    [GeneratedRegex(@"\G(?<number>\d{1,20}(?:\.\d{1,20})?)[eE](?<exponent>[-−+]?\d{1,4})\b")]
    private static partial Regex Scientific();

    [GeneratedRegex(@"\G(?<number>" + Number + @")(?<blank>[-\s\u00A0\u202F]?)(?:(?<unit>%|×)|(?<unit>°[CF]?|℃|[a-zA-Zµμ]{1,5}|k?Ω|µF)(?<power>[²³]|\^[23](?!\d))?(?:/(?<per>[a-zA-Zµ]{1,4})(?<perpower>[²³]|\^?[23](?!\d))?)?(?![\p{L}\p{Nd}_]))")]
    private static partial Regex WithUnit();

    // In "2x + 1" the x is a variable, in "10x faster" it means times.
    [GeneratedRegex(@"\G\s?[-+=*/^)<>≤≥²³_]")]
    private static partial Regex VariableFollows();

    [GeneratedRegex(@"\G(?:" + Number + @")")]
    private static partial Regex PlainNumber();
}
