using System.Text.RegularExpressions;

namespace VirtualTA.Synthesis.Text;

/// <content>Names of languages, variables with an index, identifiers.</content>
public sealed partial class Normaliser
{
    private int TryCode(string text, int position, SpeechBuilder speech)
    {
        Match match = LanguageName().Match(text, position);
        if (match.Success)
        {
            speech.At(position, match.Length);
            if (match.Value[0] == '.')
            {
                speech.Say("dot net");
            }
            else
            {
                speech.Letter(match.Value[0]).Say(match.Value[1] == '#' ? "sharp" : "plus plus");
            }

            return match.Length;
        }

        match = Subscript().Match(text, position);
        if (match.Success)
        {
            speech.At(position, match.Length);
            SayMixed(match.Groups["name"].Value, speech);
            speech.Say("sub");
            SayMixed(match.Groups["index"].Value, speech);
            return match.Length;
        }

        match = Identifier().Match(text, position);
        if (!match.Success || match.Value.AsSpan().IndexOfAnyInRange('a', 'z') < 0 && match.Value.AsSpan().IndexOfAnyInRange('A', 'Z') < 0)
        {
            return 0;
        }

        speech.At(position, match.Length);
        int start = 0;
        foreach (Range range in match.ValueSpan.SplitAny('_', '.', ':'))
        {
            string part = match.Value[range];
            if (part.Length > 0)
            {
                if (start > 0 && match.Value[range.Start.Value - 1] == '.')
                {
                    speech.Say("dot");
                }

                SayMixed(part, speech);
                start = range.End.Value;
            }
        }

        return match.Length;
    }

    [GeneratedRegex(@"\G(?:[CFJ]#|C\+\+|\.NET)(?!\w)")]
    private static partial Regex LanguageName();

    [GeneratedRegex(@"\G(?<name>[A-Za-z])_\{?(?<index>[A-Za-z]|\d{1,4})\}?(?![\w])")]
    private static partial Regex Subscript();

    [GeneratedRegex(@"\G_{0,2}[A-Za-z][A-Za-z0-9]{0,60}(?:(?:_{1,2}|::)[A-Za-z0-9]{1,60}){1,12}_{0,2}|\G_{1,2}[A-Za-z][A-Za-z0-9]{0,60}_{0,2}|\G[A-Za-z_]\w{0,60}(?:\.[A-Za-z_]\w{0,60}){1,8}(?=\(|\b)")]
    private static partial Regex Identifier();
}
