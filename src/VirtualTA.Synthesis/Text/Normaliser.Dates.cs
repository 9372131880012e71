using System.Globalization;
using System.Text.RegularExpressions;

namespace VirtualTA.Synthesis.Text;

/// <content>Dates, years, times of day and Roman numerals.</content>
public sealed partial class Normaliser
{
    private const string MonthName =
        "January|February|March|April|May|June|July|August|September|October|November|December|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec";

    private static int TryDate(string text, int position, SpeechBuilder speech)
    {
        Match match = IsoDate().Match(text, position);
        match = match.Success ? match : MonthFirst().Match(text, position);
        match = match.Success ? match : DayFirst().Match(text, position);
        match = match.Success ? match : SlashDate().Match(text, position);
        if (!match.Success)
        {
            return 0;
        }

        string written = match.Groups["month"].Value;
        int month = int.TryParse(written, out int number) ? number : 1 + Array.FindIndex(SpokenTables.Months, name => name.StartsWith(written[..3], StringComparison.OrdinalIgnoreCase));
        int day = match.Groups["day"].Success ? int.Parse(match.Groups["day"].Value, CultureInfo.InvariantCulture) : 0;
        if (month is < 1 or > 12 || day > 31 || (day == 0 && match.Groups["day"].Success))
        {
            return 0;
        }

        bool dayFirst = match.Groups["dayfirst"].Success;
        string spokenDay = day == 0 ? "" : NumberWords.Ordinal((ulong)day);
        speech.At(position, match.Length).Say(dayFirst ? $"the {spokenDay} of {SpokenTables.Months[month - 1]}" : $"{SpokenTables.Months[month - 1]} {spokenDay}");
        if (match.Groups["year"].Success)
        {
            int year = int.Parse(match.Groups["year"].Value, CultureInfo.InvariantCulture);
            year += match.Groups["year"].Length == 2 ? (year < 50 ? 2000 : 1900) : 0;
            speech.Mark(Core.Pronunciation.PhoneSet.Comma).Say(NumberWords.Year(year));
        }

        return match.Length;
    }

    private static int TryTime(string text, int position, SpeechBuilder speech)
    {
        Match match = ClockTime().Match(text, position);
        if (!match.Success)
        {
            return TryHour(text, position, speech) is > 0 and int hour ? hour : TryRatio(text, position, speech);
        }

        int minutes = int.Parse(match.Groups["minutes"].Value, CultureInfo.InvariantCulture);
        string half = match.Groups["half"].Value;
        speech.At(position, match.Length).Say(NumberWords.Cardinal(ulong.Parse(match.Groups["hours"].Value, CultureInfo.InvariantCulture)));
        speech.Say(minutes == 0 ? (half.Length > 0 || match.Groups["seconds"].Success ? (half.Length > 0 ? "" : "zero zero") : "o'clock") : TwoDigits(minutes));
        if (match.Groups["seconds"].Success)
        {
            speech.Say(TwoDigits(int.Parse(match.Groups["seconds"].Value, CultureInfo.InvariantCulture)));
        }

        SayHalf(speech, half);
        return match.Length;
    }

    private static int TryHour(string text, int position, SpeechBuilder speech)
    {
        Match match = HourOnly().Match(text, position);
        if (!match.Success)
        {
            return 0;
        }

        speech.At(position, match.Length).Say(NumberWords.Cardinal(match.Groups["hours"].ValueSpan));
        SayHalf(speech, match.Groups["half"].Value);
        return match.Length;
    }

    private static int TryRatio(string text, int position, SpeechBuilder speech)
    {
        Match match = Ratio().Match(text, position);
        if (!match.Success)
        {
            return 0;
        }

        speech.At(position, match.Length).Say($"{NumberWords.DecimalNumber(match.Groups[1].ValueSpan)} to {NumberWords.DecimalNumber(match.Groups[2].ValueSpan)}");
        return match.Length;
    }

    private static int TryYear(string text, int position, SpeechBuilder speech)
    {
        Match match = FourDigits().Match(text, position);
        if (!match.Success || !IsYear(match.Value))
        {
            return 0;
        }

        int year = int.Parse(match.Value, CultureInfo.InvariantCulture);
        string before = speech.Last is { Kind: SpeechItemKind.Word } last ? last.Text : "";
        bool yearBefore = YearCues.Contains(before) || CharAt(text, position - 1) == '(' || CharAt(text, position - 2) == ',' || position == 0;
        bool countAfter = CountedThing().IsMatch(text, position + 4);
        if (countAfter || CharAt(text, position - 2) is '=' or '<' or '>' || !(yearBefore || year is >= 1900 and <= 2039))
        {
            return 0;
        }

        speech.At(position, 4).Say(NumberWords.Year(year));
        return 4;
    }

