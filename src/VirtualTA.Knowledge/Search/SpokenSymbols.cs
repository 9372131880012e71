using System.Text.RegularExpressions;

namespace VirtualTA.Knowledge.Search;

/// <summary>Writes symbols that are spoken as words the way they are written.</summary>
internal static partial class SpokenSymbols
{
    /// <summary>"o of n squared" becomes "O(n^2)"; "c plus plus" becomes "c++".</summary>
    public static string Normalize(string question)
    {
        var text = Letters().Replace(question, m => IsSpelled(m.Value) ? m.Value.Replace(" ", "", StringComparison.Ordinal) : m.Value);
        text = Order().Replace(text, m => $"O({Argument(m.Groups[1].Value)})");
        text = PlusPlus().Replace(text, "c++");
        return Sharp().Replace(text, "c#");
    }

    // Recognisers write "VQ-VAE" as "v q v a e". Two letters may also be the words "a" and "I".
    private static bool IsSpelled(string letters) => letters.Length >= 5 || letters[0] is not ('a' or 'i' or 'A' or 'I');

    [GeneratedRegex(@"(?<![\w'’])[a-z](?: [a-z]){1,7}(?![\w'’])", RegexOptions.IgnoreCase)]
    private static partial Regex Letters();

    private static string Argument(string spoken) => spoken.ToLowerInvariant() switch
    {
        "n squared" => "n^2",
        "n cubed" => "n^3",
        "one" or "1" => "1",
        "log n" => "logn",
        "n log n" => "nlogn",
        "v plus e" => "v+e",
        var other => other,
    };

    [GeneratedRegex(@"\b(?:big |order |theta )?(?:o|oh|order) of (n squared|n cubed|n log n|log n|v plus e|n|one|1)\b", RegexOptions.IgnoreCase)]
    private static partial Regex Order();

    [GeneratedRegex(@"\bc plus plus\b", RegexOptions.IgnoreCase)]
    private static partial Regex PlusPlus();

    [GeneratedRegex(@"\bc sharp\b", RegexOptions.IgnoreCase)]
    private static partial Regex Sharp();
}
