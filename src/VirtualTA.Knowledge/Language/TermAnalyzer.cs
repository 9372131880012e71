using System.Collections.Concurrent;
using System.Text;

namespace VirtualTA.Knowledge.Language;

/// <summary>A searchable term of a text.</summary>
/// <param name="Value">Normalised stem.</param>
/// <param name="Word">The word in lower case before stemming.</param>
/// <param name="Position">Number of the word in the text; the parts of a compound share one position.</param>
/// <param name="IsPart">True for the parts of a compound such as "vq" in "VQ-VAE".</param>
internal readonly record struct Term(string Value, string Word, int Position, bool IsPart);

/// <summary>Splits text into searchable terms: stems, acronyms, symbols, numbers.</summary>
internal static class TermAnalyzer
{
    private const int LongestWord = 64;
    private const int StemCacheCapacity = 200_000;
    private static readonly ConcurrentDictionary<string, string> StemCache = new(StringComparer.Ordinal);

    private static readonly Dictionary<string, string> Canonical = new(StringComparer.Ordinal)
    {
        ["kilohertz"] = "khz",
        ["hertz"] = "hz",
        ["megahertz"] = "mhz",
        ["gigahertz"] = "ghz",
        ["milliseconds"] = "ms",
        ["millisecond"] = "ms",
        ["msec"] = "ms",
        ["microseconds"] = "us",
        ["sec"] = "second",
        ["secs"] = "second",
        ["min"] = "minute",
        ["mins"] = "minute",
        ["kilobits"] = "kbit",
        ["kilobit"] = "kbit",
        ["kbps"] = "kbit",
        ["kilometres"] = "km",
        ["kilometers"] = "km",
        ["kilometre"] = "km",
        ["kilometer"] = "km",
        ["kilograms"] = "kg",
        ["kilogram"] = "kg",
        ["centimetres"] = "cm",
        ["centimeters"] = "cm",
        ["two"] = "2",
        ["three"] = "3",
        ["four"] = "4",
        ["five"] = "5",
        ["six"] = "6",
        ["seven"] = "7",
        ["eight"] = "8",
        ["nine"] = "9",
        ["ten"] = "10",
        ["eleven"] = "11",
        ["twelve"] = "12",
        ["thirteen"] = "13",
        ["fourteen"] = "14",
        ["fifteen"] = "15",
        ["sixteen"] = "16",
        ["seventeen"] = "17",
        ["eighteen"] = "18",
        ["nineteen"] = "19",
        ["twenty"] = "20",
        ["thirty"] = "30",
        ["forty"] = "40",
        ["fifty"] = "50",
        ["sixty"] = "60",
        ["seventy"] = "70",
        ["eighty"] = "80",
        ["ninety"] = "90",
        ["alpha"] = "α",
        ["beta"] = "β",
        ["gamma"] = "γ",
        ["lambda"] = "λ",
        ["sigma"] = "σ",
        ["theta"] = "θ",
        ["mu"] = "µ",
        ["data"] = "data",
        ["children"] = "child",
        ["people"] = "person",
        ["men"] = "man",
        ["women"] = "woman",
        ["chose"] = "choose",
        ["chosen"] = "choose",
        ["began"] = "begin",
        ["begun"] = "begin",
        ["wrote"] = "write",
        ["written"] = "write",
        ["found"] = "find",
        ["built"] = "build",
        ["learnt"] = "learn",
        ["taught"] = "teach",
        ["grew"] = "grow",
        ["grown"] = "grow",
        ["fell"] = "fall",
        ["fallen"] = "fall",
        ["rose"] = "rise",
        ["risen"] = "rise",
        ["kept"] = "keep",
        ["held"] = "hold",
        ["lost"] = "lose",
        ["sent"] = "send",
        ["spent"] = "spend",
        ["took"] = "take",
        ["taken"] = "take",
        ["gave"] = "give",
        ["given"] = "give",
        ["saw"] = "see",
        ["seen"] = "see",
        ["knew"] = "know",
        ["known"] = "know",
        ["broke"] = "break",
        ["broken"] = "break",
        ["spoke"] = "speak",
        ["spoken"] = "speak",
        ["drew"] = "draw",
        ["drawn"] = "draw",
        ["ran"] = "run",
        ["fastest"] = "fast",
        ["faster"] = "fast",
        ["slower"] = "slow",
        ["slowest"] = "slow",
        ["larger"] = "large",
        ["largest"] = "large",
        ["bigger"] = "big",
        ["biggest"] = "big",
        ["smaller"] = "small",
        ["smallest"] = "small",
        ["higher"] = "high",
        ["highest"] = "high",
        ["lower"] = "low",
        ["lowest"] = "low",
        ["longer"] = "long",
        ["longest"] = "long",
        ["shorter"] = "short",
        ["older"] = "old",
        ["better"] = "good",
        ["best"] = "good",
        ["worse"] = "bad",
        ["worst"] = "bad",
        ["speech"] = "speech",
    };

