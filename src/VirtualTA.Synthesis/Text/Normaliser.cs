using System.Globalization;
using System.Text.RegularExpressions;
using VirtualTA.Core.Pronunciation;

namespace VirtualTA.Synthesis.Text;

/// <summary>
/// Turns written English into what is spoken: numbers, dates, units, money, formulae, code, addresses, abbreviations.
/// </summary>
/// <remarks>
/// One pass from left to right: at each position the first rule that matches says its words and consumes its span. All
/// patterns are anchored and bounded, so that the time is linear in the text. Never throws for any text. Stateless.
/// </remarks>
public sealed partial class Normaliser(Pronouncer pronouncer)
{
    private delegate int Rule(string text, int position, SpeechBuilder speech);

    /// <summary>Normalises a clause, sentence or longer text.</summary>
    public NormalisedText Normalise(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        SpeechBuilder speech = new();
        for (int position = 0; position < text.Length;)
        {
            position += Math.Max(1, Step(text, position, speech));
        }

        return speech.Build();
    }

    private int Step(string text, int position, SpeechBuilder speech)
    {
        char here = text[position];
        if (char.IsWhiteSpace(here))
        {
            return 1;
        }

        if (char.IsAsciiDigit(here) || ((here is '.' or '-' or '−' or '+' or '~' or '≈' or '#') && IsDigitAt(text, position + 1)))
        {
            return First(text, position, speech, TrySignedNumber, TryDate, TryTime, TryFileOrAddress, TryQuantity);
        }

        if (here is '$' or '€' or '£' or '¥' && IsDigitAt(text, SkipBlank(text, position + 1)))
        {
            return First(text, position, speech, TryMoney);
        }

        if (char.IsLetter(here) || here is '_' or '.' or '\'' or '’')
        {
            int taken = First(text, position, speech, TryFileOrAddress, TryDate, TryDottedAcronym, TryAbbreviation, TryRoman, TryCode, TryWord);
            if (taken > 0)
            {
                return taken;
            }
        }

        return First(text, position, speech, TryLatex, TryOperator, TryScript, TryPunctuation, DropUnknown);
    }

    private static int First(string text, int position, SpeechBuilder speech, params ReadOnlySpan<Rule> rules)
    {
        foreach (Rule rule in rules)
        {
            int taken = rule(text, position, speech);
            if (taken > 0)
            {
                return taken;
            }
        }

        return 0;
    }

    private static int TryPunctuation(string text, int position, SpeechBuilder speech)
    {
        speech.At(position, 1);
        switch (text[position])
        {
            case ',' or '،' or '、' or '，' or '•' or '‣':
                return Marked(speech, PhoneSet.Comma, 1);
            case ';':
                return Marked(speech, PhoneSet.Semicolon, 1);
            case ':':
                return Marked(speech, PhoneSet.Colon, 1);
            case '!' or '！' or '¡':
                return Marked(speech, PhoneSet.Exclamation, 1);
            case '?' or '？' or '¿' or '؟':
                return Marked(speech, PhoneSet.Question, 1);
            case '…':
                return Marked(speech, IsEnd(text, position + 1) ? PhoneSet.Stop : PhoneSet.Dash, 1);
            case '.' when text.AsSpan(position).StartsWith("..."):
                int dots = text.AsSpan(position).IndexOfAnyExcept('.');
                dots = dots < 0 ? text.Length - position : dots;
                return Marked(speech, IsEnd(text, position + dots) ? PhoneSet.Stop : PhoneSet.Dash, dots);
            case '.' or '。' or '．':
                return Marked(speech, PhoneSet.Stop, 1);
            case '—' or '–' or '―':
                return Marked(speech, PhoneSet.Dash, 1);
            case '-' when IsBlankAt(text, position - 1) && IsBlankAt(text, position + 1):
                return Marked(speech, PhoneSet.Dash, 1);
            case '-' when text.AsSpan(position).StartsWith("--"):
                return Marked(speech, PhoneSet.Dash, 2);
            case '/' when char.IsLetterOrDigit(CharAt(text, position + 1)) && char.IsLetterOrDigit(CharAt(text, position - 1)):
                speech.Say(IsOperandBefore(text, position) && IsOperandAfter(text, position + 1) ? "over" : "slash");
                return 1;
            case '(':
                return OpenBracket(text, position, speech);
            case '[':
                return CitationMark().Match(text, position) is { Success: true } citation ? Dropped(speech, "citation mark", citation.Length) : OpenBracket(text, position, speech);
            case ')' or ']':
                return speech.CloseBracket() ? 1 : Marked(speech, PhoneSet.Comma, 1);
            case '"' or '“' or '”' or '„' or '«' or '»' or '\'' or '’' or '‘' or '`' or '*' or '#' or '_' or '{' or '}' or '|' or '~' or '^' or '-' or '$' or '‐' or '‑' or '/' or '\\' or '<' or '>' or '´':
                return 1;
            default:
                return 0;
        }
    }

