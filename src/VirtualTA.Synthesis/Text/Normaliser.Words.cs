using System.Text.RegularExpressions;
using VirtualTA.Core.Pronunciation;

namespace VirtualTA.Synthesis.Text;

/// <content>Words, acronyms, abbreviations and names with digits.</content>
public sealed partial class Normaliser
{
    private static int TryDottedAcronym(string text, int position, SpeechBuilder speech)
    {
        Match match = DottedAcronym().Match(text, position);
        if (!match.Success || (position > 0 && char.IsLetterOrDigit(text[position - 1])))
        {
            return 0;
        }

        string spoken = match.Value.ToLowerInvariant() switch
        {
            "e.g." or "e.g" => "for example",
            "i.e." or "i.e" => "that is",
            "w.r.t." => "with respect to",
            "s.t." => "such that",
            _ => "",
        };
        speech.At(position, match.Length);
        if (spoken.Length > 0)
        {
            speech.Say(spoken);
        }
        else
        {
            speech.Spell(match.Value);
        }

        // The stop of "the U.S." at the end of a sentence ends the sentence as well.
        if (IsEnd(text, position + match.Length) && match.Value.EndsWith('.'))
        {
            speech.Mark(PhoneSet.Stop);
        }

        return match.Length;
    }

    private static int TryAbbreviation(string text, int position, SpeechBuilder speech)
    {
        Match match = Abbreviation().Match(text, position);
        if (!match.Success || !SpokenTables.Abbreviations.TryGetValue(match.Groups[1].Value, out string? spoken))
        {
            return 0;
        }

        int end = position + match.Length;
        bool hasStop = match.Value.EndsWith('.');
        char next = CharAt(text, SkipBlank(text, end));
        if (SpokenTables.OnlyBeforeNumbers.Contains(match.Groups[1].Value) ? !hasStop || !char.IsAsciiDigit(next) : !hasStop && match.Groups[1].Value is not ("vs" or "wrt" or "iff" or "Dr" or "Mr" or "Mrs" or "Prof" or "approx" or "etc" or "avg" or "dept"))
        {
            return 0;
        }

        // "Main St." is a street, "St. Andrews" a saint.
        if (spoken == "saint" && !char.IsUpper(next))
        {
            spoken = "street";
        }

        speech.At(position, match.Length).Say(spoken);
        if (hasStop && IsEnd(text, end))
        {
            speech.Mark(PhoneSet.Stop);
        }

        return match.Length;
    }

    private int TryWord(string text, int position, SpeechBuilder speech)
    {
        Match match = Word().Match(text, position);
        if (!match.Success)
        {
            return 0;
        }

        // "Δx" is two symbols, "μία" is a word of another script.
        if (SpokenTables.Greek.ContainsKey(text[position]) && ContainsLatin(match.Value))
        {
            return TryScript(text, position, speech);
        }

        string written = match.Value;
        string word = AsciiLetters.Fold(written);
        if (word.EndsWith('\'') && !word.EndsWith("s'", StringComparison.OrdinalIgnoreCase))
        {
            word = word.TrimEnd('\'');
        }

        int taken = written.Length;
        speech.At(position, taken);
        if (word.Length == 0)
        {
            return 0;
        }

        if (word.Length == 1)
        {
            return SaySingleLetter(text, position, word[0], speech) ? taken : 0;
        }

        if (!ContainsLatin(word))
        {
            return TryScript(text, position, speech);
        }

        if (word.Contains('-', StringComparison.Ordinal) && !IsListed(word))
        {
            SayHyphenated(text, position, word, speech);
        }
        else
        {
            SayMixed(word, speech);
        }

        return taken;
    }

    private void SayHyphenated(string text, int position, string word, SpeechBuilder speech)
    {
        string[] parts = word.Split('-', StringSplitOptions.RemoveEmptyEntries);
        int offset = position;
        for (int index = 0; index < parts.Length; index++)
        {
            int at = text.IndexOf(parts[index], offset, StringComparison.Ordinal);
            offset = at < 0 ? offset : at;
            speech.At(offset, parts[index].Length);
            bool afterVariable = index > 0 && parts[index - 1].Length == 1 && char.IsAsciiLetterLower(parts[index - 1][0]);
            if (afterVariable && (char.IsAsciiDigit(parts[index][0]) || (parts[index].Length == 1 && parts.Length == 2)))
            {
                speech.Say("minus");
            }

            if (parts[index].Length == 1 && char.IsAsciiLetter(parts[index][0]))
            {
                speech.Letter(parts[index][0]);
            }
            else
            {
                SayMixed(parts[index], speech);
            }

            offset += parts[index].Length;
        }
    }

