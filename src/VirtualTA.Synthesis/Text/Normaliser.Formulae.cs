using System.Text;
using System.Text.RegularExpressions;
using VirtualTA.Core.Pronunciation;

namespace VirtualTA.Synthesis.Text;

/// <content>Operators, powers, indices, Greek letters and simple LaTeX.</content>
public sealed partial class Normaliser
{
    private const string Superscripts = "⁰¹²³⁴⁵⁶⁷⁸⁹ⁿⁱ⁺⁻⁽⁾ˣᵀ";
    private const string SuperscriptsPlain = "0123456789ni+-()xT";
    private const string Subscripts = "₀₁₂₃₄₅₆₇₈₉ₐₑₒₓᵢⱼₖₙₜ₊₋₍₎";
    private const string SubscriptsPlain = "0123456789aeoxijknt+-()";

    private static readonly Dictionary<string, string> LatexCommands = new()
    {
        ["times"] = "times",
        ["cdot"] = "times",
        ["div"] = "divided by",
        ["pm"] = "plus or minus",
        ["le"] = "is at most",
        ["leq"] = "is at most",
        ["ge"] = "is at least",
        ["geq"] = "is at least",
        ["neq"] = "is not equal to",
        ["ne"] = "is not equal to",
        ["approx"] = "is about",
        ["sim"] = "is distributed as",
        ["to"] = "to",
        ["rightarrow"] = "to",
        ["in"] = "in",
        ["infty"] = "infinity",
        ["sum"] = "the sum of",
        ["prod"] = "the product of",
        ["int"] = "the integral of",
        ["partial"] = "partial",
        ["nabla"] = "nabla",
        ["mid"] = "given",
        ["ldots"] = "and so on",
        ["dots"] = "and so on",
        ["cdots"] = "and so on",
        ["forall"] = "for all",
        ["exists"] = "there exists",
        ["cup"] = "union",
        ["cap"] = "intersection",
        ["left"] = "",
        ["right"] = "",
        ["text"] = "",
        ["mathrm"] = "",
        ["mathbf"] = "",
        ["mathbb"] = "",
        ["mathcal"] = "",
        ["hat"] = "",
        ["bar"] = "",
        ["quad"] = "",
        ["varepsilon"] = "epsilon",
        ["equiv"] = "is equivalent to",
        ["propto"] = "is proportional to",
        ["ll"] = "is much less than",
    };

    private int TryOperator(string text, int position, SpeechBuilder speech)
    {
        // Three characters at most: "===", then "<=", then "=".
        for (int length = Math.Min(3, text.Length - position); length >= 1; length--)
        {
            if (SpokenTables.Operators.TryGetValue(text.Substring(position, length), out string? words) && words.Length > 0)
            {
                if (words == "and" && length == 2 && !IsBlankAt(text, position + 2))
                {
                    return 0;
                }

                if (length == 1 && text[position] is '<' or '>' && !(IsOperandBefore(text, position) || IsOperandAfter(text, position + 1)))
                {
                    return length;
                }

                // "x_{<t}" has nothing before the sign that could "be" less.
                bool isPredicate = IsOperandBefore(text, position) || !words.StartsWith("is ", StringComparison.Ordinal);
                return Said(speech.At(position, length), isPredicate ? words : words[3..], length);
            }
        }

        speech.At(position, 1);
        switch (text[position])
        {
            case '*' when IsOperandBefore(text, position) && IsOperandAfter(text, position + 1) && CharAt(text, position + 1) != '*' && CharAt(text, position - 1) != '*':
                return Said(speech, "times", 1);
            case '-' when IsOperandBefore(text, position) && IsOperandAfter(text, position + 1) && (IsBlankAt(text, position - 1) == IsBlankAt(text, position + 1)):
                return Said(speech, "minus", 1);
            case '!' when IsOperandBefore(text, position) && char.IsAsciiLetter(CharAt(text, position - 1)) && !IsEnd(text, position + 1):
                return Said(speech, "factorial", 1);
            case '|' when speech.IsInsideCall:
                return Said(speech, "given", 1);
            case '/' when IsOperandBefore(text, position) && IsOperandAfter(text, position + 1):
                return Said(speech, "over", 1);
            default:
                return 0;
        }
    }

