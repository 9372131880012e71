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

        var word = IrregularForms.BaseOf(lowerCaseWord);

        // "tried" and "cries": Porter's rule for longer words would make them "tri" and "cri".
        if (word.Length == 5 && (word.EndsWith("ied", StringComparison.Ordinal) || word.EndsWith("ies", StringComparison.Ordinal)))
        {
            word = word[..2] + 'y';
        }

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