    private static int OpenBracket(string text, int position, SpeechBuilder speech)
    {
        char close = text[position] == '(' ? ')' : ']';
        if (CharAt(text, position + 1) == close)
        {
            return 2;
        }

        SpeechItem? last = speech.Last;
        bool isCall = position > 0 && !char.IsWhiteSpace(text[position - 1]) && last is { Kind: not SpeechItemKind.Mark }
            && (last.Value.Kind == SpeechItemKind.Letter || SpokenTables.Functions.Contains(last.Value.Text) || SpokenTables.Greek.ContainsValue(last.Value.Text)
                || (last.Value.Length > last.Value.Text.Length && char.IsLetter(text[position - 1])));
        speech.OpenBracket(isCall);
        return isCall ? Said(speech, close == ')' ? "of" : "sub", 1) : Marked(speech, PhoneSet.Comma, 1);
    }

    private static int DropUnknown(string text, int position, SpeechBuilder speech)
    {
        char here = text[position];
        int length = char.IsHighSurrogate(here) && position + 1 < text.Length && char.IsLowSurrogate(text[position + 1]) ? 2 : 1;
        UnicodeCategory category = CharUnicodeInfo.GetUnicodeCategory(text, position);
        string reason = category switch
        {
            UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned or UnicodeCategory.Surrogate => "control character",
            UnicodeCategory.OtherSymbol or UnicodeCategory.ModifierSymbol => "symbol or emoji",
            UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.SpacingCombiningMark => "combining mark",
            UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.OtherLetter or UnicodeCategory.ModifierLetter or UnicodeCategory.DecimalDigitNumber or UnicodeCategory.OtherNumber => "other script",
            _ => "symbol or emoji",
        };
        return Dropped(speech, reason, length);
    }

    private static int Marked(SpeechBuilder speech, byte mark, int length)
    {
        speech.Mark(mark);
        return length;
    }

    private static int Said(SpeechBuilder speech, string words, int length)
    {
        speech.Say(words);
        return length;
    }

    private static int Dropped(SpeechBuilder speech, string reason, int length)
    {
        speech.Drop(reason);
        return length;
    }

    private static char CharAt(string text, int position) => position >= 0 && position < text.Length ? text[position] : '\0';

    private static bool IsDigitAt(string text, int position) => char.IsAsciiDigit(CharAt(text, position));

    private static bool IsBlankAt(string text, int position) => position < 0 || position >= text.Length || char.IsWhiteSpace(text[position]);

    private static bool IsEnd(string text, int position) => text.AsSpan(Math.Min(position, text.Length)).IsWhiteSpace();

    private static int SkipBlank(string text, int position) => CharAt(text, position) == ' ' ? position + 1 : position;

    // An operand is a number, a single letter, or something in brackets.
    private static bool IsOperandBefore(string text, int position)
    {
        int end = position - 1;
        while (end >= 0 && text[end] == ' ')
        {
            end--;
        }

        char last = CharAt(text, end);
        return last is ')' or ']' or '}' or '²' or '³' || char.IsAsciiDigit(last) || SpokenTables.Greek.ContainsKey(last)
            || (char.IsLetter(last) && !char.IsLetter(CharAt(text, end - 1)) && CharAt(text, end - 1) is not ('\'' or '’'));
    }

    private static bool IsOperandAfter(string text, int position)
    {
        position = SkipBlank(text, position);
        char first = CharAt(text, position);
        return first is '(' or '\\' or '√' || char.IsAsciiDigit(first) || SpokenTables.Greek.ContainsKey(first)
            || (char.IsLetter(first) && !char.IsLetter(CharAt(text, position + 1)) && CharAt(text, position + 1) is not ('\'' or '’'));
    }

    [GeneratedRegex(@"\G\[\d{1,3}(?:\s?[,–-]\s?\d{1,3}){0,9}\]")]
    private static partial Regex CitationMark();
}