    /// <summary>All terms of <paramref name="text"/> in order, function words left out.</summary>
    public static List<Term> Analyze(string text)
    {
        var terms = new List<Term>(text.Length / 6);
        var position = 0;
        var index = 0;
        while (index < text.Length)
        {
            var current = text[index];
            if (current == '%')
            {
                terms.Add(new Term("percent", "percent", position++, false));
                index++;
                continue;
            }

            if (!char.IsLetterOrDigit(current))
            {
                index++;
                continue;
            }

            var end = EndOfWord(text, index);
            AddWord(text.AsSpan(index, Math.Min(end - index, LongestWord)), terms, ref position);
            index = end;
        }

        return terms;
    }

    /// <summary>The stem under which a word is indexed.</summary>
    public static string Normalize(string lowerCaseWord)
    {
        if (StemCache.TryGetValue(lowerCaseWord, out var known))
        {
            return known;
        }

        var word = IrregularForms.BaseOf(Canonical.GetValueOrDefault(lowerCaseWord, lowerCaseWord));
        var stem = PorterStemmer.Stem(Americanize(word));
        if (StemCache.Count < StemCacheCapacity)
        {
            StemCache.TryAdd(lowerCaseWord, stem);
        }

        return stem;
    }

    private static int EndOfWord(string text, int start)
    {
        var end = start;
        while (end < text.Length)
        {
            var current = text[end];
            if (char.IsLetterOrDigit(current) || char.GetUnicodeCategory(current) == System.Globalization.UnicodeCategory.NonSpacingMark)
            {
                end++;
                continue;
            }

            var next = end + 1 < text.Length ? text[end + 1] : ' ';
            if (current is '-' or '_' or '\'' or '’' or '^' or '.' or '/' or '‑' && char.IsLetterOrDigit(next)
                && (current is not '.' || char.IsDigit(next) || (end - start == 1 && char.IsLetter(next))))
            {
                end++;
                continue;
            }

            if (current == ',' && char.IsDigit(text[end - 1]) && HasThreeDigits(text, end + 1))
            {
                end++;
                continue;
            }

            if (current == '(' && end - start == 1 && ClosesSoon(text, end, out var close))
            {
                return close + 1;
            }

            if (current is '+' or '#' && end - start <= 2)
            {
                end++;
                continue;
            }

            break;
        }

        return end;
    }

    private static bool HasThreeDigits(string text, int index) =>
        index + 3 <= text.Length && char.IsDigit(text[index]) && char.IsDigit(text[index + 1]) && char.IsDigit(text[index + 2])
        && (index + 3 == text.Length || !char.IsDigit(text[index + 3]));

    // "O(n²)" and "f(x)" are one symbol; "a (very long remark)" is not.
    private static bool ClosesSoon(string text, int open, out int close)
    {
        close = text.IndexOf(')', open);
        return close > open + 1 && close - open <= 12;
    }