    // Powers and indices, as "^…" or "_…" or raised and lowered characters; also single Greek letters.
    private int TryScript(string text, int position, SpeechBuilder speech)
    {
        char here = text[position];
        if (SpokenTables.Greek.TryGetValue(here, out string? greek))
        {
            return Said(speech.At(position, 1), greek, 1);
        }

        if (here == '^' && position > 0 && !char.IsWhiteSpace(text[position - 1]))
        {
            Match match = Power().Match(text, position);
            return match.Success ? SayPower(match.Groups["power"].Value.Trim('{', '}', '(', ')'), position, match.Length, speech) : 0;
        }

        if (here == '_' && position > 0 && !char.IsWhiteSpace(text[position - 1]))
        {
            Match match = LowerIndex().Match(text, position);
            if (!match.Success)
            {
                return 0;
            }

            speech.At(position, match.Length).Say("sub");
            SayExpression(match.Groups["index"].Value.Trim('{', '}'), position, match.Length, speech);
            return match.Length;
        }

        return TryRaised(text, position, speech);
    }

    private int TryRaised(string text, int position, SpeechBuilder speech)
    {
        string plain = PlainRun(text, position, Superscripts, SuperscriptsPlain);
        if (plain.Length > 0)
        {
            return SayPower(plain, position, plain.Length, speech);
        }

        plain = PlainRun(text, position, Subscripts, SubscriptsPlain);
        if (plain.Length == 0)
        {
            return 0;
        }

        speech.At(position, plain.Length);
        bool isChemical = char.IsAsciiDigit(plain[0]) && speech.Last is { } last && char.IsUpper(last.Text[^1]);
        SayExpression(isChemical ? plain : "sub " + plain, position, plain.Length, speech);
        return plain.Length;
    }

    private int SayPower(string power, int position, int length, SpeechBuilder speech)
    {
        speech.At(position, length);
        switch (power)
        {
            case "2":
                speech.Say("squared");
                break;
            case "3":
                speech.Say("cubed");
                break;
            case "T" or "⊤":
                speech.Say("transpose");
                break;
            default:
                speech.Say("to the");
                SayExpression(power, position, length, speech);
                break;
        }

        return length;
    }

    private void SayExpression(string expression, int position, int length, SpeechBuilder speech)
    {
        speech.At(position, length);
        if (expression.StartsWith('-') && expression.Length > 1)
        {
            speech.Say("minus");
            expression = expression[1..];
        }

        foreach (SpeechItem item in Normalise(expression).Items)
        {
            if (item.Kind == SpeechItemKind.Letter || (item.Kind == SpeechItemKind.Word && item.Text.Length == 1))
            {
                speech.Letter(item.Text[0]);
            }
            else if (item.Kind == SpeechItemKind.Word)
            {
                speech.Say(item.Text);
            }
        }
    }

    private int TryLatex(string text, int position, SpeechBuilder speech)
    {
        Match match = Fracture().Match(text, position);
        if (match.Success)
        {
            SayExpression(match.Groups["top"].Value, position, match.Length, speech);
            speech.Say("over");
            SayExpression(match.Groups["bottom"].Value, position, match.Length, speech);
            return match.Length;
        }

        match = Root().Match(text, position);
        if (match.Success)
        {
            speech.At(position, match.Length).Say("the square root of");
            SayExpression(match.Groups["inner"].Value, position, match.Length, speech);
            return match.Length;
        }

        match = LatexCommand().Match(text, position);
        if (!match.Success)
        {
            return 0;
        }

        string name = match.Groups["name"].Value;
        speech.At(position, match.Length);
        if (LatexCommands.TryGetValue(name, out string? words) && words.Length > 0)
        {
            speech.Say(words);
        }
        else if (words is null)
        {
            SayMixed(name, speech);
        }

        return match.Length;
    }

    private static string PlainRun(string text, int position, string raised, string plain)
    {
        StringBuilder run = new();
        for (int index = position; index < text.Length && raised.IndexOf(text[index], StringComparison.Ordinal) is >= 0 and int found; index++)
        {
            run.Append(plain[found]);
        }

        return run.ToString();
    }

    [GeneratedRegex(@"\G\^(?<power>\{[^{}\n]{1,40}\}|\([^()\n]{1,40}\)|[-−+]?\d{1,10}(?:\.\d{1,10})?|[-−]?\p{L}|⊤)")]
    private static partial Regex Power();

    [GeneratedRegex(@"\G_(?<index>\{[^{}\n]{1,40}\}|\d{1,6}|\p{L})")]
    private static partial Regex LowerIndex();

    [GeneratedRegex(@"\G\\d?frac\{(?<top>[^{}\n]{1,60})\}\{(?<bottom>[^{}\n]{1,60})\}")]
    private static partial Regex Fracture();

    [GeneratedRegex(@"\G\\sqrt\{(?<inner>[^{}\n]{1,60})\}")]
    private static partial Regex Root();

    [GeneratedRegex(@"\G\\(?<name>[A-Za-z]{2,20})")]
    private static partial Regex LatexCommand();
}
