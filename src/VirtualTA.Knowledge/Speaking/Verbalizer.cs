using System.Text.RegularExpressions;
using VirtualTA.Knowledge.Ingestion;

namespace VirtualTA.Knowledge.Speaking;

/// <summary>Writes for the ear what the screen shows: mathematics, code, tables, links and marks.</summary>
public static partial class Verbalizer
{
    /// <summary>The words to say for a piece of the screen's text; empty where there is nothing to say.</summary>
    public static string Speak(string text, BlockKind kind)
    {
        if (kind == BlockKind.Code)
        {
            return CodeSpeech.Speak(text);
        }

        var spoken = DollarMath().Replace(text, m => $" {MathSpeech.Speak(m.Groups[1].Value)} ");
        spoken = Link().Replace(spoken, "$1");
        spoken = Address().Replace(spoken, "the link on the screen");
        spoken = SlideMark().Replace(spoken, m => LocatorSpeech.Speak(m.Value.Trim('(', ')', '[', ']')));
        spoken = CitationMark().Replace(spoken, "");
        spoken = kind == BlockKind.TableRow ? Row(spoken) : spoken;
        spoken = Function().Replace(spoken, m => MathSpeech.Speak(m.Value));
        spoken = Power().Replace(spoken, m => MathSpeech.Speak(m.Value));
        spoken = InlineCode().Replace(spoken, m => CodeSpeech.Name(m.Groups[1].Value));
        spoken = Markup().Replace(spoken, "");
        spoken = Operators(spoken);
        return Spaces().Replace(spoken, " ").Replace(" .", ".", StringComparison.Ordinal).Replace(" ,", ",", StringComparison.Ordinal).Trim();
    }

    // "levels: 4; word error rate: 4.0" is said as "levels 4, word error rate 4.0."
    private static string Row(string text) =>
        text.Replace(": ", " ", StringComparison.Ordinal).Replace(";", ",", StringComparison.Ordinal).TrimEnd('.') + ".";

    private static string Operators(string text)
    {
        var spoken = Range().Replace(text, "$1 to $2");
        spoken = Minus().Replace(spoken, "$1minus $2");
        foreach (var (symbol, words) in SpokenSymbols)
        {
            spoken = spoken.Replace(symbol, words, StringComparison.Ordinal);
        }

        return spoken;
    }

    private static readonly (string Symbol, string Words)[] SpokenSymbols =
    [
        (" × ", " times "), ("×", " times "), (" = ", " equals "), ("≤", " at most "), ("≥", " at least "), ("≈", " about "), ("±", " plus or minus "), ("→", " to "),
        ("↔", " to and from "), ("²", " squared"), ("³", " cubed"), ("√", " square root of "), ("∞", " infinity"), ("°C", " degrees Celsius"), ("°", " degrees"),
        (" % ", " percent "), ("%", " percent"), (" + ", " plus "), (" & ", " and "), ("µs", " microseconds"), ("kbit/s", "kilobits per second"), ("Mbit/s", "megabits per second"),
        ("β", "beta"), ("α", "alpha"), ("λ", "lambda"), ("σ", "sigma"), ("θ", "theta"), ("π", "pi"), ("µ", "mu"), ("›", ","), ("•", ","), ("…", "."), (" / ", " or "), ("e.g.", "for example"), ("i.e.", "that is"),
    ];

    [GeneratedRegex(@"\${1,2}([^$]{1,600})\${1,2}")]
    private static partial Regex DollarMath();

    [GeneratedRegex(@"\[([^\]\[]{1,200})\]\((?:[^()\s]{1,400})\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"(?:https?://|www\.)[^\s)\]>]+")]
    private static partial Regex Address();

    [GeneratedRegex(@"[\[(]?\b(?:slide|page|chapter|section|figure|table|equation|lecture)s? \d{1,4}\b[\])]?", RegexOptions.IgnoreCase)]
    private static partial Regex SlideMark();

    [GeneratedRegex(@"\s*\[\d{1,3}(?:\s*[,–-]\s*\d{1,3})*\]")]
    private static partial Regex CitationMark();

    [GeneratedRegex(@"\b[OΘΩf-hyPE]\([^()]{1,24}\)")]
    private static partial Regex Function();

    [GeneratedRegex(@"\b[A-Za-z0-9]{1,6}\^(?:\{[^{}]{1,20}\}|-?\w{1,4})")]
    private static partial Regex Power();

    [GeneratedRegex(@"`([^`]{1,200})`")]
    private static partial Regex InlineCode();

    [GeneratedRegex(@"\*{1,3}|(?<=\s|^)_{1,2}(?=\w)|(?<=\w)_{1,2}(?=\s|$|[.,;:])|~~|^#{1,6}\s+|^>\s+|^[-*•]\s+|`+", RegexOptions.Multiline)]
    private static partial Regex Markup();

    [GeneratedRegex(@"(\d)\s?[–—]\s?(\d)")]
    private static partial Regex Range();

    [GeneratedRegex(@"(^|[\s(])[−-](\d)")]
    private static partial Regex Minus();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
