using System.Text.RegularExpressions;
using VirtualTA.Knowledge.Ingestion;
using VirtualTA.Knowledge.Language;

namespace VirtualTA.Knowledge.Answering;

/// <summary>Recognises the forms in which people, moments and quantities stand in a sentence, written or spoken.</summary>
internal static partial class FactForms
{
    private const string Unit = "one|two|three|four|five|six|seven|eight|nine";
    private const string Teen = "ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen";
    private const string Ten = "twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety";
    private const string SpokenYear = $"(?:(?:{Teen}|twenty) (?:(?:oh|hundred)(?: and)?(?: (?:{Unit}))?|(?:{Teen})|(?:{Ten})(?:s| (?:{Unit}))?)|two thousand(?: and)?(?: (?:{Unit}|{Teen}|{Ten}(?: (?:{Unit}))?))?)";

    /// <summary>True if a date, a year or a time of day is named.</summary>
    public static bool HasMoment(string text) => Moment().IsMatch(text);

    /// <summary>True if a year is named, in figures or in words.</summary>
    public static bool HasYear(string text) => Year().IsMatch(text);

    /// <summary>The text without its years and dates, which are no quantities.</summary>
    public static string WithoutYears(string text) => DatedYear().Replace(text, " ");

    /// <summary>True if the sentence names a person.</summary>
    public static bool HasPerson(string text, BlockKind kind)
    {
        // "Edsger Dijkstra" is a person, "Slow Start" on a slide in title case is none.
        if (kind != BlockKind.Speech && CapitalNames().Matches(text).Any(m => m.Value.Split(' ').Any(w => GivenNames.Contains(w.ToLowerInvariant()) || IsUnlisted(w))))
        {
            return true;
        }

        var words = text.Split(' ');
        for (var i = 0; i < words.Length; i++)
        {
            var word = SpeechCleaner.Bare(words[i]).ToLowerInvariant();
            var next = i + 1 < words.Length ? SpeechCleaner.Bare(words[i + 1]).ToLowerInvariant() : "";
            if (GivenNames.Contains(word) && next.Length > 1 && (!StopWords.IsFunction(next) || next is "of" or "the" or "who"))
            {
                return true;
            }

            if (GivenNames.IsTitle(word) && next.Length > 2 && (GivenNames.Contains(next) || !RelatedWords.IsListed(next)) && !StopWords.IsFunction(next))
            {
                return true;
            }
        }

        return kind != BlockKind.Speech ? CapitalWord().IsMatch(text) : ByName(words);
    }

    /// <summary>The units in which the answer to a "how long", "how big", "how fast" question is given; null if any number will do.</summary>
    public static Regex? UnitsFor(string lowerQuestion) =>
        Duration().IsMatch(lowerQuestion) ? DurationUnits()
        : Size().IsMatch(lowerQuestion) ? SizeUnits()
        : Speed().IsMatch(lowerQuestion) ? SpeedUnits()
        : Money().IsMatch(lowerQuestion) ? MoneyUnits()
        : null;