    private static void AddWord(ReadOnlySpan<char> raw, List<Term> terms, ref int position)
    {
        var word = Fold(raw);
        if (word.Length == 0 || StopWords.IsFunction(word))
        {
            position++;
            return;
        }

        if (word.Contains('(', StringComparison.Ordinal))
        {
            terms.Add(new Term(word.Replace(" ", "", StringComparison.Ordinal), word, position++, false));
            return;
        }

        var apostrophe = word.IndexOf('\'', StringComparison.Ordinal);
        if (apostrophe > 0)
        {
            word = word[..apostrophe];
        }

        if (word.AsSpan().IndexOfAny("-_/^.") < 0 || IsDecimal(word))
        {
            AddSimple(word, terms, position, isPart: false);
            position++;
            return;
        }

        var joined = new StringBuilder(word.Length);
        var parts = word.Split(['-', '_', '/', '.'], StringSplitOptions.RemoveEmptyEntries);
        foreach (var part in parts)
        {
            joined.Append(part);
        }

        terms.Add(new Term(Normalize(joined.ToString()), joined.ToString(), position, false));
        if (parts.Length > 1)
        {
            foreach (var part in parts)
            {
                if (!StopWords.IsFunction(part))
                {
                    AddSimple(part, terms, position, isPart: true);
                }

                position++;
            }
        }
        else
        {
            position++;
        }
    }

    private static void AddSimple(string word, List<Term> terms, int position, bool isPart)
    {
        terms.Add(new Term(Normalize(word), word, position, isPart));
        if (!char.IsDigit(word[0]) || char.IsDigit(word[^1]))
        {
            return;
        }

        // "16kHz" is found by "16 kHz" and the other way round.
        var letters = 0;
        while (char.IsDigit(word[letters]) || word[letters] == '.')
        {
            letters++;
        }

        terms.Add(new Term(word[..letters], word[..letters], position, true));
        terms.Add(new Term(Normalize(word[letters..]), word[letters..], position, true));
    }

    private static bool IsDecimal(string word) => word.All(c => char.IsDigit(c) || c == '.');

    private static string Fold(ReadOnlySpan<char> raw)
    {
        var folded = new StringBuilder(raw.Length);
        foreach (var current in raw)
        {
            switch (current)
            {
                case '’':
                    folded.Append('\'');
                    break;
                case '‑':
                    folded.Append('-');
                    break;
                case '¹' or '²' or '³':
                    folded.Append('^').Append(current == '¹' ? '1' : current == '²' ? '2' : '3');
                    break;
                case ',' or ' ':
                    break;
                case 'μ':
                    folded.Append('µ');
                    break;
                default:
                    folded.Append(Unaccented(char.ToLowerInvariant(current)));
                    break;
            }
        }

        return folded.ToString();
    }

    private static char Unaccented(char letter) => letter switch
    {
        'à' or 'á' or 'â' or 'ã' or 'ä' or 'å' => 'a',
        'è' or 'é' or 'ê' or 'ë' => 'e',
        'ì' or 'í' or 'î' or 'ï' => 'i',
        'ò' or 'ó' or 'ô' or 'õ' or 'ö' or 'ø' => 'o',
        'ù' or 'ú' or 'û' or 'ü' => 'u',
        'ç' => 'c',
        'ñ' => 'n',
        _ => letter,
    };

    private static string Americanize(string word)
    {
        if (word.Length < 5)
        {
            return word;
        }

        var spelled = word.Replace("isation", "ization", StringComparison.Ordinal);
        foreach (var ending in (ReadOnlySpan<string>)["ise", "ised", "ises", "ising", "iser", "isers", "yse", "ysed", "ysing"])
        {
            if (spelled.EndsWith(ending, StringComparison.Ordinal))
            {
                return string.Concat(spelled.AsSpan(0, spelled.Length - ending.Length + 1), "z", spelled.AsSpan(spelled.Length - ending.Length + 2));
            }
        }

        if (spelled.EndsWith("our", StringComparison.Ordinal) || spelled.EndsWith("ours", StringComparison.Ordinal))
        {
            return spelled.Replace("our", "or", StringComparison.Ordinal);
        }

        return spelled.EndsWith("tre", StringComparison.Ordinal) ? spelled[..^2] + "er" : spelled.Replace("ogue", "og", StringComparison.Ordinal);
    }
}
