using System.Text;

namespace VirtualTA.Knowledge.Speaking;

/// <summary>Reads LaTeX and plain formulas aloud: <c>x^2</c> is "x squared", <c>\frac{a}{b}</c> is "a over b".</summary>
internal static partial class MathSpeech
{
    private const int DeepestNesting = 20;

    /// <summary>The formula in words.</summary>
    public static string Speak(string formula)
    {
        var position = 0;
        return Tidy(Sequence(formula.Length > 600 ? formula[..600] : formula, ref position, '\0', 0));
    }

    private static string Sequence(string text, ref int position, char close, int depth)
    {
        var spoken = new StringBuilder();
        while (position < text.Length && text[position] != close)
        {
            spoken.Append(' ').Append(Item(text, ref position, depth));
        }

        position++;
        return spoken.ToString();
    }

    private static string Item(string text, ref int position, int depth)
    {
        var current = text[position++];
        switch (current)
        {
            case '\\':
                return Command(text, ref position, depth);
            case '{':
                return depth < DeepestNesting ? Sequence(text, ref position, '}', depth + 1) : "";
            case '(' or ')' or '[' or ']' or ',' or ';' or ':':
                return current is '(' or ',' or ';' ? "," : "";
            case '^':
                return Power(Argument(text, ref position, depth));
            case '_':
                var index = Tidy(Argument(text, ref position, depth));
                return index.Length <= 3 ? index : $"sub {index}";
            case '}' or '$' or ' ':
                return "";
        }

        if (char.IsDigit(current))
        {
            var start = position - 1;
            while (position < text.Length && (char.IsDigit(text[position]) || (text[position] is '.' or ',' && position + 1 < text.Length && char.IsDigit(text[position + 1]))))
            {
                position++;
            }

            return text[start..position];
        }

        return Symbols.GetValueOrDefault(current) ?? Word(text, ref position);
    }

    private static string Word(string text, ref int position)
    {
        var start = position - 1;
        while (position < text.Length && char.IsLetter(text[position]) && !Symbols.ContainsKey(text[position]))
        {
            position++;
        }

        var word = text[start..position];
        return position < text.Length && text[position] == '(' && word.Length <= 3 ? word + " of" : word;
    }

    private static string Command(string text, ref int position, int depth)
    {
        var start = position;
        while (position < text.Length && char.IsAsciiLetter(text[position]))
        {
            position++;
        }

        var name = text[start..position];
        switch (name)
        {
            case "":
                position++;
                return "";
            case "frac" or "dfrac" or "tfrac":
                var above = Argument(text, ref position, depth);
                return $"{above} over {Argument(text, ref position, depth)} ,";
            case "sqrt":
                return $"the square root of {Argument(text, ref position, depth)}";
            case "hat" or "bar" or "tilde" or "vec":
                return $"{Argument(text, ref position, depth)} {name}";
            default:
                return Commands.GetValueOrDefault(name, name);
        }
    }

    private static string Argument(string text, ref int position, int depth)
    {
        while (position < text.Length && text[position] == ' ')
        {
            position++;
        }

        if (position >= text.Length || depth >= DeepestNesting)
        {
            return "";
        }

        if (text[position] == '{')
        {
            position++;
            return Sequence(text, ref position, '}', depth + 1);
        }

        if (char.IsDigit(text[position]) || char.IsLetter(text[position]))
        {
            return text[position++].ToString();
        }

        return Item(text, ref position, depth + 1);
    }

    private static string Power(string exponent) => Tidy(exponent) switch
    {
        "2" => "squared",
        "3" => "cubed",
        "-1" or "minus 1" => "inverse",
        "T" or "top" => "transposed",
        "prime" => "prime",
        "degrees" => "degrees",
        var other => $"to the power of {other}",
    };

    private static string Tidy(string spoken)
    {
        var words = spoken.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var text = new StringBuilder();
        foreach (var word in words)
        {
            if (word == ",")
            {
                if (text.Length > 0 && text[^1] != ',' && !text.ToString().EndsWith(" of", StringComparison.Ordinal))
                {
                    text.Append(',');
                }

                continue;
            }

            text.Append(text.Length > 0 ? " " : "").Append(word);
        }

        return text.ToString().Trim(' ', ',');
    }
}