    // "… by kamerlingh": what English has no entry for, after "by", is most likely a name.
    private static bool ByName(string[] words)
    {
        for (var i = 0; i + 2 < words.Length; i++)
        {
            if (words[i] is "by" or "from" && IsUnlisted(words[i + 1]) && (IsUnlisted(words[i + 2]) || words[i + 2] is "in" or "and" or "at" or "of" or "who" or "he" or "she"))
            {
                return true;
            }

            if (IsUnlisted(words[i]) && words[i + 1] is "he" or "she" or "who")
            {
                return true;
            }

            if (IsUnlisted(words[i]) && words[i + 1] is "and" && IsUnlisted(words[i + 2]))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsUnlisted(string word)
    {
        word = SpeechCleaner.Bare(word).ToLowerInvariant();
        return word.Length > 3 && word.All(char.IsLetter) && !StopWords.IsFunction(word) && !RelatedWords.IsListed(word) && RelatedWords.Find(TermAnalyzer.Normalize(word)) is null;
    }

    [GeneratedRegex($@"\b(?:1\d{{3}}|20\d{{2}})\b|\b{SpokenYear}\b|\b(?:in|of) (?:{Ten}) (?:{Unit})\b", RegexOptions.IgnoreCase)]
    private static partial Regex Year();

    [GeneratedRegex($@"\b(?:1\d{{3}}|20\d{{2}})\b|(?<=\b(?:in|by|from|since|until|till|around|before|after|late|early|the|of|january|february|march|april|may|june|july|august|september|october|november|december|day|\w+(?:st|nd|rd|th)) ){SpokenYear}\b|(?<=[a-z]{{4,}} ){SpokenYear}(?= (?:he|she|they|we|and|the|said|with|it|which)\b)|\b(?:{Teen}) (?:oh (?:{Unit})|(?:{Ten})(?: (?:{Unit}))?)\b(?! (?:dollars|euros|pounds|cents|percent|times|people|hertz|degrees)\b)", RegexOptions.IgnoreCase)]
    private static partial Regex DatedYear();

    [GeneratedRegex($@"\b(?:1\d{{3}}|20\d{{2}})\b|\b{SpokenYear}\b|\b(?:in|of) (?:{Ten}) (?:{Unit})\b|\b(?:january|february|march|april|june|july|august|september|october|november|december|monday|tuesday|wednesday|thursday|friday|saturday|sunday|century|\d+ (?:bc|ad|bce|ce)|years ago|noon|midnight|o'clock|\d{{1,2}}(?::\d{{2}})? ?(?:am|pm|p\.m|a\.m))\b", RegexOptions.IgnoreCase)]
    private static partial Regex Moment();

    [GeneratedRegex(@"\b(?:[A-Z]\. ?)*[A-Z][\w’'-]+ (?:[A-Z]\. ?)*(?:van |von |de |der )*[A-Z][\w’'-]+|\b[A-Z]\. ?[A-Z][a-z]+")]
    private static partial Regex CapitalNames();

    [GeneratedRegex(@"(?<=[a-z,(] \(?)[A-Z][a-zé]{2,}|\bby [A-Z][a-z]+|\([A-Z][a-z]+")]
    private static partial Regex CapitalWord();

    [GeneratedRegex(@"\bhow long\b|\bhow old\b|\bhow many (?:years|days|hours|minutes|seconds|weeks|months)\b|\bduration\b")]
    private static partial Regex Duration();

    [GeneratedRegex(@"\b(?:nano|micro|milli)?(?:seconds?|minutes?|hours?|days?|weeks?|months?|years?)\b|\b\d+ ?[mµn]?s\b|\bcentur|\b(?:pages?|words?|characters|bits|bytes|(?:kilo|centi|milli|micro|nano)?met(?:er|re)s?|miles|km)\b|\blifetime", RegexOptions.IgnoreCase)]
    private static partial Regex DurationUnits();

    [GeneratedRegex(@"\bhow (?:big|large|small|wide|deep|high|tall|thick|far|heavy)\b|\b(?:size|width|depth|height|distance|weight|mass) of\b")]
    private static partial Regex Size();

    [GeneratedRegex(@"\b(?:nano|micro|milli|centi|kilo)?(?:met(?:er|re)s?|grams?)\b|\b(?:kilo|mega|giga|tera)?(?:bytes?|bits?)\b|\b(?:[KMGT]i?B|[kcmnµ]m|kg|feet|foot|inch(?:es)?|miles?|tons?|tonnes?|pounds?|light years?|degrees|times|percent|entries|pages|euros?|dollars?|million|billion|half|third|quarter)\b|%|€|\$", RegexOptions.IgnoreCase)]
    private static partial Regex SizeUnits();

    [GeneratedRegex(@"\bhow (?:fast|quick(?:ly)?|slow(?:ly)?|often|frequent(?:ly)?)\b|\b(?:speed|frequency|rate) of\b")]
    private static partial Regex Speed();

    [GeneratedRegex(@"\b(?:per|a|every|each) (?:milli)?(?:seconds?|minutes?|hours?|days?|weeks?|months?|years?|century)\b|\bevery\b|\btimes\b|\b(?:milli|micro)?seconds?\b|\bpercent\b|\byears\b|/s\b|\d ?ms\b|\b[kmg]?hz\b|\bhertz\b|%", RegexOptions.IgnoreCase)]
    private static partial Regex SpeedUnits();

    [GeneratedRegex(@"\bhow (?:expensive|cheap|costly)\b|\bhow much (?:money|did|does|do) .*\b(?:cost|pay|spend|earn|worth)|\bprice of\b|\bhow much (?:\w+ )?(?:money|reward|pay|rent|wages?|salary|compensation|damages|tax|taxes|interest|profit|debt|fine|fee)\b")]
    private static partial Regex Money();

    [GeneratedRegex(@"\b(?:dollars?|euros?|pounds?|cents?|guilders|francs|yen|marks|million|billion|percent|cost|price|as much as|free)\b|[$€£]", RegexOptions.IgnoreCase)]
    private static partial Regex MoneyUnits();
}