    // A word of letters, or letters and digits as in "GPT4", "H100" or "getUserMedia2".
    private void SayMixed(string word, SpeechBuilder speech)
    {
        if (IsListed(word))
        {
            speech.Say(word);
            return;
        }

        foreach (Match piece in Pieces().Matches(word))
        {
            if (piece.Value == "'s" && speech.TryAppend("'s"))
            {
                continue;
            }

            if (char.IsAsciiDigit(piece.Value[0]))
            {
                bool pairs = piece.Length == 4 && !piece.Value.Contains('.', StringComparison.Ordinal) && piece.Value[0] != '0' && !piece.Value.EndsWith("00", StringComparison.Ordinal);
                speech.Say(pairs ? $"{NumberWords.Cardinal(piece.ValueSpan[..2])} {(piece.Value[2] == '0' ? "oh " : "")}{NumberWords.Cardinal(piece.ValueSpan[2..].TrimStart('0'))}" : NumberWords.DecimalNumber(piece.Value));
            }
            else if (piece.Length == 1)
            {
                if (char.IsAsciiLetter(piece.Value[0]))
                {
                    speech.Letter(piece.Value[0]);
                }
            }
            else
            {
                speech.Say(piece.Value);
            }
        }
    }

    private static bool SaySingleLetter(string text, int position, char letter, SpeechBuilder speech)
    {
        if (SpokenTables.Greek.TryGetValue(letter, out string? greek))
        {
            speech.Say(greek);
            return true;
        }

        if (!char.IsAsciiLetter(letter))
        {
            return false;
        }

        string before = speech.Last is { Kind: SpeechItemKind.Word } last ? last.Text : "";
        char next = CharAt(text, SkipBlank(text, position + 1));
        char previous = position == 0 ? '\0' : CharAt(text, text[position - 1] == ' ' ? position - 2 : position - 1);
        bool isSymbol = letter is not ('a' or 'A') || Named.Contains(before) || next is '=' or '+' or '^' or '<' or '>' or '≤' or '≥' or '×' or '²' or '³' or '/' or ')' or ']' or '|' or '.' or ','
            || previous is '=' or '+' or '^' or '<' or '>' or '≤' or '≥' or '×' or '/' or '|' or '(' && next is not '(';
        if (isSymbol && !(letter == 'I'))
        {
            speech.Letter(letter);
        }
        else
        {
            speech.Say(letter.ToString());
        }

        return true;
    }

    // Whether the dictionary or a list has this very spelling, so that it is not taken apart: "McDonald", "PyTorch".
    private bool IsListed(string word)
    {
        pronouncer.Pronounce(word, out PronunciationSource source);
        return source is PronunciationSource.Override or PronunciationSource.TechnicalTerms or PronunciationSource.Dictionary
            || (source is not PronunciationSource.LetterToSound && word.All(char.IsAsciiLetter) && !word.Skip(1).Any(char.IsAsciiLetterUpper));
    }

    private static bool ContainsLatin(string word) => word.Any(letter => char.IsAsciiLetter(letter));

    private static readonly HashSet<string> Named = new(StringComparer.OrdinalIgnoreCase)
    {
        "variable", "matrix", "vector", "set", "point", "node", "class", "type", "letter", "option", "part", "plan", "vitamin", "grade", "constant", "case", "group", "step", "figure", "section", "appendix", "versus",
    };

    [GeneratedRegex(@"\G(?:[A-Za-z]\.){2,6}(?![A-Za-z])|\G(?:e\.g|i\.e)(?=[,\s])")]
    private static partial Regex DottedAcronym();

    [GeneratedRegex(@"\G([A-Za-z]{1,6})\.?(?![\p{L}\p{Nd}'’-])")]
    private static partial Regex Abbreviation();

    [GeneratedRegex(@"\G['’]?[\p{Lu}\p{Ll}\p{Lt}\p{Lo}](?:[\p{Lu}\p{Ll}\p{Lt}\p{Lo}\p{M}\p{Nd}'’]|(?<=\p{Nd})\.(?=\p{Nd})|[-‐‑](?=[\p{L}\p{Nd}])){0,120}")]
    private static partial Regex Word();

    [GeneratedRegex(@"\d+(?:\.\d+)?|[A-Z]{2,}s?(?![a-z])|[A-Z]?[a-z']+|[A-Z]+(?![a-z])|[A-Za-z]")]
    private static partial Regex Pieces();
}
