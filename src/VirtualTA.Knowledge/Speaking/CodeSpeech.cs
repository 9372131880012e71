using System.Text;
using System.Text.RegularExpressions;

namespace VirtualTA.Knowledge.Speaking;

/// <summary>Speaks of code instead of spelling it: the screen shows it.</summary>
internal static partial class CodeSpeech
{
    /// <summary>A sentence that points to the code on the screen and names what it defines.</summary>
    public static string Speak(string code)
    {
        var name = Defined().Match(code);
        var lines = code.Split('\n').Count(l => !string.IsNullOrWhiteSpace(l));
        if (name.Success)
        {
            return $"The code on the screen defines {Name(name.Groups[1].Value)}.";
        }

        return lines <= 1 ? "The line of code is on the screen." : "The code is on the screen.";
    }

    /// <summary>An identifier in words: <c>max_pool</c> is "max pool", <c>readFile()</c> is "read file".</summary>
    public static string Name(string identifier)
    {
        var spoken = new StringBuilder(identifier.Length + 8);
        var plain = identifier.EndsWith("()", StringComparison.Ordinal) ? identifier[..^2] : identifier;
        for (var i = 0; i < plain.Length; i++)
        {
            var current = plain[i];
            if (current is '_' or '.' or '-' or '/' or ':')
            {
                spoken.Append(current == '.' && i + 1 < plain.Length && char.IsLetter(plain[i + 1]) ? " dot " : " ");
            }
            else if (char.IsUpper(current) && i > 0 && char.IsLower(plain[i - 1]))
            {
                spoken.Append(' ').Append(char.ToLowerInvariant(current));
            }
            else
            {
                spoken.Append(current);
            }
        }

        return Spaces().Replace(spoken.ToString(), " ").Trim();
    }

    [GeneratedRegex(@"^\s*(?:public |private |static |async |export |pub )*(?:def|function|class|fn|func|struct|interface|void|int|double|string) +(\w+)", RegexOptions.Multiline)]
    private static partial Regex Defined();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