    private static int TryRoman(string text, int position, SpeechBuilder speech)
    {
        Match match = RomanNumeral().Match(text, position);
        int value = match.Success && speech.Last is { Kind: SpeechItemKind.Word } ? NumberWords.Roman(match.Value) : 0;
        if (value == 0)
        {
            return 0;
        }

        string before = speech.Last!.Value.Text;
        bool isRuler = Rulers.Contains(before);
        if (!isRuler && !Numbered.Contains(before))
        {
            return 0;
        }

        speech.At(position, match.Length).Say(isRuler ? "the " + NumberWords.Ordinal((ulong)value) : NumberWords.Cardinal((ulong)value));
        return match.Length;
    }

    private static bool IsYear(string number) => number.Length == 4 && number.All(char.IsAsciiDigit) && int.Parse(number, CultureInfo.InvariantCulture) is >= 1100 and <= 2099;

    private static string TwoDigits(int number) => number < 10 ? $"oh {NumberWords.Cardinal((ulong)number)}" : NumberWords.Cardinal((ulong)number);

    private static void SayHalf(SpeechBuilder speech, string half)
    {
        if (half.Length > 0)
        {
            speech.Letter(char.ToUpperInvariant(half[0])).Letter('M');
        }
    }

    private static readonly HashSet<string> YearCues = new(
        [
            "in", "since", "by", "from", "until", "till", "of", "year", "around", "before", "after", "during", "circa", "late", "early", "mid", "spring", "summer", "fall", "autumn", "winter", "and", "to", "published",
            .. SpokenTables.Months,
        ],
        StringComparer.OrdinalIgnoreCase);

    private static readonly HashSet<string> Numbered = new(StringComparer.OrdinalIgnoreCase)
    {
        "chapter", "part", "section", "volume", "act", "scene", "war", "type", "phase", "table", "appendix", "book", "unit", "figure", "article", "class", "stage", "level", "theorem", "lecture", "module", "apollo", "title",
    };

    private static readonly HashSet<string> Rulers = new(StringComparer.OrdinalIgnoreCase)
    {
        "henry", "louis", "george", "elizabeth", "charles", "edward", "james", "richard", "william", "napoleon", "pius", "benedict", "paul", "frederick", "philip", "peter", "catherine", "alexander", "leo", "gregory", "ramesses", "wilhelm",
    };

    [GeneratedRegex(@"\G(?<year>[12]\d{3})-(?<month>[01]\d)-(?<day>[0-3]\d)(?!\d)")]
    private static partial Regex IsoDate();

    [GeneratedRegex(@"\G(?<month>" + MonthName + @")\b\.? (?<day>\d{1,2})(?:st|nd|rd|th)?\b(?![:.%]\d)(?:,? (?<year>[12]\d{3})\b)?")]
    private static partial Regex MonthFirst();

    [GeneratedRegex(@"\G(?<dayfirst>)(?<day>\d{1,2})(?:st|nd|rd|th)? (?:of )?(?<month>" + MonthName + @")\b\.?(?:,? (?<year>[12]\d{3})\b)?")]
    private static partial Regex DayFirst();

    [GeneratedRegex(@"\G(?<month>\d{1,2})/(?<day>\d{1,2})/(?<year>\d{4}|\d{2})(?![\d/])")]
    private static partial Regex SlashDate();

    [GeneratedRegex(@"\G(?<hours>[01]?\d|2[0-3]):(?<minutes>[0-5]\d)(?::(?<seconds>[0-5]\d))?(?:\s?(?<half>[aApP])\.?[mM](?:\.|\b))?(?![\d:])")]
    private static partial Regex ClockTime();

    [GeneratedRegex(@"\G(?<hours>1[0-2]|[1-9])\s?(?<half>[aApP])(?:\.[mM]\.|[mM]\b)")]
    private static partial Regex HourOnly();

    [GeneratedRegex(@"\G(\d{1,6}(?:\.\d{1,6})?):(\d{1,6}(?:\.\d{1,6})?)(?![\d:])")]
    private static partial Regex Ratio();

    [GeneratedRegex(@"\G\d{4}(?![\d,]*\d|\.\d|%|\p{L})")]
    private static partial Regex FourDigits();

    // "1950 tokens" is a count: a plural noun follows directly.
    [GeneratedRegex(@"\G[ \u00A0][a-z]{2,20}(?<!ss|us|is|wa|ha|doe)s\b(?<! (?:was|has|does|is|its|this|as|us))")]
    private static partial Regex CountedThing();

    [GeneratedRegex(@"\G[IVXLC]{1,7}\b(?!['’.]\w)")]
    private static partial Regex RomanNumeral();
}
